"""What the students of `teach.py` are compared by: shares, areas, F1, and their intervals; pure.

A student's *margin* in a question is how much likelier a token of the right answer is to it than
one of the likeliest wrong answer, in natural log-probabilities.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from models.nano.build.teaching import LABELS, Lesson

DRAWS = 10_000
Matrix = np.ndarray
"""Scores: a row for each seed, a column for each question, always the same questions."""


def is_right(margins: Matrix) -> Matrix:
    """1 where the right answer is the likeliest of those offered, else 0."""
    return (np.asarray(margins) > 0).astype(float)


def area(margins: Matrix, is_yes: Sequence[bool]) -> Matrix:
    """For each seed how often a question of answer Yes leans more to Yes than one of answer No.

    The area under the ROC curve: a student that says Yes to everything gets 0.5.
    """
    yes = np.asarray(is_yes)
    leaning = np.asarray(margins) * np.where(yes, 1.0, -1.0)
    places = leaning.argsort(1).argsort(1) + 1.0
    count, others = yes.sum(), (~yes).sum()
    return (places[:, yes].sum(1) - count * (count + 1) / 2) / (count * others)


def macro_f1(margins: Matrix, is_yes: Sequence[bool]) -> float:
    """The mean of both labels' F1, over all seeds."""
    yes = np.tile(np.asarray(is_yes), (len(margins), 1))
    said = (np.asarray(margins) > 0) == yes
    found = [
        2 * (said & yes).sum() / max(1, said.sum() + yes.sum()),
        2 * (~said & ~yes).sum() / max(1, (~said).sum() + (~yes).sum()),
    ]
    return float(np.mean(found))


def difference(one: Matrix, other: Matrix, seed: int = 0) -> tuple[float, float, float]:
    """Mean of one minus other and its 95 % interval: paired bootstrap over questions and seeds."""
    gaps = np.asarray(one, dtype=float) - np.asarray(other, dtype=float)
    if gaps.ndim == 1 or gaps.shape[0] == 1:
        gaps = gaps.reshape(1, -1)
    dice = np.random.default_rng(seed)
    seeds, count = gaps.shape
    found = np.empty(DRAWS)
    for draw in range(DRAWS):
        drawn = np.bincount(dice.integers(seeds, size=seeds), minlength=seeds) @ gaps
        found[draw] = drawn[dice.integers(count, size=count)].mean() / seeds
    low, high = np.quantile(found, (0.025, 0.975))
    return float(gaps.mean()), float(low), float(high)


def area_difference(
    one: Matrix, other: Matrix, is_yes: Sequence[bool], seed: int = 0, draws: int = 2000
) -> tuple[float, float, float]:
    """The same of the areas: questions and seeds are drawn anew, the areas computed anew."""
    first, second, yes = np.asarray(one), np.asarray(other), np.asarray(is_yes)
    dice, found = np.random.default_rng(seed), np.empty(draws)
    for draw in range(draws):
        rows = dice.integers(len(first), size=len(first))
        columns = dice.integers(len(yes), size=len(yes))
        drawn = [area(m[rows][:, columns], yes[columns].tolist()).mean() for m in (first, second)]
        found[draw] = drawn[0] - drawn[1]
    low, high = np.quantile(found, (0.025, 0.975))
    whole = area(first, is_yes).mean() - area(second, is_yes).mean()
    return float(whole), float(low), float(high)


def _said(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return [word for word in words if word not in {"a", "an", "the"}]


def overlap(answer: str, gold: str) -> float:
    """SQuAD's F1 of the words of two answers."""
    said, wanted = Counter(_said(answer)), Counter(_said(gold))
    shared = (said & wanted).total()
    return 2 * shared / (said.total() + wanted.total()) if shared else 0.0


def is_exact(answer: str, gold: str) -> bool:
    """SQuAD's exact match."""
    return _said(answer) == _said(gold)


def trivial(asked: Sequence[Lesson], random_answers: Sequence[str]) -> list[str]:
    """Lines on what is reached without any student."""
    if asked[0].is_label:
        share = sum(one.answer == LABELS[0] for one in asked) / len(asked)
        share = max(share, 1 - share)
        return [f"always the commoner label: {100 * share:.1f} % right, area 50.0"]
    ways = {
        "the whole passage": [one.context for one in asked],
        "its first sentence": [re.split(r"(?<=[.!?]) ", one.context)[0] for one in asked],
        "a random stretch of the answer's length": list(random_answers),
        "ten words from a random place": [_ten(one) for one in asked],
    }
    lines: list[str] = []
    for name, texts in ways.items():
        pairs = zip(texts, asked, strict=True)
        found = [overlap(text, one.answer) for text, one in pairs]
        lines.append(f"{name}: F1 {100 * np.mean(found):.1f}")
    return lines


def _ten(one: Lesson) -> str:
    said = one.context.split()
    start = sum(map(ord, one.question)) % max(1, len(said) - 9)
    return " ".join(said[start : start + 10])
