"""Compose tasks by code of a question and its answer that a small model was led to; pure.

The pair is `chains.py`'s. From it the task is put together: as it is, with options, with a proposed
answer, as a claim, or as a question that is asked for. What is wrong on purpose - the other
options, the answer of a No, the claim of a contradiction - is of the answer's kind and form
(`wrong_options.py`), drawn by the unit's seed; never equal to the answer or to each other, never
within one another. What code can't know is whether a wrong option happens to be right as well.
Which models are helped so is said in the catalogue; a composed task says so in its `detail`.
"""

import random
from collections.abc import Mapping

from engine.tasks.chains import Pair
from engine.tasks.claims import claim_of
from engine.tasks.markers import CONTEXT, PIPE
from engine.tasks.wrong_options import wrong_options

_LED = "stretch chosen by code, question by the model, kept because the model answers it so"
DETAIL: Mapping[str, str] = {
    "exqa": _LED,
    "qa": _LED,
    "qg": f"{_LED}; put as question generation by code",
    "mcqa": f"{_LED}; wrong options by code",
    "ynqa": f"{_LED}; proposed answer and label by code",
    "nli": f"{_LED}; claim and label by code, never Neutral",
}
"""The types that can be composed, and what code did, for people."""
CHOSEN: Mapping[str, str] = {"topic_class": "topic by the model, kept because it was sure of it"}
"""The types whose answers code only picks (`topics.py`), and why it kept one."""

_FEWEST_WRONG = 2
_ANSWERED = (
    f"{CONTEXT}\n\nQuestion: {{question}}\nAnswer with words from the text.",
    f"Read the text and answer the question with words from it.\n\n{CONTEXT}\n\n{{question}}",
    f"{{question}} Find the answer in this text and quote it:\n\n{CONTEXT}",
)
_FREE = (
    f"{CONTEXT}\n\n{{question}}",
    f"Answer the question about the text.\n\n{CONTEXT}\n\nQuestion: {{question}}",
    f"Text: {CONTEXT}\n\nQuestion: {{question}}\nAnswer:",
)
_ASKED_FOR = (
    f"{CONTEXT}\n\nThe answer is: {{answer}}\nWhat is the question?",
    f"Ask something about the text below whose answer is “{{answer}}”.\n\n{CONTEXT}",
    f"{CONTEXT}\n\nWrite a question about this text that is answered by “{{answer}}”.",
)
_PROPOSED = (
    f"{CONTEXT}\n\nQuestion: {{question}}\nIs “{{answer}}” the right answer? Yes or no?",
    f"Somebody answers “{{question}}” with “{{answer}}”. Is that right? Yes or no?\n\n{CONTEXT}",
)
_CLAIMED = (
    f"{CONTEXT}\n\nClaim: {{claim}}\nEntailment, neutral or contradiction?",
    f"Premise: {CONTEXT}\nHypothesis: {{claim}}\nEntailment, neutral or contradiction?",
)


def compose(short: str, pair: Pair, passage: str, seed: int) -> str | None:
    """The task in the form the model would have written it; None if the passage doesn't allow it.

    Half of the yes-no questions are to be answered No, half of the claims contradict.
    """
    dice = random.Random(seed)  # noqa: S311  not a secret: the same seed, the same task
    question, answer = pair.question, pair.answer
    match short:
        case "exqa":
            return _put(_filled(dice.choice(_ANSWERED), question=question), answer)
        case "qa":
            said = f"{answer[:1].upper()}{answer[1:]}."
            return _put(_filled(dice.choice(_FREE), question=question), said)
        case "qg":
            return _put(_filled(dice.choice(_ASKED_FOR), answer=answer), question)
        case "mcqa":
            return _choice(question, answer, passage, dice)
        case _:
            return _labelled(short, pair, passage, dice)


def can_answer(short: str, answer: str, passage: str) -> bool:
    """Whether a task of the type can be put together from this answer: a choice needs others."""
    if short != "mcqa":
        return True
    dice = random.Random(0)  # noqa: S311  which options is decided later, here only how many
    return len(wrong_options(answer, passage, dice)) >= _FEWEST_WRONG


def _filled(form: str, **parts: str) -> str:
    """The form with its parts; not by `format`, which would change `{{context}}`."""
    for name, text in parts.items():
        form = form.replace(f"{{{name}}}", text)
    return form


def _put(asked: str, answer: str) -> str:
    return f"{asked}\n{PIPE}\n{answer}"


def _choice(question: str, answer: str, passage: str, dice: random.Random) -> str | None:
    wrong = wrong_options(answer, passage, dice)
    if len(wrong) < _FEWEST_WRONG:
        return None
    options = [answer, *wrong]
    dice.shuffle(options)
    listed = "\n".join(f"{letter}. {text}" for letter, text in zip("ABCD", options, strict=False))
    return _put(f"{CONTEXT}\n\n{question}\n{listed}", answer)


def _labelled(short: str, pair: Pair, passage: str, dice: random.Random) -> str | None:
    """A yes-no question or a claim: with the answer, or with another stretch of its kind."""
    is_true = dice.random() < 0.5
    wrong = [] if is_true else wrong_options(pair.answer, passage, dice)
    if not is_true and not wrong:
        return None
    answer = pair.answer if is_true else wrong[0]
    if short == "ynqa":
        asked = _filled(dice.choice(_PROPOSED), question=pair.question, answer=answer)
        return _put(asked, "Yes" if is_true else "No")
    asked = _filled(dice.choice(_CLAIMED), claim=claim_of(pair.question, answer))
    return _put(asked, "Entailment" if is_true else "Contradiction")
