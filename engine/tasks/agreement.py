"""Self-agreement: how often a model gives the same answer when its answer is drawn again; pure.

Prompt and question stay, the answer is drawn a few more times. What is counted is what a person
would take for the same: case, marks, accents, articles, number words and the form of a label don't
count. Only answers that can be the same again are drawn: those that choose or quote, not texts.

It is an observation that helps a reviewer, who sees the other answers, and part of doubt. A model
with a habit agrees with itself and is wrong: agreement is never called verified or right.
"""

from collections import Counter
from collections.abc import Sequence
from json import dumps

from engine.errors import BadSetting
from engine.records import Check, CheckKind, SelfAgreement
from engine.tasks.folding import letters, with_digits
from engine.tasks.labels import meaning
from engine.tasks.markers import PIPE
from engine.tasks.options import chosen, offered
from engine.tasks.types import AnswerRule, Group, TaskType

VERSION = 1
USUAL_SAMPLES = 8
MOST_SAMPLES = 32
TEMPERATURE, TOP_P = 0.7, 0.95  # whatever the run's own are, so that runs can be compared
LONGEST = 24  # tokens; a longer answer is hardly ever the same again
_OTHERS_KEPT = 8
_OTHERS_SAID = 4
_LONGEST_SAID = 60  # characters
_ARTICLES = {"a", "an", "the"}
_ALSO = {"coref", "paraphrase_id", "wsd", "sent_comp"}
_LABELS = {"paraphrase_id", "wsd", "sentiment"}


def check_samples(count: int) -> None:
    """Raise `BadSetting` unless answers can be drawn again so often; 0 is never."""
    if count not in range(MOST_SAMPLES + 1):
        raise BadSetting(
            f"Answers can't be drawn again {count} times; choose from 0 (never) to {MOST_SAMPLES}."
        )


def can_agree(task_type: TaskType) -> bool:
    """Answers of this type are short enough to be the same again."""
    is_short = task_type.group in {Group.QUESTIONS, Group.LABELS}
    return is_short or task_type.short in _ALSO


def observed(task_type: TaskType, raw: str, samples: Sequence[str], seconds: float) -> Check | None:
    """What came of drawing the answer in `raw` again; None if it was not. `raw` as in `judge`."""
    if not samples:
        return None
    question, _, answer = raw.partition(PIPE)
    wanted = _form(task_type, answer, question)
    forms = [_form(task_type, sample, question) for sample in samples]
    said = dict(zip(reversed(forms), reversed(samples), strict=True))  # the first of each form
    others = Counter(form for form in forms if form != wanted)
    same = len(samples) - others.total()
    detail = {
        "same": same,
        "of": len(samples),
        "others": [[said[form], count] for form, count in others.most_common(_OTHERS_KEPT)],
        "temperature": TEMPERATURE,
        "top_p": TOP_P,
    }
    value = same / len(samples)
    kept = dumps(detail, ensure_ascii=False)
    return Check(CheckKind.AGREEMENT, value, VERSION, kept, round(seconds, 3))


def sentence(found: SelfAgreement) -> str:
    """For people: "Same answer 3 of 8 times; others: at ten (4), at noon."."""
    said = f"Same answer {found.same} of {found.of} times"
    shown = found.others[:_OTHERS_SAID]
    others = ", ".join(f"{_short(text)}{f' ({n})' if n > 1 else ''}" for text, n in shown)
    more = ", …" if len(found.others) > len(shown) else ""
    return f"{said}; others: {others}{more}" if others else said


def _short(text: str) -> str:
    flat = " ".join(text.split()) or "(nothing)"
    return flat if len(flat) <= _LONGEST_SAID else f"{flat[:_LONGEST_SAID]}…"


def _form(task_type: TaskType, answer: str, question: str) -> str:
    """The same for answers that say the same."""
    if task_type.has_own_labels:
        return answer.strip()
    if offered(question) and (option := chosen(answer, question)) is not None:
        answer = option
    elif task_type.rule is AnswerRule.LABEL or task_type.short in _LABELS:
        answer = meaning(answer)
    text = "".join(letter for letter, _ in with_digits(letters(answer)))
    words = "".join(mark if mark.isalnum() or mark == "…" else " " for mark in text).split()
    return " ".join(word for word in words if word not in _ARTICLES) or text.strip()
