from collections.abc import Sequence
from itertools import pairwise

import pytest

from engine.tasks.near_groups import NearGroups
from engine.tasks.nearness import NOWHERE, Likened, are_near, likened
from tests.near_projects import groups


def asked(question: str, answer: str = "the warden of the pier knows it") -> Likened:
    return likened(question, answer, "", NOWHERE)


def test_small_steps_do_not_put_strangers_together():
    """Each is near the one before; the last is not near the first, whose group it would join."""
    words = [
        "ask",
        "the",
        "warden",
        "for",
        "the",
        "key",
        "of",
        "the",
        "gate",
        "by",
        "the",
        "old",
        "pier",
        "when",
        "the",
        "light",
        "is",
        "out",
    ]
    steps = [" ".join(words)]
    for place in range(len(words)):
        words[place] = "xyzqwv"[place % 6] * 4
        steps.append(" ".join(words))
    tasks = [asked(step) for step in steps]
    assert all(are_near(one, next_) for one, next_ in pairwise(tasks))
    assert not are_near(tasks[0], tasks[-1])
    assert not {(0, 0), (len(steps) - 1, 0)} <= set(groups(*tasks))


def test_tasks_of_two_parts_are_not_compared_and_their_texts_are_read_in_slices(
    monkeypatch: pytest.MonkeyPatch,
):
    """A part is what was added since the last time; nothing but what meets is read again."""
    monkeypatch.setattr("engine.tasks.near_groups._READ_AT_ONCE", 2)
    monkeypatch.setattr("engine.tasks.near_groups._MOST_READ", 3)
    same = asked("Who keeps the key of the old gate at the pier?")
    tasks = [same, same, same, asked("Where do bicycles stand at night?"), same, same]
    read = list[int]()

    def again(places: Sequence[int]) -> dict[int, Likened]:
        read.extend(places)
        return {place: tasks[place] for place in places}

    found = NearGroups(len(tasks), again)
    for place in range(4):
        found.add(place, tasks[place])
    found.join(lambda: False)
    assert list(found.pairs()) == [(0, 0), (1, 0), (2, 0)]
    for place in (4, 5):
        found.add(place, tasks[place])
    found.join(lambda: False)
    assert list(found.pairs()) == [(0, 0), (1, 0), (2, 0), (4, 4), (5, 4)]
    assert 3 not in read


def test_hundreds_that_differ_in_a_name_alone_are_strangers_and_twins_among_them_are_found():
    names = [f"{one}{two}" for one in ("Wil", "Har", "Lin", "Mar") for two in ("de", "ma", "so")]
    tasks = [asked(f"What does {name} of the harbour office say about the old pump?")
             for name in [*names, *names]]  # fmt: skip
    assert groups(*tasks) == [(n, n % 12) for n in range(24)]


def test_who_cancels_joins_nothing_more():
    same = asked("Who keeps the key of the gate?")
    found = NearGroups(2, lambda places: dict.fromkeys(places, same))
    found.add(0, same)
    found.add(1, same)
    found.join(lambda: True)
    assert list(found.pairs()) == []
