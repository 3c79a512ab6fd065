"""The bound on what is left out: where it says that the few are enough, all would give the same."""

import math
from random import Random

import pytest

from engine.worker.bounding import MOST, is_enough


def softmax(logits: list[float]) -> list[float]:
    largest = max(logits)
    weights = [math.exp(one - largest) for one in logits]
    whole = math.fsum(weights)
    return sorted((one / whole for one in weights), reverse=True)


def kept(probabilities: list[float], temperature: float, top_p: float) -> int:
    """How many top-p keeps, as llama.cpp does it: over all that it is given."""
    weights = [one ** (1 / temperature) for one in probabilities]
    whole, run = math.fsum(weights), 0.0
    for number, weight in enumerate(weights, 1):
        run += weight / whole
        if run >= top_p:
            return number
    return len(weights)


@pytest.mark.parametrize("spread", [0.1, 1.0, 2.0, 4.0, 8.0])
@pytest.mark.parametrize("temperature", [0.3, 0.5, 0.7, 1.0])
@pytest.mark.parametrize("top_p", [0.5, 0.9, 0.95, 0.999])
def test_where_it_says_enough_all_would_keep_the_same(
    spread: float, temperature: float, top_p: float
):
    dice = Random(7)  # noqa: S311 - numbers of a test
    for _ in range(10):
        whole = softmax([dice.gauss(0, spread) for _ in range(3000)])
        few = whole[:MOST]
        if is_enough(few, temperature, top_p):
            assert kept(few, temperature, top_p) == kept(whole, temperature, top_p)


def test_an_even_vocabulary_is_never_cut_and_an_uneven_one_nearly_always():
    dice = Random(7)  # noqa: S311 - numbers of a test
    even = softmax([dice.gauss(0, 0.1) for _ in range(3000)])[:MOST]
    uneven = softmax([dice.gauss(0, 4) for _ in range(3000)])[:MOST]
    assert not is_enough(even, 0.5, 0.95)
    assert is_enough(uneven, 0.5, 0.95)


@pytest.mark.parametrize(("temperature", "top_p"), [(1.5, 0.9), (0.0, 0.9), (0.5, 1.0)])
def test_nothing_is_cut_where_there_is_no_bound(temperature: float, top_p: float):
    assert not is_enough([0.9] + [1e-9] * (MOST - 1), temperature, top_p)
    assert not is_enough([0.0] * MOST, 0.5, 0.9)
