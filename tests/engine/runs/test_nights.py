"""Runs that last a night: many bad passages, hostile workers, two that start at once."""

import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from engine import runs
from engine.devices.choosing import Choice
from engine.devices.notes import DeviceNotes
from engine.errors import RequestError
from engine.processes.child import ChildMain
from engine.records import ModelIdentity, Outcome, PlannedUnit, RunRequest, RunState
from engine.runs.events import (
    ModelLoaded,
    RunEnded,
    RunEvent,
    TaskAdded,
    WorkerRestarted,
)
from engine.runs.generation import Generation
from engine.runs.job import Job
from engine.runs.placing import Placing
from engine.store import Project
from engine.tasks.types import task_type
from engine.worker import fake
from engine.worker.host import Host
from engine.worker.messages import Generate, LoadModel, ToWorker
from models.prompting import prompting
from tests.engine.runs import odd_workers
from tests.harbour import Events, harbour, request


def notices(count: int, **poisons: int) -> list[str]:
    """Short passages; `poisons` are words of the fake and how many passages hold them."""
    texts = [f"Notice {n}. The pier number {n} opens at nine. Dogs stay." for n in range(count)]
    step = count // (sum(poisons.values()) + 1)
    words = [word for word, times in poisons.items() for _ in range(times)]
    for place, word in enumerate(words, 1):
        texts[place * step] = f"Poison {place} {getattr(fake, word)} here."
    return texts


def finish(project: Project, events: Events, worker: ChildMain, **more: object) -> RunState | None:
    return runs.start(project, request(project.path.parent, **more), events, worker).wait(100)


