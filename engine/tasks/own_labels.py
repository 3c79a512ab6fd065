"""A run's own labels for topics, moods and inference: what they may be, how they are asked; pure.

A type with own labels takes exactly these, letter for letter, so that a data set has no other. An
answer that has none of them is tried again: its question is kept and the label alone is written,
under a grammar of the labels (`options.py` does the same for choices). Where the question offers
other labels, or there is none, one that offers these is put in its place by code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from engine.errors import BadSetting
from engine.tasks.folding import fold
from engine.tasks.markers import CONTEXT, PIPE, PLACEHOLDER, control_texts
from engine.tasks.options import offered
from engine.tasks.prompts import Prompt, going_on
from engine.tasks.types import AnswerRule, TaskType, task_type

TYPES = ("topic_class", "sentiment", "nli", "te")
FEWEST, MOST = 2, 50
LONGEST = 60  # characters
BY_CODE = "question by code, label by the model"
Labels = tuple[tuple[str, tuple[str, ...]], ...]
"""Pairs of a task type's short name and its labels, in the order of the table of task types."""

_ASKS = {
    "topic_class": "Which of these is this text about: {labels}?",
    "sentiment": "Which of these is the mood of this text: {labels}?",
}


def parse_labels(given: Iterable[str]) -> Labels:
    """Labels from texts such as `topic_class=Invoice,Contract,Other`; raises `BadSetting`."""
    found = dict[str, tuple[str, ...]]()
    for text in given:
        name, equals, labels = text.partition("=")
        if not equals:
            raise BadSetting(f"“{text}” is not of the form TYPE=LABEL,LABEL; write it so.")
        found[task_type(name).short] = tuple(split(labels))
    return check_labels(found)


def split(text: str) -> list[str]:
    """The labels in a text that parts them by commas or lines."""
    return [" ".join(label.split()) for label in re.split(r"[,\n]", text) if label.strip()]


def check_labels(given: Mapping[str, Sequence[str]] | Labels) -> Labels:
    """The labels in their order; raises `BadSetting` with the reason for some that can't be."""
    found = dict(given)
    for short, labels in found.items():
        if short not in TYPES:
            raise BadSetting(f"{short} has no labels of its own; {', '.join(TYPES)} can have some.")
        if not FEWEST <= len(labels) <= MOST:
            raise BadSetting(f"{short} needs from {FEWEST} to {MOST} labels, not {len(labels)}.")
        if len({fold(label) for label in labels}) < len(labels):
            raise BadSetting(f"Two labels of {short} say the same; leave one out.")
        for label in labels:
            _check(label)
    return tuple((short, tuple(found[short])) for short in TYPES if short in found)


def labelled(kind: TaskType, labels: Labels) -> TaskType:
    """The task type as a run with these labels has it."""
    own = dict(labels).get(kind.short)
    return replace(kind, labels=own, rule=AnswerRule.LABEL, has_own_labels=True) if own else kind


def choosing_a_label(kind: TaskType, prompt: Prompt, raw: str) -> Prompt | None:
    """The prompt that goes on behind a question for one of the labels; None if there is none.

    `raw` is an answer that had no such label, the prompt's opening included.
    """
    question, pipe, _ = raw.partition(PIPE)
    others = {fold(one) for one in offered(question)} - {fold(one) for one in kind.labels}
    is_kept = bool(pipe) and raw.count(PIPE) == 1 and not others and _asks_something(question)
    if not is_kept:
        if kind.short not in _ASKS:
            return None
        question = f"{CONTEXT}\n\n{_ASKS[kind.short].format(labels=_listed(kind.labels))}"
    if not question.startswith(prompt.opening):
        return None
    return going_on(prompt, f"{question.rstrip()}\n{PIPE}\n")


def is_by_code(kind: TaskType, opening: str) -> bool:
    """The question in an opening is the one that code puts there."""
    asked = _ASKS.get(kind.short, "").format(labels=_listed(kind.labels))
    return bool(asked) and asked in opening


def _asks_something(question: str) -> bool:
    plain = question.replace(CONTEXT, " ")
    return bool(plain.strip()) and not PLACEHOLDER.search(plain) and not control_texts(plain)


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(labels[:-1]) + f" or {labels[-1]}" if len(labels) > 1 else "".join(labels)


def _check(label: str) -> None:
    is_plain = all(mark.isprintable() for mark in label) and "," not in label
    if not label.strip() or len(label) > LONGEST or not is_plain or fold(label) == "":
        raise BadSetting(
            f"“{label[:LONGEST]}” can't be a label; take up to {LONGEST} letters on one line."
        )
    if control_texts(label) or PLACEHOLDER.search(label):
        raise BadSetting(f"“{label}” holds what a model reads as an order; take another label.")
