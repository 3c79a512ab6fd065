"""Self-agreement of a run, with the scripted worker and, for what a seed promises, the real one."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.errors import BadSetting
from engine.records import CheckKind, Outcome, RunState, Sampling, SelfAgreement, Task
from engine.runs.events import RunEvent, TaskAdded
from engine.runs.starting import agreeing
from engine.store import Project
from engine.tasks.types import task_type
from engine.worker import fake
from models import library
from tests.engine.runs.test_generation import GOOD, outcomes, with_one, workers
from tests.harbour import NOTICE, Events, harbour, request, told_tasks


def tasks(project: Project, *types: str, **more: object) -> list[Task]:
    events, wanted = Events(), request(project.path.parent, *types, **more)
    assert runs.start(project, wanted, events, fake.main).wait(100) is RunState.DONE
    return told_tasks(project, events)


def test_short_answers_are_drawn_again_and_the_other_answers_are_kept(tmp_path: Path):
    sure, unsure = GOOD[0], f"Here {fake.WAVER} is said."
    with harbour(tmp_path, [sure, unsure]) as project:
        found = {task.document_id: task for task in tasks(project, "qa", agree=8)}
        assert project.runs.all()[0].agree == 8
    assert found[1].agreement == SelfAgreement(8, 8)
    wavers = found[2].agreement
    assert wavers is not None
    assert 0 < wavers.same < 8
    assert wavers.others == (("Perhaps.", 8 - wavers.same),)


def test_texts_and_malformed_answers_have_no_self_agreement(tmp_path: Path):
    with harbour(tmp_path, [GOOD[0], f"Here {fake.SILENT} is said."]) as project:
        found = tasks(project, "summarization", "qa", agree=4)
        with_check = {t.task_type for t in found if t.agreement}
        assert with_check == {"qa"}
        assert {t.outcome for t in found if t.agreement} == {Outcome.OK}


def test_nothing_is_drawn_again_unless_asked_for_or_known_to_pay(tmp_path: Path):
    with harbour(tmp_path, GOOD[:2]) as project:
        assert [task.agreement for task in tasks(project, "qa")] == [None, None]
        kinds = {one.kind for one in project.tasks.checks.of(1)}
    assert CheckKind.AGREEMENT not in kinds


def test_the_catalogue_says_for_which_types_of_a_model_it_pays():
    nano = library.find("nano")
    assert nano.entry is not None
    qa = (task_type("qa"),)
    assert agreeing(nano, qa, None) == 0
    praised = replace(nano, entry=replace(nano.entry, agreeing=("qa",)))
    assert agreeing(praised, qa, None) == 8
    assert agreeing(praised, (task_type("nli"),), None) == 0
    assert agreeing(praised, qa, 0) == 0
    assert agreeing(nano, qa, 3) == 3


def test_a_number_that_makes_no_sense_is_refused_before_anything_is_stored(tmp_path: Path):
    with harbour(tmp_path, GOOD[:1]) as project, pytest.raises(BadSetting, match="drawn again"):
        runs.start(project, request(tmp_path, "qa", agree=99), Events(), fake.main)


def test_no_task_is_saved_without_its_self_agreement_whatever_dies(tmp_path: Path):
    """An answer is reported with its samples, so a crash loses both or neither."""
    events = Events()

    def listen(event: RunEvent) -> None:
        events(event)
        if isinstance(event, TaskAdded) and len(events.tasks) in {5, 20}:
            for worker in workers():
                worker.kill()

    with harbour(tmp_path, with_one(fake.CRASH)) as project:
        wanted = request(tmp_path, "qa", samples=3, slots=4, agree=8)
        assert runs.start(project, wanted, listen, fake.main).wait(100) is RunState.DONE
        told = told_tasks(project, events)
        assert len(told) == 21
        ended = outcomes(project)
    assert ended[Outcome.OK] >= 17
    good = [task for task in told if task.outcome is Outcome.OK]
    assert len(good) == ended[Outcome.OK]
    assert all(task.agreement == SelfAgreement(8, 8) for task in good)


def test_a_resumed_run_goes_on_drawing_again(tmp_path: Path):
    first, rest = Events(), Events()
    with harbour(tmp_path, GOOD) as project:
        wanted = request(tmp_path, "qa", samples=8, slots=1, agree=8)
        handle = runs.start(project, wanted, first, fake.main)
        first.wait_for(TaskAdded, 2)
        handle.stop()
        assert handle.wait(100) is RunState.STOPPED
        assert runs.resume(project, None, rest, fake.main).wait(100) is RunState.DONE
        told = told_tasks(project, rest)
        assert len(told_tasks(project, first)) + len(told) == 48
    assert told
    assert all(task.agreement for task in told if task.outcome is Outcome.OK)


@pytest.mark.model
def test_the_same_run_draws_the_same_samples_and_one_at_a_time_they_change_no_word(tmp_path: Path):
    def drawn(name: str, slots: int, agree: int) -> dict[int, tuple[str, SelfAgreement | None]]:
        (tmp_path / name).mkdir()
        wanted = replace(
            request(tmp_path / name),
            model="nano", task_types=("sentiment",), slots=slots, agree=agree,  # not led in steps
            sampling=Sampling(seed=3, max_tokens=80),
        )  # fmt: skip
        events = Events()
        with harbour(tmp_path / name, [NOTICE.format(name="ferry")]) as project:
            assert runs.start(project, wanted, events).wait(110) is RunState.DONE
            return {t.unit_id: (t.raw, t.agreement) for t in told_tasks(project, events)}

    alone, with_samples, again = drawn("a", 1, 0), drawn("b", 1, 6), drawn("c", 1, 6)
    assert with_samples == again
    assert any(found for _, found in again.values())
    assert {key: raw for key, (raw, _) in alone.items()} == {
        key: raw for key, (raw, _) in with_samples.items()
    }