def peak_memory() -> int:
    """The most bytes this process ever had in memory; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def test_five_bad_passages_cost_five_units_and_the_slots_are_there_again(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, notices(60, CRASH=5)) as project:
        assert finish(project, events, fake.main, slots=4) is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: 55, Outcome.ENGINE_FAILED: 5}
    assert len(events.of(WorkerRestarted)) == 10
    assert events.of(ModelLoaded)[-1].slots == 4


def test_the_crashed_units_are_sent_again_before_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sent, send = list[int](), Host.send

    def note(host: Host, message: ToWorker) -> None:
        sent.extend([message.unit_id] if isinstance(message, Generate) else [])
        send(host, message)

    monkeypatch.setattr(Host, "send", note)
    texts = notices(12)
    texts[1] = f"Poison {fake.CRASH} here."
    with harbour(tmp_path, texts) as project:
        assert finish(project, Events(), fake.main, slots=2) is RunState.DONE
    assert sent == [*range(1, 5), *range(1, 13)]


def test_a_unit_that_llama_cpp_refuses_does_not_take_its_neighbours(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, notices(7, FAIL=1)) as project:
        assert finish(project, events, fake.main, slots=4) is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: 6, Outcome.ENGINE_FAILED: 1}
    assert events.of(WorkerRestarted) == []


def test_a_card_without_memory_for_a_batch_goes_on_with_fewer_slots_and_fails_no_unit(
    tmp_path: Path,
):
    events = Events()
    with harbour(tmp_path, notices(24)) as project:
        finish(project, Events(), fake.main, limit_units=1)  # so that the passages are cut
        assert finish(project, events, odd_workers.no_batches, slots=4) is RunState.DONE
        assert Outcome.ENGINE_FAILED not in project.runs.outcomes(2)
    assert [event.slots for event in events.of(WorkerRestarted)] == [2, 1]


def test_a_crash_does_not_spoil_the_rates(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, notices(60, CRASH=1)) as project:
        finish(project, events, fake.main, slots=1)
    at = next(n for n, one in enumerate(events.seen) if isinstance(one, WorkerRestarted))
    before = [one for one in events.seen[:at] if isinstance(one, TaskAdded)][-1].progress
    after = next(one for one in events.seen[at:] if isinstance(one, TaskAdded)).progress
    assert before.units_done == 30
    # All units so far by all the time so far, not the one since the restart by its own.
    share = after.seconds_left / (after.units_planned - after.units_done)
    assert 60 / share == pytest.approx(after.tasks_per_minute)
    assert after.tasks_per_minute < 2 * before.tasks_per_minute


@pytest.mark.parametrize(
    "worker",
    [odd_workers.number_for_text, odd_workers.huge_text, odd_workers.huge_number],
    ids=lambda worker: worker.__name__,
)
def test_a_worker_that_was_taken_over_costs_its_unit_and_no_memory(
    tmp_path: Path, worker: ChildMain
):
    with harbour(tmp_path) as project:
        finish(project, Events(), fake.main, limit_units=1)
        before = peak_memory()
        assert finish(project, Events(), worker, limit_units=1) is RunState.FAILED  # its only one
        assert project.runs.outcomes(2) == {Outcome.ENGINE_FAILED: 1}
    assert peak_memory() - before < odd_workers.HUGE / 2


def test_of_two_that_start_at_once_one_is_refused(tmp_path: Path):
    with harbour(tmp_path, notices(20)) as project:
        wanted = request(tmp_path)
        handles, refused = list[runs.RunHandle](), list[RequestError]()
        both = threading.Barrier(2)

        def start() -> None:
            both.wait()
            try:
                handles.append(runs.start(project, wanted, Events(), fake.main))
            except RequestError as error:
                refused.append(error)

        threads = [threading.Thread(target=start) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert (len(handles), len(refused), len(project.runs.all())) == (1, 1, 1)
        assert "is going on" in str(refused[0])
        assert handles[0].wait(60) is RunState.DONE


def test_a_run_ends_and_says_so_also_when_its_project_is_closed_under_it(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, notices(40)) as project:

        def listen(event: RunEvent) -> None:
            events(event)
            if isinstance(event, TaskAdded) and len(events.tasks) == 3:
                project.close()

        handle = runs.start(project, request(tmp_path), listen, fake.main)
        assert handle.wait(60) is RunState.FAILED
    assert "was closed meanwhile" in events.of(RunEnded)[0].failure
    with Project.open(project.path) as again:
        assert again.runs.get(1).state is RunState.INTERRUPTED


def test_the_end_of_a_run_is_stored_before_it_is_told(tmp_path: Path):
    stored: list[RunState] = []

    def listen(event: RunEvent) -> None:
        if isinstance(event, RunEnded):
            stored.append(project.runs.get(event.run_id).state)

    with harbour(tmp_path) as project:
        runs.start(project, request(tmp_path), listen, fake.main).wait(60)
    assert stored == [RunState.DONE]


def test_what_came_back_before_the_stop_is_saved_also_behind_a_sign_of_life(tmp_path: Path):
    events = Events()
    handle: list[runs.RunHandle] = []
    known = threading.Event()
    written = tmp_path / odd_workers.WRITTEN

    def listen(event: RunEvent) -> None:
        events(event)
        if isinstance(event, TaskAdded) and len(events.tasks) == 1:
            assert known.wait(60)
            while not written.exists():
                threading.Event().wait(0.01)
            handle[0].stop()

    with harbour(tmp_path, notices(12)) as project:
        finish(project, Events(), fake.main, limit_units=1)
        wanted = request(tmp_path, slots=2)
        handle.append(runs.start(project, wanted, listen, odd_workers.signs_between))
        known.set()
        assert handle[0].wait(60) is RunState.STOPPED
        assert project.runs.get(2).units_done == 4


class AskedTwice(threading.Event):
    """Lets two threads see at the same moment that nobody has stopped yet."""

    def __init__(self) -> None:
        super().__init__()
        self._both = threading.Barrier(2)

    def is_set(self) -> bool:
        found = super().is_set()
        if not found:
            with suppress(threading.BrokenBarrierError):  # the other one is not let in
                self._both.wait(0.5)
        return found


def planned(project: Project) -> Job:
    """A run of one unit that is stored and not started."""
    finish(project, Events(), fake.main, limit_units=1)
    model = project.runs.get(1).model
    again = [PlannedUnit(1, "qa", sample=0, seed=1)]
    run = project.runs.create(RunRequest("tiny", ("qa",)), model, again)
    placing = Placing(Choice(LoadModel("tiny.gguf")), DeviceNotes(Path("none.json")), "tiny")
    return Job(run, prompting(model.prompting), placing, fake.main)


def test_a_run_can_be_stopped_by_two_threads_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    wrong: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: wrong.append(args.exc_value))
    with harbour(tmp_path) as project:
        generation = Generation(project, planned(project), Events())
        generation._stopping = AskedTwice()
        threads = [threading.Thread(target=generation.stop) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        generation.run()
        assert generation.state is RunState.STOPPED
    assert wrong == []


def test_a_run_is_not_resumed_with_another_adapter(tmp_path: Path):
    with harbour(tmp_path) as project:
        finish(project, Events(), fake.main, limit_units=1)
        model = project.runs.get(1).model
        other = ModelIdentity(model.name, model.path, model.sha256, model.prompting, "a" * 64)
        units = [PlannedUnit(1, task_type("qa").short, sample=0, seed=1)]
        run = project.runs.create(RunRequest("tiny", ("qa",)), other, units)
        project.runs.set_state(run.id, RunState.STOPPED)
        with pytest.raises(RequestError, match="is another one now"):
            runs.resume(project, run.id, Events(), fake.main)


def test_a_unit_costs_at_most_six_statements(tmp_path: Path):
    statements: list[str] = []
    with harbour(tmp_path, notices(100)) as project:
        finish(project, Events(), fake.main, limit_units=1)

        def listen(event: RunEvent) -> None:
            if isinstance(event, ModelLoaded):
                project._connection._raw.set_trace_callback(statements.append)
            elif isinstance(event, RunEnded):
                project._connection._raw.set_trace_callback(None)

        handle = runs.start(project, request(tmp_path, "qa"), listen, fake.main)
        assert handle.wait(100) is RunState.DONE
        assert project.runs.get(handle.run_id).units_done == 100
    # What FTS5 does begins with a comment, and a trigger repeats the statement that fired it.
    own = [one for one in statements if not one.startswith("--")]
    frames = sum(one in {"BEGIN", "COMMIT"} or "SAVEPOINT" in one for one in own)
    assert frames >= 2 * 100
    assert frames + len(set(own)) <= 6 * 100
