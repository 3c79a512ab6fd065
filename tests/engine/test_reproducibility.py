"""What is promised of a seed: with one sequence at a time the same words, whatever else runs."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.records import RunState, Sampling
from tests.harbour import NOTICE, Events, harbour, request

pytestmark = pytest.mark.model
Words = dict[tuple[int, str, int], tuple[int, str]]


def words(folder: Path, types: tuple[str, ...], slots: int = 1, seed: int = 7) -> Words:
    """Seed and raw text of every unit of a run in a project of its own, by the unit's key."""
    folder.mkdir()
    events = Events()
    with harbour(folder, [NOTICE.format(name=name) for name in ("office", "ferry")]) as project:
        wanted = replace(
            request(folder),
            model="default",
            task_types=types,
            samples=2,
            slots=slots,
            sampling=Sampling(temperature=1.0, max_tokens=12, seed=seed),
        )
        assert runs.start(project, wanted, events).wait(110) is RunState.DONE
    return {(t.passage_id, t.task_type, t.sample): (t.seed, t.raw) for t in events.tasks}


def test_one_at_a_time_the_same_seed_writes_the_same_words_beside_any_neighbours(tmp_path: Path):
    alone = words(tmp_path / "alone", ("qg",))
    in_company = words(tmp_path / "in company", ("qa", "qg"))
    assert len(alone) == 4
    assert len(in_company) == 8
    assert alone == {key: said for key, said in in_company.items() if key[1] == "qg"}


def test_with_more_at_once_the_seeds_are_the_same_and_another_seed_writes_other_words(
    tmp_path: Path,
):
    one = words(tmp_path / "one", ("qg",))
    three = words(tmp_path / "three", ("qg",), slots=3)
    other = words(tmp_path / "other", ("qg",), seed=8)
    assert {key: seed for key, (seed, _) in one.items()} == {
        key: seed for key, (seed, _) in three.items()
    }
    # Nano is sure of some sentences, whatever the seed; never of all.
    assert [raw for _, raw in one.values()] != [raw for _, raw in other.values()]
