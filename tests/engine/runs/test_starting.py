import threading
from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.config import remembered_models
from engine.errors import BadSetting, NothingToDo, RequestError, UnknownTaskType
from engine.records import EvidenceGrade, Outcome, RunState, Sampling
from engine.runs import starting
from engine.runs.events import ModelLoaded, RunEnded, RunPlanned, TaskAdded
from engine.runs.identity import identity_of
from engine.runs.planner import unit_seed
from engine.store import Project
from engine.worker import fake
from models import library
from models.errors import ModelMissing, NotAModel
from tests.harbour import NAMES, Events, harbour, request, told_tasks
from tests.models.gguf_files import gguf


def finish(project: Project, events: Events, *types: str, **more: object) -> RunState | None:
    folder = project.path.parent
    handle = runs.start(project, request(folder, *types, **more), events, fake.main)
    return handle.wait(60)


def test_a_run_makes_one_committed_task_of_every_unit(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        state = finish(project, events, "exqa", "ynqa", samples=2)
        (run,) = project.runs.all()
        outcomes = project.runs.outcomes(run.id)
    assert state is run.state is RunState.DONE
    assert run.units_planned == run.units_done == len(NAMES) * 2 * 2
    assert outcomes == {Outcome.OK: 6, Outcome.BAD_LABEL: 6}


def test_events_come_in_order_and_each_task_is_in_the_project_when_it_is_told(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        seen: list[bool] = []

        def listen(event: object) -> None:
            events(event)  # type: ignore[arg-type]
            if isinstance(event, TaskAdded):
                stored = project.tasks.get(event.task.id)
                seen.append(stored.unit_id == event.task.unit_id)

        runs.start(project, request(tmp_path), listen, fake.main).wait(60)
    kinds = [type(event) for event in events.seen]
    assert kinds == [RunPlanned, ModelLoaded, *[TaskAdded] * 3, RunEnded]
    assert seen == [True] * 3
    last = events.of(TaskAdded)[-1].progress
    assert (last.units_planned, last.units_done, last.outcomes) == (3, 3, {Outcome.OK: 3})
    assert last.seconds_left == 0


def test_a_task_knows_its_prompt_its_seed_and_where_the_answer_stands(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        finish(project, events, "exqa", sampling=Sampling(seed=7))
        (task,) = [task for task in told_tasks(project, events) if task.document_id == 1]
        text = project.documents.text(task.document_id)
    assert task.output == "The office opens"
    assert task.evidence.grade is EvidenceGrade.EXACT
    assert text[task.evidence.start : task.evidence.end] == task.output
    assert task.seed == unit_seed(7, task.passage_id, "exqa", 0)
    assert f"Question {task.seed}" in task.input
    assert task.raw.startswith(" {{context}}")
    assert len(task.prompt_sha256) == 64


def test_evidence_of_a_later_passage_counts_from_the_start_of_the_document(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        finish(project, events, "coref")
        later = [task for task in told_tasks(project, events) if task.passage_start > 0]
        assert len(later) == 3
        for task in later:
            text = project.documents.text(task.document_id)
            assert task.evidence.start == task.passage_start
            assert text[task.evidence.start : task.evidence.end] == "Visitors with dogs"


def test_a_limited_run_plans_no_more_than_the_limit(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        assert finish(project, events, "exqa", "qa", limit_units=4) is RunState.DONE
        made = told_tasks(project, events)
    assert len(made) == 4
    assert {task.document_id for task in made} == {1, 2, 3}


def test_only_the_chosen_documents_are_read(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        finish(project, events, "exqa", document_ids=(2,))
        assert {task.document_id for task in told_tasks(project, events)} == {2}


def test_full_names_of_task_types_and_repetitions_are_understood(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        finish(project, events, "extractive question answering", "exqa")
        assert {task.task_type for task in events.tasks} == {"exqa"}
        assert len(events.tasks) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"samples": 0},
        {"samples": 101},
        {"slots": 0},
        {"slots": 65},
        {"limit_units": 0},
        {"sampling": Sampling(temperature=-0.1)},
        {"sampling": Sampling(temperature=2.1)},
        {"sampling": Sampling(temperature=float("nan"))},
        {"sampling": Sampling(top_p=0)},
        {"sampling": Sampling(top_p=1.1)},
        {"sampling": Sampling(max_tokens=0)},
        {"sampling": Sampling(max_tokens=2049)},
        {"sampling": Sampling(seed=-1)},
        {"sampling": Sampling(seed=2**63)},
        {"rules_off": (Outcome.NO_PIPE,)},
    ],
)
def test_a_setting_out_of_its_range_is_refused_before_anything_is_stored(
    tmp_path: Path, change: dict[str, object]
):
    with harbour(tmp_path) as project:
        with pytest.raises(BadSetting, match=r"\.$"):
            runs.start(project, request(tmp_path, **change), Events(), fake.main)
        assert project.runs.all() == []


def test_what_can_not_be_done_is_refused_before_anything_is_stored(tmp_path: Path):
    good = request(tmp_path)
    zipped = tmp_path / "zip.gguf"
    zipped.write_bytes(b"PK\x03\x04" + bytes(100))
    refusals = [
        (replace(good, task_types=()), UnknownTaskType),
        (replace(good, task_types=("exqa", "poetry")), UnknownTaskType),
        (replace(good, document_ids=()), NothingToDo),
        (replace(good, document_ids=(99,)), NothingToDo),
        (replace(good, model="no such model"), ModelMissing),
        (replace(good, model=str(zipped)), NotAModel),
    ]
    with harbour(tmp_path) as project:
        for wrong, error in refusals:
            with pytest.raises(error, match=r"[.)]$"):
                runs.start(project, wrong, Events(), fake.main)
        assert project.runs.all() == []


def test_a_project_without_documents_has_nothing_to_do(tmp_path: Path):
    with Project.create(tmp_path / "empty.bonito") as project, pytest.raises(NothingToDo):
        runs.start(project, request(tmp_path), Events(), fake.main)


def test_a_document_without_words_gives_nothing_to_plan(tmp_path: Path):
    with harbour(tmp_path, [" \n "]) as project, pytest.raises(NothingToDo, match="no text"):
        runs.start(project, request(tmp_path), Events(), fake.main)


def test_a_model_that_needs_more_memory_than_is_free_is_refused_with_the_numbers(tmp_path: Path):
    (tmp_path / "tiny.gguf").write_bytes(
        gguf({"llama.block_count": 400, "llama.embedding_length": 16384})
    )
    with harbour(tmp_path) as project:
        with pytest.raises(RequestError, match="tiny: Does not fit: it needs"):
            runs.start(project, request(tmp_path, slots=64), Events(), fake.main)
        assert project.runs.all() == []


def paused_run(project: Project, events: Events, **more: object) -> runs.RunHandle:
    """A run that paused after its first task."""
    handle: list[runs.RunHandle] = []
    known = threading.Event()

    def listen(event: object) -> None:
        if isinstance(event, TaskAdded) and not events.of(TaskAdded):
            known.wait(60)
            handle[0].pause()
        events(event)  # type: ignore[arg-type]

    wanted = request(project.path.parent, "exqa", samples=20, slots=1, **more)
    handle.append(runs.start(project, wanted, listen, fake.main))
    known.set()
    events.wait_for(TaskAdded)
    return handle[0]


def test_a_paused_run_finishes_what_is_in_flight_and_goes_on_when_told(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        handle = paused_run(project, events)
        assert handle.is_paused
        assert handle.wait(0.5) is None
        assert len(events.tasks) < 10
        handle.unpause()
        assert not handle.is_paused
        assert handle.wait(60) is RunState.DONE
        assert len(events.tasks) == 60


def test_a_stopped_run_keeps_what_it_made_and_a_resumed_one_makes_exactly_the_rest(tmp_path: Path):
    first, second = Events(), Events()
    with harbour(tmp_path) as project:
        handle = paused_run(project, first)
        handle.stop()
        handle.stop()
        assert handle.wait(10) is RunState.STOPPED
        stopped = project.runs.get(handle.run_id)
        assert stopped.state is RunState.STOPPED
        assert stopped.units_done == len(first.tasks) < 60
        handle = runs.resume(project, None, second, fake.main)
        assert handle.wait(60) is RunState.DONE
        (planned,) = second.of(RunPlanned)
        assert planned.units_done == stopped.units_done
        units = [task.unit_id for task in first.tasks + second.tasks]
        assert len(units) == len(set(units)) == 60
        assert project.runs.open_units(handle.run_id, 9) == []


def test_a_run_is_resumed_with_its_own_settings_by_number(tmp_path: Path):
    first, second = Events(), Events()
    with harbour(tmp_path) as project:
        sampling = Sampling(temperature=0, top_p=1, max_tokens=177, seed=5)
        handle = paused_run(project, first, sampling=sampling)
        handle.stop()
        handle.wait(10)
        assert runs.resume(project, handle.run_id, second, fake.main).wait(60) is RunState.DONE
        made = told_tasks(project, second)
        assert {task.run_id for task in made} == {handle.run_id}
        assert project.runs.get(handle.run_id).sampling == sampling
        seeds = {task.seed for task in made}
        assert seeds <= {unit_seed(5, t.passage_id, "exqa", t.sample) for t in made}


def test_only_an_unfinished_run_can_be_resumed(tmp_path: Path):
    with harbour(tmp_path) as project:
        with pytest.raises(NothingToDo, match="No run is unfinished"):
            runs.resume(project, None, Events(), fake.main)
        finish(project, Events())
        with pytest.raises(NothingToDo, match="Run 1 is complete"):
            runs.resume(project, 1, Events(), fake.main)
        with pytest.raises(NothingToDo):
            runs.resume(project, 9, Events(), fake.main)


def test_a_run_is_never_resumed_with_another_model(tmp_path: Path):
    with harbour(tmp_path) as project:
        handle = paused_run(project, Events())
        handle.stop()
        handle.wait(10)
        path = tmp_path / "tiny.gguf"
        path.write_bytes(gguf({"general.name": "Other"}))
        with pytest.raises(RequestError, match="is another one now"):
            runs.resume(project, None, Events(), fake.main)
        path.unlink()
        with pytest.raises(RequestError, match="There is no"):
            runs.resume(project, None, Events(), fake.main)
        assert project.runs.get(handle.run_id).state is RunState.STOPPED


def test_a_model_that_moved_is_found_again_by_its_name(tmp_path: Path):
    model = library.find("default")
    identity = replace(identity_of(model, remembered_models()), path=str(tmp_path / "gone.gguf"))
    assert starting._same_model(identity).path == model.path


def test_a_run_is_never_resumed_with_another_adapter(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    identity = identity_of(model, remembered_models())
    assert starting._same_model(identity).path == model.path
    with pytest.raises(RequestError, match="is another one now"):
        starting._same_model(replace(identity, adapter_sha256="0" * 64))


def test_two_runs_at_once_are_refused(tmp_path: Path):
    with harbour(tmp_path) as project:
        handle = paused_run(project, Events())
        with pytest.raises(RequestError, match="Run 1 is going on"):
            runs.start(project, request(tmp_path), Events(), fake.main)
        with pytest.raises(RequestError, match="Run 1 is going on"):
            runs.resume(project, None, Events(), fake.main)
        handle.stop()
        assert handle.wait(10) is RunState.STOPPED


@pytest.mark.model
def test_the_real_model_writes_tasks_of_a_real_document(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        wanted = replace(
            request(tmp_path, "qa", "ynqa"),
            model="default",
            limit_units=3,
            slots=3,
            sampling=Sampling(max_tokens=8),
        )
        assert runs.start(project, wanted, events).wait(110) is RunState.DONE
        assert project.runs.get(1).units_done == 3
        assert [task.raw != "" for task in told_tasks(project, events)] == [True] * 3
    assert events.of(ModelLoaded)[0].slots == 3


def test_the_rest_of_a_pilot_leaves_out_what_the_pilot_made(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        finish(project, events, "exqa", "ynqa", samples=2, limit_units=5)
        finish(project, events, "exqa", "ynqa", samples=2, after_run=1)
        rest, pilot = project.runs.all()
        both = project.runs.unit_keys(1), project.runs.unit_keys(2)
        with pytest.raises(NothingToDo, match="has read everything"):
            finish(project, events, "exqa", "ynqa", samples=2, after_run=2)
    assert (pilot.limit_units, pilot.after_run, pilot.units_planned) == (5, None, 5)
    assert (rest.limit_units, rest.after_run) == (None, 1)
    assert not both[0] & both[1]
    assert len(both[0] | both[1]) == len(NAMES) * 2 * 2
