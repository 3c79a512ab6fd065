"""What a run survives: crashes, hangs, rubbish, a broken project, a broken listener."""

import os
import signal
import sys
import threading
from pathlib import Path

import psutil
import pytest

from engine import runs
from engine.errors import DiskFull
from engine.records import CheckKind, Doubt, Outcome, RunState, TaskDraft
from engine.runs.events import (
    ModelLoaded,
    RunEnded,
    RunEvent,
    RunPlanned,
    TaskAdded,
    WorkerRestarted,
)
from engine.runs.patience import Patience
from engine.runs.recovery import MOST_RESTARTS
from engine.store import Project
from engine.store.tasks import Tasks
from engine.worker import fake
from tests.engine.runs import odd_workers
from tests.harbour import NOTICE, NOTICES, Events, harbour, request, told_tasks

GOOD = [f"Notice {number}. {NOTICE.format(name='pier')}" for number in range(6)]


def with_one(word: str) -> list[str]:
    return [*GOOD[:3], f"Poison {word} here.", *GOOD[3:]]


def finish(project: Project, events: Events, **more: object) -> RunState | None:
    wanted = request(project.path.parent, "exqa", **more)
    return runs.start(project, wanted, events, fake.main).wait(100)


def outcomes(project: Project) -> dict[Outcome, int]:
    return project.runs.outcomes(project.runs.all()[0].id)


def workers() -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


@pytest.mark.parametrize("word", [fake.CRASH, fake.GARBAGE])
def test_a_unit_that_kills_the_worker_twice_fails_alone_and_the_run_goes_on(
    tmp_path: Path, word: str
):
    events = Events()
    with harbour(tmp_path, [*with_one(word), *NOTICES[:20]]) as project:
        assert finish(project, events, slots=4) is RunState.DONE
        assert outcomes(project) == {Outcome.OK: 26, Outcome.ENGINE_FAILED: 1}
        told = told_tasks(project, events)
    (failed,) = [task for task in told if task.outcome is Outcome.ENGINE_FAILED]
    assert failed.document_id == 4
    assert told.index(failed) < 20, "suspects come before what nobody suspects"
    assert [event.slots for event in events.of(WorkerRestarted)] == [2, 4]
    assert "safe" in events.of(WorkerRestarted)[0].reason
    assert workers() == []


def test_a_worker_that_runs_out_of_room_goes_on_with_fewer_slots(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, with_one(fake.CRASH_IN_COMPANY)) as project:
        assert finish(project, events, slots=2) is RunState.DONE
        assert outcomes(project) == {Outcome.OK: 7}
    assert [event.slots for event in events.of(ModelLoaded)] == [2, 1]


def test_a_unit_that_fails_without_killing_the_worker_is_named_and_costs_nothing_else(
    tmp_path: Path,
):
    events = Events()
    with harbour(tmp_path, with_one(fake.FAIL)) as project:
        assert finish(project, events, slots=1) is RunState.DONE
        assert outcomes(project) == {Outcome.OK: 6, Outcome.ENGINE_FAILED: 1}
    assert events.of(WorkerRestarted) == []


def test_every_outcome_of_an_answer_is_stored_with_its_raw_text(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, [*GOOD[:1], fake.SILENT, fake.ENDLESS, "x" * 30_000]) as project:
        assert finish(project, events) is RunState.DONE
        raw = {task.outcome: task.raw for task in told_tasks(project, events)}
    assert set(raw) == {Outcome.OK, Outcome.NO_PIPE, Outcome.TOO_LONG}
    assert raw[Outcome.TOO_LONG] == ""
    assert len(events.tasks) == 4


def test_a_worker_that_keeps_dying_ends_the_run_as_failed_and_nothing_is_lost(tmp_path: Path):
    events = Events()
    texts = [f"{fake.CRASH} number {number}." for number in range(MOST_RESTARTS)]
    with harbour(tmp_path, [*GOOD, *texts]) as project:
        assert finish(project, events, slots=1) is RunState.FAILED
        (run,) = project.runs.all()
        assert run.state is RunState.FAILED
        assert "exit code 86" in run.failure
        assert run.units_done + len(project.runs.open_units(run.id, 99)) == run.units_planned
        assert outcomes(project)[Outcome.OK] == 6
    assert len(events.of(WorkerRestarted)) == MOST_RESTARTS
    assert events.of(RunEnded) == [RunEnded(run.id, RunState.FAILED, run.failure)]


