"""Bonito's 16 task types as data: names, group, example, what they read and what they may answer.

The full names and shares are the model card's and the paper's (arXiv 2402.18334); the share is
how much of Bonito's training data had this type, so a small one means that the model is weak at it.
"""

from dataclasses import dataclass
from enum import StrEnum

from engine.errors import UnknownTaskType
from engine.records import PassageKind

WEAK_SHARE = 1.0  # percent; below this Bonito saw too little to be relied on


class Group(StrEnum):
    """The four groups in which task types are shown."""

    QUESTIONS = "Questions"
    LABELS = "Labels"
    SENTENCES = "Sentences"
    WRITING = "Writing"


class AnswerRule(StrEnum):
    """What makes an answer of a task type valid beyond having an input and an output."""

    FREE = "free"
    VERBATIM = "verbatim"  # the output stands in the passage
    LABEL = "label"  # the output is one of `labels`
    OFFERED = "offered"  # the output is one of the options the input offers


@dataclass(frozen=True, slots=True)
class TaskType:
    """One of the 16; `name` goes into the prompt in lower case."""

    short: str
    name: str
    group: Group
    example: str
    reads: PassageKind
    rule: AnswerRule
    share: float
    labels: tuple[str, ...] = ()
    has_own_labels: bool = False  # those of a run (`own_labels.py`), which stand as they are

    @property
    def is_weak(self) -> bool:
        """Bonito saw less than `WEAK_SHARE` percent of this type in training."""
        return self.share < WEAK_SHARE


_PARAGRAPH, _SENTENCE = PassageKind.PARAGRAPH, PassageKind.SENTENCE
_NLI = ("entailment", "neutral", "contradiction", "yes", "no", "maybe", "true", "false",
        "always", "sometimes", "never", "guaranteed", "possible", "impossible",
        "inconclusive", "correct", "incorrect")  # fmt: skip
_YES_NO = ("yes", "no", "true", "false")

TASK_TYPES: tuple[TaskType, ...] = (
    TaskType("exqa", "extractive question answering", Group.QUESTIONS,
             "When does the ferry leave? → at nine", _PARAGRAPH, AnswerRule.VERBATIM, 13.5),
    TaskType("mcqa", "multiple-choice question answering", Group.QUESTIONS,
             "Who signs the form? A the clerk B the driver → A the clerk",
             _PARAGRAPH, AnswerRule.OFFERED, 13.8),
    TaskType("qg", "question generation", Group.WRITING,
             "Write a question about this text → Who may open the gate?",
             _PARAGRAPH, AnswerRule.FREE, 5.7),
    TaskType("qa", "question answering without choices", Group.QUESTIONS,
             "Why was the road closed? → Because of ice.", _PARAGRAPH, AnswerRule.FREE, 4.5),
    TaskType("ynqa", "yes-no question answering", Group.QUESTIONS,
             "May visitors bring dogs? → No", _PARAGRAPH, AnswerRule.LABEL, 1.6, _YES_NO),
    TaskType("coref", "coreference resolution", Group.SENTENCES,
             "Whom does “she” mean? → the inspector", _SENTENCE, AnswerRule.VERBATIM, 0.03),
    TaskType("paraphrase", "paraphrase generation", Group.SENTENCES,
             "Say it in other words → The gate stays shut at night.",
             _SENTENCE, AnswerRule.FREE, 0.3),
    TaskType("paraphrase_id", "paraphrase identification", Group.SENTENCES,
             "Do both sentences say the same? → Yes", _SENTENCE, AnswerRule.FREE, 2.9),
    TaskType("sent_comp", "sentence completion", Group.SENTENCES,
             "Which ending fits? → and locks the door", _SENTENCE, AnswerRule.FREE, 1.8),
    TaskType("sentiment", "sentiment", Group.LABELS,
             "Is this positive or negative? → Positive", _PARAGRAPH, AnswerRule.FREE, 14.1),
    TaskType("summarization", "summarization", Group.WRITING,
             "Sum up the text → The harbour closes for repairs in May.",
             _PARAGRAPH, AnswerRule.FREE, 17.2),
    TaskType("text_gen", "text generation", Group.WRITING,
             "Write a text that fits this title → …", _PARAGRAPH, AnswerRule.FREE, 5.3),
    TaskType("topic_class", "topic classification", Group.LABELS,
             "What is this text about? → Shipping", _PARAGRAPH, AnswerRule.FREE, 12.7),
    TaskType("wsd", "word sense disambiguation", Group.SENTENCES,
             "Does “bank” mean the same in both? → No", _SENTENCE, AnswerRule.FREE, 0.3),
    TaskType("te", "textual entailment", Group.LABELS,
             "Does the text prove the claim? → Yes", _SENTENCE, AnswerRule.LABEL, 0.2, _NLI),
    TaskType("nli", "natural language inference", Group.LABELS,
             "Claim against text → Contradiction", _PARAGRAPH, AnswerRule.LABEL, 6.1, _NLI),
)  # fmt: skip

_BY_NAME = {name: kind for kind in TASK_TYPES for name in (kind.short, kind.name)}


def task_type(name: str) -> TaskType:
    """The task type of a short or full name, in any case; raises `UnknownTaskType`."""
    try:
        return _BY_NAME[name.strip().lower()]
    except KeyError:
        known = ", ".join(kind.short for kind in TASK_TYPES)
        raise UnknownTaskType(f"“{name}” is no task type; use one of {known}, or all.") from None


def parse_task_types(names: str) -> tuple[TaskType, ...]:
    """Task types from `exqa,ynqa` or `all`, each once, in the order of the table."""
    if names.strip().lower() == "all":
        return TASK_TYPES
    wanted = {task_type(name).short for name in names.split(",") if name.strip()}
    if not wanted:
        raise UnknownTaskType("No task type is named; use exqa,ynqa for example, or all.")
    return tuple(kind for kind in TASK_TYPES if kind.short in wanted)
