from pathlib import Path

import pytest

from engine import runs
from engine.errors import NothingToDo
from engine.records import Covered, Decision, RunState, TaskFilter, Verdict
from engine.runs.coverage import coverage, document_coverage, whole
from engine.worker import fake
from tests.harbour import Events, harbour, request
from tests.near_projects import with_tasks

TEXT = "The ferry leaves at nine. Dogs stay ashore unless the warden has signed the form today."


def generate(project, folder: Path, *types: str, **more: object) -> int:
    handle = runs.start(project, request(folder, *types, **more), Events(), fake.main)
    assert handle.wait(100) is RunState.DONE
    return handle.run_id


def test_characters_that_gave_tasks_are_counted_by_type_and_by_decision(tmp_path: Path):
    with harbour(
        tmp_path, [TEXT, "Nobody has read this notice about the northern hall yet."]
    ) as project:
        generate(project, tmp_path, "exqa", "qa", document_ids=(1,))
        first, *_ = project.tasks.ids(TaskFilter(task_types=("exqa",)))
        project.decisions.add([Decision(first, Verdict.ACCEPT)], "ilse")
        one, other = coverage(project)
        assert (one.whole, one.gaps) == (Covered(len(TEXT), len(TEXT)), ())
        assert one.types == {
            "exqa": Covered(len(TEXT), len(TEXT)), "qa": Covered(len(TEXT), 0),
        }  # fmt: skip
        assert (other.whole, other.types) == (Covered(), {})
        assert other.gaps == ((0, other.characters),)
        assert (one.accepted, other.accepted) == (((0, len(TEXT)),), ())
        assert project.coverage.document_ids() == [1]
        both = [document_coverage(project, each) for each in project.documents.all()]
        assert both == [one, other]
        assert whole([one, other]) == (
            one.characters + other.characters, Covered(len(TEXT), len(TEXT)),
        )  # fmt: skip


def test_a_rejected_task_covers_nothing(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        generate(project, tmp_path, "exqa")
        (only,) = project.tasks.ids(TaskFilter())
        project.decisions.add([Decision(only, Verdict.REJECT)], "ilse")
        assert coverage(project)[0].whole == Covered()


def test_filling_the_gaps_reads_only_what_gave_nothing_that_is_kept(tmp_path: Path):
    texts = [TEXT, f"A {fake.SILENT} notice says nothing.", "The museum is shut on Mondays."]
    with harbour(tmp_path, texts) as project:
        generate(project, tmp_path, "exqa")
        kept = project.tasks.ids(TaskFilter(document_ids=(3,)))
        project.decisions.add([Decision(one, Verdict.REJECT) for one in kept], "ilse")
        run_id = generate(project, tmp_path, "exqa", fill_gaps=True)
        again = project.tasks.page(project.tasks.ids(TaskFilter(run_id=run_id)))
        assert sorted(task.document_id for task in again) == [2, 3]


def test_a_gap_is_asked_with_another_seed_or_the_same_answer_would_come_again(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        generate(project, tmp_path, "exqa")
        (first,) = project.tasks.page(project.tasks.ids(TaskFilter()))
        project.decisions.add([Decision(first.id, Verdict.REJECT)], "ilse")
        run_id = generate(project, tmp_path, "exqa", fill_gaps=True)
        (second,) = project.tasks.page(project.tasks.ids(TaskFilter(run_id=run_id)))
        assert second.seed != first.seed
        assert second.outcome.value == "ok"


def test_a_type_that_was_never_asked_for_is_a_gap_everywhere(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        generate(project, tmp_path, "exqa")
        run_id = generate(project, tmp_path, "exqa", "qa", fill_gaps=True)
        again = project.tasks.page(project.tasks.ids(TaskFilter(run_id=run_id)))
        assert [task.task_type for task in again] == ["qa"]


def test_tasks_of_another_cut_of_the_same_text_count(tmp_path: Path):
    with harbour(tmp_path, []) as project:
        project.delete_document(3)
        with_tasks(project, [("When?", "nine")], TEXT, 9)  # cut by the tests, not by the model
        with pytest.raises(NothingToDo, match="no gap"):
            generate(project, tmp_path, "qa", fill_gaps=True, document_ids=(4,))


def test_without_a_gap_there_is_nothing_to_do(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        generate(project, tmp_path, "exqa")
        with pytest.raises(NothingToDo, match="no gap"):
            generate(project, tmp_path, "exqa", fill_gaps=True)
        assert len(project.runs.all()) == 1