def test_a_model_that_kills_the_worker_while_loading_is_not_tried_for_ever(tmp_path: Path):
    events = Events()
    path = tmp_path / "tiny.gguf"
    wanted = request(tmp_path, slots=2)
    with harbour(tmp_path, GOOD) as project:
        runs.start(project, wanted, Events(), fake.main).wait(60)
        renamed = tmp_path / f"{fake.CRASH}.gguf"
        path.rename(renamed)  # its passages are cut, so that only generating loads it
        wanted = type(wanted)(str(renamed), ("exqa",), slots=2)
        assert runs.start(project, wanted, events, fake.main).wait(60) is RunState.FAILED
    assert [event.slots for event in events.of(WorkerRestarted)] == [1]


def test_a_model_that_does_not_load_ends_the_run_with_the_reason(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, GOOD) as project:
        finish(project, Events())
        refused = tmp_path / f"{fake.REFUSE}.gguf"
        (tmp_path / "tiny.gguf").rename(refused)
        wanted = type(request(tmp_path))(str(refused), ("exqa",))
        assert runs.start(project, wanted, events, fake.main).wait(60) is RunState.FAILED
    assert "does not load" in events.of(RunEnded)[0].failure


def test_a_worker_that_gives_no_sign_any_more_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("engine.runs.placing.USUAL", Patience(silent=1.5))
    events = Events()
    with harbour(tmp_path, with_one(fake.HANG)) as project:
        assert finish(project, events, slots=2) is RunState.DONE
        assert outcomes(project) == {Outcome.OK: 6, Outcome.ENGINE_FAILED: 1}
    assert "no sign" in events.of(WorkerRestarted)[0].reason
    assert [event.slots for event in events.of(WorkerRestarted)] == [1, 2]


