"""Rules that tell a malformed task from a well-formed one without any model; pure.

Each rule names an outcome. It is meant to catch what is wrong by definition, never what merely
looks doubtful: its examples in `tests/engine/tasks/test_rules.py` argue its precision. A rule can
be switched off for a run. Well-formed is not right: that is for a person to say.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from engine.errors import BadSetting
from engine.records import Outcome
from engine.tasks import labels
from engine.tasks.evidence import is_in
from engine.tasks.folding import fold, words
from engine.tasks.markers import control_texts
from engine.tasks.options import chosen, listed, without_list
from engine.tasks.questions import Question
from engine.tasks.types import AnswerRule, TaskType

_LISTING = {"mcqa", "topic_class", "wsd", "sent_comp", "sentiment"}
_ANSWERING = {"exqa", "qa", "mcqa"}
_COPYING = {"paraphrase", "summarization"}
_ENGLISH_LABELS = {"ynqa", "nli", "te", "paraphrase_id", "wsd", "sentiment", "topic_class"}
_COPIED_SHARE = 0.5  # of a passage that a summary may repeat in one piece
_ROLE = re.compile(r"^(?:assistant|user|human|chatbot) ?:", re.MULTILINE | re.IGNORECASE)
_RUN_OF_LETTERS = re.compile(r"(\S)\1{19,}")
_RUN_OF_WORDS = 5  # the same one to four words so often in a row
_FEWEST_COPIED = 5  # words that a paraphrase has from its text in one piece, all that it says
_FEWEST_LETTERS = 3
_LONGEST_TOPIC = 15  # words
_FEWEST_WRITTEN = 4  # words of a generated text
_PRONOUNS = frozenset({
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself",
    "they", "them", "their", "theirs", "themselves", "who", "whom", "whose", "which", "that",
    "this", "these", "those", "we", "us", "our", "ours", "you", "your", "yours", "i", "me", "my",
    "mine", "former", "latter",
})  # fmt: skip
_ASKS = re.compile(
    r"^(?:what|when|where|who|whom|whose|which|why|how|is|are|was|were|do|does|did|can|could|may|"
    r"must|should|will|would|has|have|had|in|at|on|to|from|by|for|with|of|under|according)\b"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule looks at. `output` has the passage filled in."""

    task_type: TaskType
    question: Question
    output: str

    @property
    def short(self) -> str:
        """The type's short name."""
        return self.task_type.short

    @property
    def passage(self) -> str:
        """The text that the task is about."""
        return self.question.passage


def _control_text(answer: Answer) -> bool:
    written = f"{answer.question.asked}\n{answer.output}"
    found = (*control_texts(written), *(match[0] for match in _ROLE.finditer(answer.output)))
    return any(text not in answer.passage for text in found)


def _repetition(answer: Answer) -> bool:
    """A letter 20 times, or the same few words five times in a row, and not the passage's own."""
    run = _RUN_OF_LETTERS.search(answer.output)
    if run and run[0] not in answer.passage:
        return True
    said = words(answer.output)
    for size in range(1, 5):
        for start in range(len(said) - size * _RUN_OF_WORDS + 1):
            part = said[start : start + size]
            if said[start : start + size * _RUN_OF_WORDS] == part * _RUN_OF_WORDS:
                return not is_in(" ".join(part * _RUN_OF_WORDS), answer.passage)
    return False


def _wrong_script(answer: Answer) -> bool:
    """None of the passage's letters are of the script in which most of the answer is written."""
    if answer.short in _ENGLISH_LABELS:
        return False
    own, given = _scripts(answer.output), _scripts(answer.passage)
    if sum(own.values()) < _FEWEST_LETTERS or not given:
        return False
    return given[own.most_common(1)[0][0]] == 0


def _options_repeat(answer: Answer) -> bool:
    if answer.short not in _LISTING:
        return False
    texts = [fold(text).strip(" .,;:") for _letter, text in listed(answer.question.written)]
    return len(texts) != len(set(texts))


def _not_offered(answer: Answer) -> bool:
    """The output is none of the options; a multiple choice without options offers none."""
    if answer.short not in _LISTING or answer.short == "sentiment":
        return False
    has_to_offer = answer.task_type.rule is AnswerRule.OFFERED
    if not listed(answer.question.written):
        return has_to_offer
    if answer.short == "wsd" and labels.is_label(answer.task_type, answer.output, ""):
        return False  # what is listed are the sentences to compare
    return chosen(answer.output, answer.question.written) is None


def _bad_label(answer: Answer) -> bool:
    if answer.task_type.rule is AnswerRule.LABEL or answer.short == "paraphrase_id":
        return not labels.is_label(answer.task_type, answer.output, answer.question.written)
    is_mood = answer.short == "sentiment"
    return is_mood and not labels.is_feeling(answer.output, answer.question.written)


def _answer_in_question(answer: Answer) -> bool:
    """The question says its own answer; one that names alternatives may."""
    if answer.short not in _ANSWERING or answer.question.is_alternative:
        return False
    options = {fold(text) for _letter, text in listed(answer.question.written)}
    stems = [line for line in answer.question.lines if line.endswith("?")]
    stem = " ".join(without_list(line) for line in stems if fold(line) not in options)
    return bool(re.search(r"\w{3}", answer.output)) and _says(stem, answer.output)


