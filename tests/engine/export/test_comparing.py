import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.export import ExportRequest, export
from engine.export.comparing import compare, counts
from engine.records import Decision, Near, NearCounts, TaskFilter, Verdict
from engine.store import Project
from tests.near_projects import CHANGED, LOUD, OTHER, PASSAGE, QUESTION, with_tasks
from tests.projects import new_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "work.bonito") as project:
        yield project


@pytest.fixture
def ids(project: Project) -> list[int]:
    texts = [(QUESTION, "nine"), (CHANGED, "nine"), (OTHER, "the warden"), (LOUD, "Nine.")]
    return with_tasks(project, texts)


def said(target: Path) -> tuple[list[int], dict[str, object], str]:
    """The tasks of an exported folder, what its manifest and what its card say of them."""
    rows = [json.loads(line) for line in (target / "train.jsonl").read_text("utf-8").splitlines()]
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    card = (target / "README.md").read_text("utf-8")
    return [row["provenance"]["task"] for row in rows], manifest["near_duplicates"], card


def test_nothing_is_known_before_the_tasks_are_compared(project: Project, ids: list[int]):
    assert counts(project) == NearCounts(0, 0, is_current=False)
    assert compare(project) == NearCounts(1, 3, is_current=True)
    assert project.tasks.near.groups() == [[ids[0], ids[1], ids[3]]]
    assert [project.tasks.get(one).near for one in ids] == [2, 2, 0, 2]


def test_they_are_found_over_documents_and_runs(project: Project, ids: list[int]):
    twin = with_tasks(project, [(CHANGED, "nine")], PASSAGE.replace("signed", "agreed"), 2)
    far = with_tasks(project, [(QUESTION, "nine")], "Bicycles are kept in the northern hall.", 3)
    compare(project)
    assert project.tasks.near.groups() == [[ids[0], ids[1], ids[3], *twin]]
    assert project.tasks.get(far[0]).near == 0


def test_an_edit_takes_a_task_out_of_its_group_and_undoing_brings_it_back(
    project: Project, ids: list[int]
):
    compare(project)
    edit = Decision(ids[1], Verdict.EDIT, output="at ten in the evening")
    project.decisions.add([edit], "ilse")
    assert not counts(project).is_current
    assert compare(project).tasks == 2
    project.decisions.undo()
    assert compare(project).tasks == 3


def test_a_deleted_document_leaves_no_group_of_one(project: Project):
    with_tasks(project, [(QUESTION, "nine")])
    with_tasks(project, [(CHANGED, "nine")], PASSAGE.replace("signed", "agreed"), 2)
    assert compare(project).groups == 1
    project.delete_document(2)
    assert counts(project).tasks == 0
    assert project.tasks.ids(TaskFilter(near=Near.WITH)) == []
    assert project.tasks.get(1).near == 0


def test_an_export_has_the_best_of_each_group_and_says_so(
    project: Project, ids: list[int], tmp_path: Path
):
    report = export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    tasks, manifest, card = said(tmp_path / "out")
    assert tasks == [ids[0], ids[2]]
    assert report.near_left_out == 2
    assert manifest == {"left_out": 2, "kept": False}
    sentence = "2 tasks were left out, because another row says nearly the same"
    assert sentence in card
    assert any(sentence in warning for warning in report.warnings)


def test_what_a_person_accepted_comes_before_what_nobody_read(
    project: Project, ids: list[int], tmp_path: Path
):
    project.decisions.add([Decision(ids[3], Verdict.ACCEPT)], "ilse")
    export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    assert said(tmp_path / "out")[0] == [ids[2], ids[3]]


def test_a_rejected_task_does_not_stand_for_its_group(
    project: Project, ids: list[int], tmp_path: Path
):
    project.decisions.add([Decision(ids[0], Verdict.REJECT)], "ilse")
    export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    assert said(tmp_path / "out")[0] == [ids[1], ids[2]]


def test_all_are_exported_if_asked(project: Project, ids: list[int], tmp_path: Path):
    request = ExportRequest(tmp_path / "out", only_accepted=False, one_of_each=False)
    report = export(project, request)
    tasks, manifest, card = said(tmp_path / "out")
    assert tasks == ids
    assert (report.near_left_out, manifest) == (0, {"left_out": 0, "kept": True})
    assert "Near-duplicates were kept" in card


def test_who_cancels_changes_nothing(project: Project, ids: list[int]):
    assert compare(project, lambda: True) == NearCounts(0, 0, is_current=False)
    assert [project.tasks.get(one).near for one in ids] == [0, 0, 0, 0]


def test_a_project_whose_passages_are_compared_by_a_sample_says_so(
    project: Project, ids: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Above 150 million letters of passages, or four million tasks or so."""
    monkeypatch.setattr("engine.likeness.families._MOST_MARKS", 3)
    request = ExportRequest(tmp_path / "out", only_accepted=False, split=(80, 10, 10))
    report = export(project, request)
    proof = json.loads((tmp_path / "out" / "split.json").read_text("utf-8"))
    sampled = "compared by one in 2 of their marks"
    assert sampled in proof["measured"]["near_duplicate_rows"]
    assert sampled in (tmp_path / "out" / "README.md").read_text("utf-8")
    assert any(sampled in warning for warning in report.warnings)


def test_tasks_are_compared_in_parts_and_the_same_groups_are_found(
    project: Project, ids: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("engine.export.comparing._AT_ONCE", 2)
    monkeypatch.setattr("engine.export.comparing._READ_AT_ONCE", 1)
    monkeypatch.setattr("engine.export.comparing._MOST_TEXTS", 1)
    twin = with_tasks(project, [(CHANGED, "nine")], PASSAGE.replace("signed", "agreed"), 2)
    compare(project)
    assert project.tasks.near.groups() == [[ids[0], ids[1], ids[3], *twin]]
