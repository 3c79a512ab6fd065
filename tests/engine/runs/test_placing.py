"""A run on a device that fails in each way a driver can: it goes on with the CPU and says why."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.devices.choosing import Choice
from engine.devices.notes import DeviceNotes, Trial
from engine.records import (
    ComputedOn,
    Device,
    DeviceKind,
    Outcome,
    PlannedUnit,
    RunRequest,
    RunState,
)
from engine.runs.events import ModelLoaded, RunEnded, Told, WorkerRestarted
from engine.runs.generation import Generation
from engine.runs.job import Job
from engine.runs.patience import Patience
from engine.runs.placing import Placing
from engine.store import Project
from engine.worker import fake
from engine.worker.messages import LoadModel, ModelReady
from engine.worker.variants import NOTICE, passed_over
from models.prompting import prompting
from tests.harbour import NOTICES, Events, fake_worker, harbour, request

CARD = Device("Card 9", "", DeviceKind.DISCRETE, "Vulkan", "d 1.2", 10**10, 10**10)
KEY, MODEL = "card stamp", "sha"
UNITS = 6
SHORT = Patience(device_start=0.2, device_silent=0.2)


def choice(folder: Path, device: str, slots: int = 4, *, is_wished: bool = False) -> Choice:
    path = request(folder).model
    cpu = LoadModel(path, slots=2)
    there = replace(cpu, slots=slots, device=device, gpu_layers=3, all_layers=3)
    return Choice(cpu, there, CARD, KEY, is_wished)


def notes_in(folder: Path, trial: Trial | None = None) -> DeviceNotes:
    notes = DeviceNotes(folder / "devices.json")
    if trial:
        notes.note_trial(KEY, MODEL, trial)
    return notes


def generate(project: Project, placing: Placing) -> Events:
    """A run of some passages for one type, to its end, in this thread."""
    first = runs.start(project, request(project.path.parent, "qa"), Events(), fake_worker)
    assert first.wait(100) is RunState.DONE
    model = project.runs.get(1).model
    units = [PlannedUnit(n, "qa", sample=1, seed=n) for n in range(1, UNITS + 1)]
    run = project.runs.create(RunRequest("tiny", ("qa",)), model, units)
    events = Events()
    Generation(project, Job(run, prompting(model.prompting), placing, fake_worker), events).run()
    return events


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour(tmp_path, NOTICES[:UNITS]) as opened:
        yield opened


def said(events: Events) -> str:
    told = [event.sentence for event in events.of(Told)]
    return " ".join([*told, *(event.reason for event in events.of(WorkerRestarted))])


def test_a_faster_device_is_tried_once_used_and_recorded(project: Project, tmp_path: Path):
    notes = notes_in(tmp_path)
    events = generate(project, Placing(choice(tmp_path, "script:good"), notes, MODEL))
    assert events.of(RunEnded)[0].state is RunState.DONE
    assert "Card 9 is tried against the CPU with this model, once." in said(events)
    loaded = events.of(ModelLoaded)
    assert [(one.device, one.slots) for one in loaded] == [
        ("script:good, 3 layers, 2.0 times the CPU", 4)
    ]
    assert project.runs.get(2).device == "Card 9 (Vulkan, d 1.2), 3 of 3 layers"
    assert project.runs.get(2).computed_on == (ComputedOn("Card 9", "Vulkan", "d 1.2", 3, 3),)
    assert project.runs.get(1).computed_on == (ComputedOn("Script", "CPU"),)
    again = generate(project, Placing(choice(tmp_path, "script:good"), notes, MODEL))
    assert "tried" not in said(again)
    assert not notes.kept_out(KEY)


@pytest.mark.parametrize(
    ("device", "reason"),
    [
        (fake.DEVICE_SLOW, "is not used: it is slower than the CPU (0.25 times its speed)"),
        (fake.DEVICE_WRONG, "is not used: it computes something else than the CPU"),
        (fake.DEVICE_CRASH, "is not used: it failed in a trial"),
        (fake.DEVICE_REFUSE, "is not used: it failed in a trial"),
    ],
)
def test_a_device_that_loses_its_trial_leaves_the_run_to_the_cpu(
    project: Project, tmp_path: Path, device: str, reason: str
):
    events = generate(project, Placing(choice(tmp_path, device), notes_in(tmp_path), MODEL))
    assert events.of(RunEnded)[0].state is RunState.DONE
    assert reason in said(events)
    assert [one.device for one in events.of(ModelLoaded)] == ["Script"]


@pytest.mark.parametrize("device", [fake.DEVICE_HANG, fake.DEVICE_STALL])
def test_a_device_that_hangs_in_its_trial_is_left(project: Project, tmp_path: Path, device: str):
    placing = Placing(choice(tmp_path, device), notes_in(tmp_path), MODEL, SHORT)
    events = generate(project, placing)
    assert events.of(RunEnded)[0].state is RunState.DONE
    assert "Card 9 is not used: it failed in a trial" in said(events)
    assert [one.device for one in events.of(ModelLoaded)] == ["Script"]


@pytest.mark.parametrize("device", [fake.DEVICE_HANG, fake.DEVICE_STALL])
def test_a_device_that_hangs_in_a_run_is_left_after_half_the_slots_and_kept_out(
    project: Project, tmp_path: Path, device: str
):
    notes = notes_in(tmp_path, Trial(9.0))
    patience = SHORT if device == fake.DEVICE_HANG else replace(SHORT, device_start=60.0)
    events = generate(project, Placing(choice(tmp_path, device), notes, MODEL, patience))
    assert events.of(RunEnded)[0].state is RunState.DONE
    assert project.runs.outcomes(2) == {Outcome.OK: UNITS}
    assert [event.slots for event in events.of(WorkerRestarted)] == [2, 2]
    assert "the run goes on with the CPU." in said(events)
    assert notes.kept_out(KEY)


@pytest.mark.parametrize(
    ("device", "is_kept_out"),
    [
        (fake.DEVICE_CRASH, True),
        (fake.DEVICE_LOST, True),
        (fake.DEVICE_REFUSE, False),
        (fake.DEVICE_ERROR, False),
    ],
)
def test_a_device_that_fails_later_is_left_after_half_the_slots(
    project: Project, tmp_path: Path, device: str, is_kept_out: bool
):  # fmt: skip
    notes = notes_in(tmp_path, Trial(9.0))
    events = generate(project, Placing(choice(tmp_path, device), notes, MODEL))
    assert events.of(RunEnded)[0].state is RunState.DONE
    assert project.runs.outcomes(2) == {Outcome.OK: UNITS}
    assert [event.slots for event in events.of(WorkerRestarted)] == [2, 2]
    assert "Card 9 is not used any more; the run goes on with the CPU." in said(events)
    assert events.of(ModelLoaded)[-1].device == "Script"
    assert bool(notes.kept_out(KEY)) == is_kept_out


def test_a_device_that_was_asked_for_is_never_left(project: Project, tmp_path: Path):
    wished = choice(tmp_path, fake.DEVICE_REFUSE, is_wished=True)
    events = generate(project, Placing(wished, notes_in(tmp_path), MODEL))
    ending = events.of(RunEnded)[0]
    assert ending.state is RunState.FAILED
    assert "not enough memory" in ending.failure
    assert not events.of(ModelLoaded)


def test_a_bad_passage_is_no_fault_of_the_device(tmp_path: Path):
    """It fails on the CPU too, and there it is the one to blame."""
    texts = [*NOTICES[: UNITS - 1], f"Poison {fake.FAIL} here."]
    with harbour(tmp_path, texts) as project:
        notes = notes_in(tmp_path, Trial(9.0))
        generate(project, Placing(choice(tmp_path, "script:good"), notes, MODEL))
        assert project.runs.outcomes(2)[Outcome.OK] == UNITS - 1
    assert not notes.kept_out(KEY)


def test_a_mark_stands_until_the_first_answer(tmp_path: Path):
    notes = notes_in(tmp_path, Trial(9.0))
    placing = Placing(choice(tmp_path, "script:good"), notes, MODEL)
    placing.starting()
    assert "while it was starting" in notes.kept_out(KEY)
    placing.answered()
    assert not notes.kept_out(KEY)


def test_an_answer_gives_the_device_another_chance(tmp_path: Path):
    placing = Placing(choice(tmp_path, "script:good"), notes_in(tmp_path), MODEL)
    assert not placing.failed("once", is_crash=True)
    placing.answered()
    assert not placing.failed("again", is_crash=True)
    assert placing.failed("and again", is_crash=True)
    assert not placing.is_on_device


def test_a_device_with_one_slot_has_nothing_to_halve(tmp_path: Path):
    placing = Placing(choice(tmp_path, "script:good", slots=1), notes_in(tmp_path), MODEL)
    assert "goes on with the CPU. Lost." in placing.failed("Lost.", is_crash=False)


def test_the_cpu_is_recorded_as_the_worker_says_it(tmp_path: Path):
    placing = Placing(Choice(LoadModel("m")), notes_in(tmp_path), MODEL)
    ready = ModelReady("CPU, 8 threads", 16, 1024)
    assert placing.said(ready) == placing.recorded(ready) == "CPU, 8 threads"
    assert not placing.failed("Crash.", is_crash=True)


def test_an_instruction_that_the_processor_lacks_costs_no_unit_and_no_slot(tmp_path: Path):
    """The worker dies of it at its first batch, twice; the third library has no such instruction.

    If a unit were to blame, it would end at its second crash.
    """
    events = Events()
    with harbour(tmp_path, [f"{text} {fake.ILLEGAL}" for text in NOTICES[:UNITS]]) as project:
        handle = runs.start(project, request(tmp_path, "qa", slots=4), events, fake_worker)
        assert handle.wait(100) is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: UNITS}
    assert [(one.reason, one.slots) for one in events.of(WorkerRestarted)] == [(NOTICE, 4)] * 2
    assert not events.of(Told)  # a second time
    assert passed_over() == 2


def test_a_library_that_is_passed_over_is_told_of_once(project: Project, tmp_path: Path):
    cpu = LoadModel(f"{fake.ILLEGAL}.gguf", slots=4)
    events = generate(project, Placing(Choice(cpu), notes_in(tmp_path), MODEL))
    assert project.runs.outcomes(2) == {Outcome.OK: UNITS}
    assert [event.sentence for event in events.of(Told)] == [NOTICE]


def test_a_passage_that_no_library_computes_is_to_blame_itself(tmp_path: Path):
    texts = [*NOTICES[: UNITS - 1], f"Poison {fake.ILLEGAL_ALWAYS} here."]
    with harbour(tmp_path, texts) as project:
        handle = runs.start(project, request(tmp_path, "qa"), Events(), fake_worker)
        assert handle.wait(100) is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: UNITS - 1, Outcome.ENGINE_FAILED: 1}
    assert passed_over() == 0
