"""Units that a check refused, and that a reviewer made a task of by an edit."""

from dataclasses import replace

import pytest

from engine.errors import BadSetting
from engine.export import ExportRequest, export
from engine.records import (
    Decision,
    Outcome,
    RunState,
    TaskCount,
    TaskDraft,
    TaskFilter,
    TypeYield,
    Verdict,
)
from engine.store.derived import wrong
from engine.store.proof import prove

EDIT = {"verdict": Verdict.EDIT, "input": "Who signs?", "output": "The inspector"}


@pytest.fixture
def refused(project, plan):
    """Two well-formed tasks, one that the model did not confirm, and the rest without words."""
    run = plan()
    first, second, third, *rest = project.runs.open_units(run.id, limit=10)
    drafts = [TaskDraft(one.id, Outcome.OK, "r", f"Q {one.id}?", "A") for one in (first, second)]
    drafts.append(TaskDraft(third.id, Outcome.UNCONFIRMED, "Who?<|pipe|>He", "Who?", "He"))
    drafts += [TaskDraft(one.id, Outcome.TOO_LONG, "") for one in rest]
    return [project.tasks.add(draft).id for draft in drafts][2]


def mend(project, task):
    project.decisions.add([Decision(task, **EDIT)], "Ada")


def counted(project, outcome):
    return sum(one.tasks for one in project.tasks.counts() if one.outcome is outcome)


def test_an_edit_makes_a_task_of_a_refused_unit_and_keeps_what_was_written_and_why(
    project, refused
):
    mend(project, refused)
    task = project.tasks.get(refused)
    assert (task.outcome, task.refused) == (Outcome.OK, Outcome.UNCONFIRMED)
    assert (task.input, task.output) == ("Who signs?", "The inspector")
    assert (task.model_input, task.model_output, task.raw) == ("Who?", "He", "Who?<|pipe|>He")
    assert (task.edited_by, task.verdict) == ("Ada", Verdict.EDIT)
    assert task.edited_at
    assert refused in project.tasks.export_ids(only_accepted=True)
    assert refused in project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    assert refused not in project.tasks.ids(TaskFilter(outcomes=(Outcome.UNCONFIRMED,)))
    assert list(wrong(project._connection)) == []


def test_the_counts_follow_it_and_what_the_run_gave_stays(project, refused):
    run = project.runs.all()[0].id
    before = project.runs.outcomes(run), project.runs.yields(run)
    assert before[0][Outcome.UNCONFIRMED] == 1
    mend(project, refused)
    status = project.status()
    assert (status.outcomes[Outcome.OK], status.mended, status.unreviewed) == (3, 1, 2)
    assert project.recount(status) == status
    assert counted(project, Outcome.UNCONFIRMED) == 0
    assert TaskCount(run, "exqa", Outcome.OK, Verdict.EDIT, 1) in project.tasks.counts()
    assert sum(status.outcomes.values()) == status.units_planned
    assert (project.runs.outcomes(run), project.runs.yields(run)) == before


def test_what_all_runs_gave_counts_what_the_model_wrote_well(project, plan, refused):
    mend(project, refused)
    earlier = project.runs.all()[0].id
    project.runs.set_state(earlier, RunState.DONE)
    run = plan()
    unit, *_ = project.runs.open_units(run.id, limit=1)
    project.tasks.add(TaskDraft(unit.id, Outcome.OK, "r", "Q?", "A"))
    assert project.runs.yields(run.id) == (TypeYield("exqa", 1, 1),)
    first = {one.task_type: one for one in project.runs.yields(earlier)}
    assert sum(one.well_formed for one in first.values()) == 2  # the mended one is not among them
    more = replace(first["exqa"], units=first["exqa"].units + 1)
    first["exqa"] = replace(more, well_formed=more.well_formed + 1)
    assert project.runs.yields() == tuple(first.values())


def test_who_takes_the_edit_back_or_does_it_again_finds_all_as_it_was(project, refused):
    before = project.tasks.get(refused), project.status()
    mend(project, refused)
    project.decisions.add([Decision(refused, Verdict.ACCEPT)], "Bo")
    assert project.tasks.get(refused).refused is Outcome.UNCONFIRMED
    project.decisions.undo()
    step = project.decisions.undo_step()
    project.decisions.undo()
    assert (project.tasks.get(refused), project.status()) == before
    project.decisions.redo(step, "Ada")
    assert project.tasks.get(refused).refused is Outcome.UNCONFIRMED
    assert list(wrong(project._connection)) == []


def test_a_verdict_alone_makes_no_task_of_it(project, refused):
    project.decisions.add([Decision(refused, Verdict.REJECT)], "Ada")
    project.decisions.add([Decision(refused, Verdict.FLAG)], "Ada")
    assert project.tasks.get(refused).outcome is Outcome.UNCONFIRMED
    assert project.status().mended == 0


def test_the_log_tells_of_each_without_its_words_and_of_no_other_edit(project, refused):
    mend(project, refused)
    project.decisions.add([Decision(refused, Verdict.EDIT, output="She")], "Bo")  # one already
    project.decisions.add([Decision(1, Verdict.EDIT, output="Well")], "Bo")
    project.decisions.undo()
    project.decisions.undo()
    project.decisions.undo()
    told = [(one.who, one.detail) for one in project.log.all() if one.event == "mended"]
    assert told == [
        ("Ada", f"Task {refused}, refused as unconfirmed: kept as edited"),
        ("", f"Task {refused}, refused as unconfirmed: its edit was taken back"),
    ]


def test_those_of_a_batch_are_told_one_by_one(project, refused):
    project.decisions.add([Decision(refused, **EDIT), Decision(1, Verdict.ACCEPT)], "Ada")
    project.decisions.undo_batch()
    told = [one.detail for one in project.log.all() if one.event == "mended"]
    assert [detail.partition(": ")[2] for detail in told] == [
        "kept as edited", "its edit was taken back",
    ]  # fmt: skip


@pytest.mark.parametrize("half", [{"output": "He"}, {"input": "Who?"}])
def test_where_the_model_wrote_nothing_there_is_none_to_edit(project, refused, half):
    nothing = refused + 1
    with pytest.raises(BadSetting, match="wrote nothing"):
        project.decisions.add([Decision(nothing, **EDIT)], "Ada")
    with pytest.raises(BadSetting):
        project.decisions.add([Decision(nothing, Verdict.EDIT, **half)], "Ada")
    assert project.tasks.get(nothing).verdict is None


def test_an_export_says_in_row_card_and_manifest_that_a_check_had_refused_it(
    project, refused, tmp_path
):
    mend(project, refused)
    project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
    export(project, ExportRequest(tmp_path / "out"))
    rows = (tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    said = [row for row in rows if '"refused": "unconfirmed", "by": "Ada"' in row]
    assert (len(rows), len(said)) == (2, 1)
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert '"mended_rows": {\n    "unconfirmed": 1\n  }' in manifest
    assert '"mended": 1' in manifest
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "1 row was refused by a check as the model wrote it" in card
    assert "(`unconfirmed` 1)" in card


def test_a_project_with_some_is_proved_and_opens_again(project, path, refused):
    mend(project, refused)
    project.close()
    assert prove(path).problems == ()
    with type(project).open(path) as again:
        assert again.tasks.get(refused).refused is Outcome.UNCONFIRMED
        assert again.find_damage() == ""
