from pathlib import Path

import pytest

from engine import runs
from engine.devices.choosing import Choice
from engine.devices.notes import DeviceNotes
from engine.records import Attempt, Outcome, RunState, TaskDraft
from engine.runs.events import RunEnded, Told
from engine.runs.format_watch import (
    FEW_UNITS,
    FormatWatch,
    is_futile,
    none_confirmed,
    nothing_well_formed,
)
from engine.runs.generation import Generation
from engine.runs.job import Job
from engine.runs.placing import Placing
from engine.worker import fake
from engine.worker.host import Host
from engine.worker.messages import Generate, LoadModel
from models.prompting import prompting
from tests.harbour import NOTICE, Events, harbour, request

SILENT = [f"Pier {number} is shut, {fake.SILENT}." for number in range(FEW_UNITS + 4)]


def draft(outcome: Outcome, *free: Outcome) -> TaskDraft:
    """A task of a last attempt under the grammar, and of free ones before it."""
    made = [
        Attempt(number, 7, is_last, one, "raw", "end", 9, 0.1)
        for number, (one, is_last) in enumerate([*((f, False) for f in free), (outcome, True)], 1)
    ]
    return TaskDraft(1, outcome, "raw", attempts=tuple(made) if free else ())


def say(drafts: list[TaskDraft], prompting: str = "bonito", before: dict[Outcome, int] = {}) -> str:  # noqa: B006 - not changed
    watch = FormatWatch(prompting, before)
    return "".join(watch.saved(one) for one in drafts)


@pytest.mark.parametrize("outcome", [Outcome.NO_PIPE, Outcome.MANY_PIPES, Outcome.EMPTY_INPUT])
def test_eight_units_without_the_format_are_enough_and_seven_are_not(outcome: Outcome):
    assert say([draft(outcome)] * (FEW_UNITS - 1)) == ""
    assert "does not write Bonito's format" in say([draft(outcome)] * FEW_UNITS)
    assert "--prompting general" in say([draft(outcome)] * FEW_UNITS)


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.BAD_LABEL, Outcome.UNCONFIRMED])
def test_one_answer_in_the_format_ends_the_watch(outcome: Outcome):
    assert say([draft(outcome), *[draft(Outcome.NO_PIPE)] * 20]) == ""


def test_a_task_that_only_the_grammar_brought_about_proves_nothing():
    saved = draft(Outcome.OK, Outcome.NO_PIPE)
    assert say([saved] * FEW_UNITS)
    assert say([draft(Outcome.OK, Outcome.BAD_LABEL), *[saved] * 20]) == ""


def test_units_that_nothing_was_written_for_do_not_count():
    assert say([draft(Outcome.TOO_LONG), draft(Outcome.ENGINE_FAILED)] * 20) == ""


def test_a_run_that_has_tasks_from_before_is_not_watched():
    assert say([draft(Outcome.NO_PIPE)] * 20, before={Outcome.OK: 1}) == ""
    assert say([draft(Outcome.NO_PIPE)] * 20, before={Outcome.NO_PIPE: 9})


def test_the_advice_fits_the_prompting_and_what_went_wrong():
    nothing = [draft(Outcome.NO_PIPE)] * FEW_UNITS
    assert "larger instruct model" in say(nothing, "general-chatml")
    assert "--max-tokens" in say([draft(Outcome.TRUNCATED)] * FEW_UNITS)


def test_a_whole_run_without_a_task_is_told_apart_from_one_with_a_task():
    assert nothing_well_formed({}) == ""
    assert nothing_well_formed({Outcome.BAD_LABEL: 5, Outcome.DUPLICATE: 1}) == ""
    assert "None of its 5 units" in nothing_well_formed({Outcome.BAD_LABEL: 3, Outcome.ECHO: 2})
    assert "bad_label" in nothing_well_formed({Outcome.BAD_LABEL: 3, Outcome.ECHO: 2})


def test_a_model_without_the_format_ends_its_run_after_eight_units_and_can_be_resumed(
    tmp_path: Path,
):
    events = Events()
    with harbour(tmp_path, SILENT) as project:
        handle = runs.start(project, request(tmp_path, slots=1), events, fake.main)
        assert handle.wait(60) is RunState.FAILED
        run = project.runs.get(1)
        assert (run.units_done, run.units_planned) == (FEW_UNITS, len(SILENT))
        assert "does not write Bonito's format" in run.failure
        assert is_futile(run)
        assert events.of(RunEnded) == [RunEnded(1, RunState.FAILED, run.failure)]
        again = runs.resume(project, None, Events(), fake.main)
        assert again.wait(60) is RunState.FAILED
        assert project.runs.get(1).units_done == len(SILENT)


def test_a_resumed_run_keeps_the_prompting_that_began_it(tmp_path: Path, monkeypatch):
    asked, send = list[Generate](), Host.send

    def listen(host: Host, message: object) -> None:
        if isinstance(message, Generate):
            asked.append(message)
        send(host, message)  # type: ignore[arg-type]

    monkeypatch.setattr(Host, "send", listen)
    with harbour(tmp_path, SILENT) as project:
        wanted = request(tmp_path, slots=1, prompting="general-gemma")
        runs.start(project, wanted, Events(), fake.main).wait(60)
        run = project.runs.get(1)
        assert (run.model.prompting, run.state) == ("general-gemma", RunState.FAILED)
        assert "although it was shown how" in run.failure
        first = len(asked)
        runs.resume(project, None, Events(), fake.main).wait(60)
        assert project.runs.get(1).model.prompting == "general-gemma"
    assert len(asked) > first
    assert {one.segments[0].text for one in asked} == {"<start_of_turn>user\n"}


def test_a_run_whose_tasks_are_all_malformed_has_failed(tmp_path: Path):
    with harbour(tmp_path, [NOTICE]) as project:
        handle = runs.start(project, request(tmp_path, "ynqa"), Events(), fake.main)
        assert handle.wait(60) is RunState.FAILED
        run = project.runs.get(1)
        assert "bad_label" in run.failure
        assert not is_futile(run)


def test_a_run_whose_tasks_were_only_not_confirmed_is_done_and_says_so():
    put_aside = {Outcome.UNCONFIRMED: 3, Outcome.NO_PIPE: 1}
    assert nothing_well_formed(put_aside) == ""
    assert none_confirmed(put_aside).startswith("No task was confirmed: 3 were written")
    assert none_confirmed(put_aside | {Outcome.OK: 1}) == ""
    assert none_confirmed({Outcome.NO_PIPE: 1}) == none_confirmed({}) == ""


def test_a_run_of_unconfirmed_tasks_ends_done_and_tells_it(tmp_path: Path):
    events = Events()
    with harbour(tmp_path, [NOTICE]) as project:
        run = runs.plan_only(project, request(tmp_path, "ynqa"), fake.main)
        placing = Placing(Choice(LoadModel(run.model.path)), DeviceNotes(tmp_path / "notes"), "m")
        job = Job(run, prompting(run.model.prompting), placing, fake.main, composed=("ynqa",))
        Generation(project, job, events).run()
        run = project.runs.get(1)
        assert (run.state, run.failure) == (RunState.DONE, "")
        assert project.runs.outcomes(1) == {Outcome.UNCONFIRMED: 1}
    assert [one.sentence for one in events.of(Told)] == [none_confirmed({Outcome.UNCONFIRMED: 1})]
