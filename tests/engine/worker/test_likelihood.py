"""Log-probabilities of an answer's parts, as tables."""

import math

import pytest

from engine.worker.likelihood import Likelihood, Likelihoods


def parts(tokens: list[tuple[str, float]], divider: str, end: int | None = None):
    found = Likelihoods()
    for piece, value in tokens:
        found.add(piece.encode(), value)
    answer = "".join(piece for piece, _ in tokens).encode()
    return found.parts(answer[:end], divider.encode())


NOTHING = Likelihood()
ONE, TWO = Likelihood(1, -1, -1), Likelihood(1, -2, -2)


@pytest.mark.parametrize(
    ("tokens", "before", "behind"),
    [
        ([("a", -1), ("b", -3), ("||", -9), ("c", -2)], Likelihood(2, -2, -3), TWO),
        ([("a", -1), ("b|", -3), ("|", -9), ("c", -2)], ONE, TWO),
        ([("a", -1), ("\n", -7), ("||", -9), (" ", -7)], ONE, NOTHING),
        ([("a", -1), ("b", -5)], NOTHING, Likelihood(2, -3, -5)),
        ([("||", -1), ("a", -5), ("||", -3)], NOTHING, Likelihood(2, -4, -5)),
        ([("ä", -1), ("||", 0), ("ö", -2)], ONE, TWO),
        ([("a", math.nan), ("||", 0), ("b", -math.inf)], NOTHING, NOTHING),
    ],
)  # fmt: skip
def test_the_parts_of_an_answer_are_told_apart(tokens, before, behind):
    assert parts(tokens, "||") == (before, behind)


def test_what_was_cut_off_with_a_stop_string_does_not_count():
    assert parts([("a", -1), ("b\n", -3), ("x", -9)], "", end=2) == (NOTHING, ONE)


def test_nothing_was_written():
    assert parts([], "||") == (NOTHING, NOTHING)
