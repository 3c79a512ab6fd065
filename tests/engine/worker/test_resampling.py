"""The walk over the tree of samples, without a model."""

import itertools
import random
from collections import Counter

import pytest

from engine.worker.resampling import UNFINISHED, Candidates, Resampling, most_tokens

END = 0
FREELY = Candidates((1, 2, END), (1.0, 1.0, 1.0))


def piece(token: int) -> bytes:
    return {1: b"yes ", 2: b"no "}.get(token, chr(token).encode())


def is_end(token: int) -> bool:
    return token == END


def walk(one: Resampling, found: Candidates = FREELY) -> list[tuple[int, ...]]:
    """The tokens of each branch, in the order in which they were computed."""
    steps = list[tuple[int, ...]]()
    while one.branch is not None:
        steps.append(one.branch.tokens)
        one.step(found, piece, is_end)
    return steps


def alone(seed: int, sample: int, most: int) -> str:
    """What a sample says if nobody shares its steps: its generator is its own."""
    dice, said = random.Random(f"{seed}/{sample}"), ""  # noqa: S311 no secret
    for _ in range(most):
        token = dice.choices(FREELY.tokens, FREELY.weights)[0]
        if token == END:
            return said.strip()
        said += piece(token).decode()
    return said.strip() + UNFINISHED


@pytest.mark.parametrize("seed", range(12))
def test_samples_that_share_their_steps_say_what_each_would_say_alone(seed: int):
    shared = Resampling(seed, 8, 6)
    walk(shared)
    assert list(shared.texts) == [alone(seed, sample, 6) for sample in range(8)]


@pytest.mark.parametrize("seed", range(12))
def test_no_tokens_are_computed_twice_and_each_branch_begins_on_the_one_before(seed: int):
    shared = Resampling(seed, 8, 6)
    steps = walk(shared)
    assert max(Counter(steps).values()) == 1
    assert len(steps) == shared.steps
    for before, after in itertools.pairwise(steps):
        assert after[:-1] == before[: len(after) - 1]  # what the cache still holds


def test_samples_that_agree_cost_as_much_as_one():
    one = Resampling(7, 8, 6)
    assert walk(one, Candidates((END,), (1.0,))) == [()]
    assert one.texts == ("",) * 8


def test_a_stop_string_ends_a_sample_and_is_cut():
    one = Resampling(7, 3, 9, stop=("##",))
    script = iter("a##")
    while one.branch is not None:
        one.step(Candidates((ord(next(script)),), (1.0,)), piece, is_end)
    assert one.texts == ("a",) * 3


def test_a_sample_without_an_end_is_told_from_one_that_says_the_same():
    one = Resampling(7, 2, 2)
    walk(one, Candidates((1,), (1.0,)))
    assert one.texts == (f"yes yes{UNFINISHED}",) * 2
    assert one.step(FREELY, piece, is_end) is None


def test_a_letter_in_several_tokens_is_put_together():
    one, letter = Resampling(7, 2, 9), list("ü".encode())
    steps = iter([*letter, None])
    while one.branch is not None:
        byte = next(steps)
        found = Candidates((END if byte is None else byte,), (1.0,))
        one.step(found, lambda token: bytes([token]), is_end)
    assert one.texts == ("ü", "ü")


def test_a_sample_may_be_a_little_longer_than_its_answer_and_never_longer_than_allowed():
    assert most_tokens(3, 100) == 11
    assert most_tokens(30, 32) == 32