class Stopper(Events):
    """Does something to the run once its model is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded = threading.Event()

    def __call__(self, event: RunEvent) -> None:
        super().__call__(event)
        if isinstance(event, ModelLoaded):
            self.loaded.set()


def test_a_run_whose_worker_hangs_is_stopped_within_three_seconds(tmp_path: Path):
    events = Stopper()
    with harbour(tmp_path, [f"{fake.HANG} here."]) as project:
        path = project.path
        handle = _hanging_run(project, events)
        handle.stop()
        assert handle.wait(20) is RunState.STOPPED
    with Project.open(path) as again:
        assert len(again.runs.open_units(handle.run_id, 9)) == 1
    assert workers() == []


def _hanging_run(project: Project, events: Stopper) -> runs.RunHandle:
    """A run over a passage that hangs the worker."""
    handle = runs.start(project, request(project.path.parent), events, fake.main)
    assert events.loaded.wait(60)
    return handle


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
def test_a_worker_that_ignores_the_wish_to_stop_is_killed(tmp_path: Path):
    events = Stopper()
    with harbour(tmp_path, [f"{fake.HANG} here."]) as project:
        handle = _hanging_run(project, events)
        (worker,) = workers()
        os.kill(worker.pid, signal.SIGSTOP)
        handle.stop()
        assert handle.wait(20) is RunState.STOPPED
    assert workers() == []


def test_a_killed_worker_is_replaced_and_the_plan_is_filled_exactly(tmp_path: Path):
    events = Events()

    def listen(event: RunEvent) -> None:
        events(event)
        if isinstance(event, TaskAdded) and len(events.tasks) in {5, 20}:
            for worker in workers():
                worker.kill()

    with harbour(tmp_path, GOOD) as project:
        wanted = request(tmp_path, samples=6, slots=2)
        assert runs.start(project, wanted, listen, fake.main).wait(60) is RunState.DONE
        run = project.runs.all()[0]
        assert run.units_done == 36
        assert outcomes(project) == {Outcome.OK: 36}
    assert len({task.unit_id for task in events.tasks}) == 36
    assert 1 <= len(events.of(WorkerRestarted)) <= 2


def test_a_run_is_stopped_while_its_model_still_loads(tmp_path: Path):
    with harbour(tmp_path, GOOD) as project:
        finish(project, Events())
        slow = tmp_path / f"{fake.HANG}.gguf"
        (tmp_path / "tiny.gguf").rename(slow)
        events = Events()
        wanted = type(request(tmp_path))(str(slow), ("exqa",))
        handle = runs.start(project, wanted, events, fake.main)
        events.wait_for(RunPlanned)
        handle.stop()
        assert handle.wait(20) is RunState.STOPPED
    assert events.of(WorkerRestarted) == []


def test_a_worker_that_dies_while_the_run_is_stopped_is_not_replaced(tmp_path: Path):
    events = Events()
    handle: list[runs.RunHandle] = []
    known = threading.Event()

    def listen(event: RunEvent) -> None:
        events(event)
        if isinstance(event, TaskAdded) and len(events.tasks) == 1:
            assert known.wait(60)
            handle[0].stop()
            for worker in workers():
                worker.kill()

    with harbour(tmp_path, GOOD) as project:
        wanted = request(tmp_path, samples=20, slots=1)
        handle.append(runs.start(project, wanted, listen, fake.main))
        known.set()
        assert handle[0].wait(20) is RunState.STOPPED
        run = project.runs.get(1)
        assert run.units_done == len(events.tasks) < run.units_planned
    assert events.of(WorkerRestarted) == []


class FullTasks(Tasks):
    """Stands for a disk that is full after two tasks."""

    left = 2

    def save(self, draft: TaskDraft):
        self.left -= 1
        if self.left < 0:
            raise DiskFull("The disk is full; make room and resume the run.")
        return super().save(draft)


def test_a_full_disk_ends_the_run_with_its_own_sentence_and_it_can_be_resumed(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, GOOD) as project:
        project.tasks = FullTasks(project._connection, project.log)
        assert finish(project, events) is RunState.FAILED
        assert project.runs.get(1).failure == "The disk is full; make room and resume the run."
        assert len(events.tasks) == project.runs.get(1).units_done == 2
        project.tasks = Tasks(project._connection, project.log)
        assert runs.resume(project, None, events, fake.main).wait(60) is RunState.DONE
        assert outcomes(project) == {Outcome.OK: 6}


def test_a_project_that_can_not_even_be_told_of_the_end_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    events = Events()

    def full(*_: object) -> None:
        raise DiskFull("The disk is full.")

    with harbour(tmp_path, GOOD) as project:
        monkeypatch.setattr(project.runs, "set_state", full)
        monkeypatch.setattr(project.tasks, "save", full)
        assert finish(project, events) is RunState.FAILED
        path = project.path
    assert events.of(RunEnded)[0].failure == "The disk is full."
    with Project.open(path) as again:
        assert again.runs.get(1).state is RunState.INTERRUPTED


def test_a_listener_that_raises_is_a_bug_that_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    reported: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_value))

    def listen(event: RunEvent) -> None:
        if isinstance(event, TaskAdded):
            raise ZeroDivisionError

    with harbour(tmp_path, GOOD) as project:
        handle = runs.start(project, request(tmp_path, slots=1), listen, fake.main)
        assert handle.wait(60) is RunState.FAILED
        run = project.runs.get(handle.run_id)
        assert run.units_done == 1
        assert "fault in this application" in run.failure
        assert runs.resume(project, None, Events(), fake.main).wait(60) is RunState.DONE
        assert outcomes(project) == {Outcome.OK: 6}
    assert [type(error) for error in reported] == [ZeroDivisionError]
    assert workers() == []


def test_each_task_is_saved_with_how_likely_the_model_held_it_and_the_doubt_about_it(
    tmp_path: Path,
):
    with harbour(tmp_path, [f"Ferry {n} leaves at nine." for n in range(15)]) as project:
        wanted = request(tmp_path, "qa", agree=2)
        runs.start(project, wanted, Events(), fake.main).wait(60)
        checks = {one.kind: one for one in project.tasks.checks.of(15)}
        assert set(checks) == set(CheckKind)
        assert "how does it begin → ferry" in checks[CheckKind.FORM].detail
        assert checks[CheckKind.INPUT_LOWEST].value == -2.0  # the digits of the seed
        assert -2.0 < checks[CheckKind.INPUT_MEAN].value < -0.25
        assert checks[CheckKind.OUTPUT_MEAN].detail == '{"tokens": 13}'
        assert project.tasks.get(15).doubt == checks[CheckKind.DOUBT].detail


def test_a_resumed_run_holds_its_tasks_against_those_that_it_made_before(tmp_path: Path):
    usual = [f"Gate {name} opens at nine." for name in "ABCDEFGHIJKLMN"]
    with harbour(tmp_path, [*usual, "1784 1785 1786 were wet years."]) as project:
        before = Events()
        runs.start(project, request(tmp_path, "exqa"), before, fake.main).wait(60)
        odd = next(one for one in told_tasks(project, before) if one.output.startswith("1784"))
        project._connection.write("DELETE FROM tasks WHERE id = :id", id=odd.id)
        project.runs.set_state(1, RunState.STOPPED)
        runs.resume(project, None, Events(), fake.main).wait(60)
        assert project.tasks.get(project.tasks.last_of_run(1, 1)[0]).doubt is Doubt.HIGH


def test_what_a_worker_answered_before_it_died_is_saved_and_asked_no_more(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, ["The pier opens at nine.", "The gate is shut at ten."]) as project:
        finish(project, Events(), limit_units=1)  # so that the passages are cut
        wanted = request(tmp_path, "exqa", samples=2, slots=1)
        state = runs.start(project, wanted, events, odd_workers.gone_after_two).wait(100)
        assert state is RunState.DONE
        assert Outcome.ENGINE_FAILED not in project.runs.outcomes(2)
    assert len(events.of(WorkerRestarted)) == 1
