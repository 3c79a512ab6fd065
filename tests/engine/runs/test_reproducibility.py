"""What is promised of a seed. With one sequence at a time: the same words, whatever else runs.

With several: the same words of the same run, on the same machine with as many slots.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.records import Sampling, Task
from engine.store import Project
from tests.harbour import NOTICE, Events, harbour, request, told_tasks

pytestmark = pytest.mark.model
Words = dict[tuple[int, str, int], tuple[int, str]]


def words(
    folder: Path, types: tuple[str, ...], slots: int = 1, seed: int = 7, temperature: float = 1
) -> Words:
    """Planned seed and raw text of every unit of a run in a project of its own, by its key."""
    folder.mkdir()
    events = Events()
    with harbour(folder, [NOTICE.format(name="office")]) as project:
        wanted = replace(
            request(folder),
            model="default",
            task_types=types,
            samples=2,
            slots=slots,
            sampling=Sampling(temperature=temperature, max_tokens=12, seed=seed),
        )
        assert runs.start(project, wanted, events).wait(110) is not None
        (run,) = project.runs.all()  # FAILED is what few tokens may make of it
        assert run.units_done == run.units_planned
        return {
            (t.passage_id, t.task_type, t.sample): (planned_seed(project, t), t.raw)
            for t in told_tasks(project, events)
        }


def planned_seed(project: Project, task: Task) -> int:
    """The seed of a unit's first attempt; its task has that of the last."""
    attempts = project.tasks.attempts.of(task.unit_id)
    return attempts[0].seed if attempts else task.seed


def test_one_at_a_time_the_same_seed_writes_the_same_words_beside_any_neighbours(tmp_path: Path):
    alone = words(tmp_path / "alone", ("qg",))
    in_company = words(tmp_path / "in company", ("qa", "qg"))
    assert len(alone) == 2
    assert len(in_company) == 4
    assert alone == {key: said for key, said in in_company.items() if key[1] == "qg"}


def test_several_at_once_write_the_same_words_in_the_same_run(tmp_path: Path):
    """Also where answers are tried again, which a limit of 12 tokens makes of most of them."""
    first, second = (words(tmp_path / name, ("qa", "ynqa"), slots=3) for name in ("a", "b"))
    assert len(first) == 4
    assert first == second


def test_the_number_at_once_changes_no_seed_and_another_seed_writes_other_words(tmp_path: Path):
    one = words(tmp_path / "one", ("text_gen",))
    three = words(tmp_path / "three", ("text_gen",), slots=3)
    # A type that Nano writes whole; at temperature 1 it is sure of some, whatever the seed.
    wild = words(tmp_path / "wild", ("text_gen",), temperature=2)
    other = words(tmp_path / "other", ("text_gen",), seed=8, temperature=2)
    assert {key: seed for key, (seed, _) in one.items()} == {
        key: seed for key, (seed, _) in three.items()
    }
    assert {seed for seed, _ in one.values()}.isdisjoint({seed for seed, _ in other.values()})
    assert {raw for _, raw in wild.values()}.isdisjoint(raw for _, raw in other.values())