def _quoted_claim(answer: Answer) -> bool:
    """A claim that stands in the passage word for word follows from it."""
    if answer.short not in {"nli", "te"} or labels.entails(answer.output):
        return False
    if answer.task_type.has_own_labels and not any(map(labels.entails, answer.task_type.labels)):
        return False  # which of the run's own labels says that it follows is not known
    return any(_says(answer.passage, claim) for claim in answer.question.claims)


def _other_answer(answer: Answer) -> bool:
    """A question is to be written for an answer that the passage does not hold."""
    given = answer.question.given_answer if answer.short == "qg" else ""
    return bool(given) and not is_in(given, answer.passage)


def _wrong_kind(answer: Answer) -> bool:
    """A yes or no to who or what, or another kind of task than was asked for."""
    said = fold(answer.output)
    match answer.short:
        case "ynqa" | "qa" | "exqa":
            is_yes_no = said.strip(" .!,") in {"yes", "no", "true", "false"}
            return is_yes_no and answer.question.is_wh
        case "qg":
            return "?" not in said and not _ASKS.match(said)
        case "topic_class":
            return len(said.split()) > _LONGEST_TOPIC
        case "text_gen":
            return len(words(said)) < _FEWEST_WRITTEN and _scripts(said).keys() <= {"LATIN"}
        case _:
            return False


def _echo(answer: Answer) -> bool:
    """The answer repeats its question, or is the copy of what it should put in other words."""
    said = " ".join(words(answer.output))
    if said and said == " ".join(words(answer.question.asked)):
        return True
    if answer.short not in _COPYING:
        return False
    source = " ".join(words(answer.passage))
    if answer.short == "summarization":
        is_copy = said in source and len(said) >= _COPIED_SHARE * len(source)
        return is_copy or (bool(source) and source in said)
    asked = (*answer.question.lines, *answer.question.named)
    if said == source or said in {" ".join(words(text)) for text in asked}:
        return True
    return len(said.split()) >= _FEWEST_COPIED and _says(answer.passage, answer.output)


def _no_pronoun(answer: Answer) -> bool:
    """A question about a word that the text does not hold, or about none where none is."""
    if answer.short != "coref":
        return False
    held = set(words(answer.passage)) or set(words(answer.question.asked))
    asked = answer.question.asked_word
    if asked in _PRONOUNS - {"this", "that", "which", "it"}:
        return asked not in held
    return not held & _PRONOUNS


RULES: dict[Outcome, Callable[[Answer], bool]] = {
    Outcome.CONTROL_TEXT: _control_text,
    Outcome.REPETITION: _repetition,
    Outcome.WRONG_SCRIPT: _wrong_script,
    Outcome.OPTIONS_REPEAT: _options_repeat,
    Outcome.NOT_OFFERED: _not_offered,
    Outcome.BAD_LABEL: _bad_label,
    Outcome.ECHO: _echo,
    Outcome.NO_PRONOUN: _no_pronoun,
    Outcome.WRONG_KIND: _wrong_kind,
    Outcome.OTHER_ANSWER: _other_answer,
    Outcome.QUOTED_CLAIM: _quoted_claim,
    Outcome.ANSWER_IN_QUESTION: _answer_in_question,
}
"""In the order in which they are tried; the first that is broken names the outcome."""

ALWAYS = frozenset({Outcome.NOT_OFFERED, Outcome.BAD_LABEL, Outcome.CONTROL_TEXT})
"""What no run can switch off: a label nobody offered, and orders to other programs."""


SWITCHES = tuple(one for one in RULES if one not in ALWAYS)
"""The rules that a run can do without."""


def rules_off(names: Iterable[str]) -> tuple[Outcome, ...]:
    """The rules of these names, each once, in their order; `BadSetting` for any other name."""
    wanted = {name.strip().lower() for name in names}
    known = ", ".join(SWITCHES)
    for name in sorted(wanted - {*SWITCHES}):
        if name in ALWAYS:
            raise BadSetting(f"The rule {name} is always on; those that can be off are {known}.")
        raise BadSetting(f"“{name}” is no rule; those that can be off are {known}.")
    return tuple(one for one in SWITCHES if one in wanted)


def broken_rule(answer: Answer, off: Collection[Outcome] = ()) -> Outcome | None:
    """The first rule that an answer breaks, if any; those in `off` are left out."""
    tried = {one: rule for one, rule in RULES.items() if one in ALWAYS or one not in off}
    return next((one for one, is_broken in tried.items() if is_broken(answer)), None)


def is_off_label(answer: Answer) -> bool:
    """The answer is none of the labels of its type, or of the options that its question offers."""
    return _bad_label(answer) or _not_offered(answer)


def _says(text: str, wanted: str) -> bool:
    """The words of `wanted` stand in `text` in this order, nothing between."""
    said = " ".join(words(wanted))
    return bool(said) and f" {said} " in f" {' '.join(words(text))} "


def _scripts(text: str) -> Counter[str]:
    """How many letters of each script; by the first word of their Unicode names."""
    names = (unicodedata.name(letter, "") for letter in text if letter.isalpha())
    return Counter(_SCRIPTS.get(name.split(" ")[0], name.split(" ")[0]) for name in names if name)


_SCRIPTS = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HALFWIDTH": "CJK", "FULLWIDTH": "LATIN"}
