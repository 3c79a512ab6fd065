"""An export is held against its project, row by row."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.export import ExportRequest, export
from engine.export.proving import prove_export
from engine.export.shapes import SHAPES, WITH_SYSTEM, Said
from engine.records import Decision, Verdict
from engine.store import Project
from tests.projects import ONE_ANSWER, fill, new_project


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        tasks = fill(
            project, documents=3, answers="As long as no passage is, so it stands in none."
        )
        project._connection.write(
            "UPDATE tasks SET output = 'Gate', evidence_grade = 'exact', evidence_start = 0,"
            " evidence_end = 4 WHERE id IN (1, 5)"
        )
        project.decisions.add([Decision(one, Verdict.ACCEPT) for one in tasks], "Ada")
        project.decisions.add([Decision(tasks[1], Verdict.EDIT, output="At nine.")], "Ada")
        yield project


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    report = export(project, ExportRequest(tmp_path / "out"))
    head = project.log.head()
    assert head is not None
    assert report.anchor.endswith(f"log entry {head.number} {head.hash}")
    return tmp_path / "out"


def changed(folder: Path, old: str, new: str) -> None:
    rows = folder / "train.jsonl"
    text = rows.read_text(encoding="utf-8")
    assert old in text
    rows.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_row_is_what_the_project_holds(project, folder):
    proof = prove_export(project, folder)
    assert proof.problems == []
    assert proof.notes == []
    assert proof.rows == len((folder / "train.jsonl").read_text(encoding="utf-8").splitlines())
    assert proof.entry is not None
    assert proof.entry.event == "exported"


@pytest.mark.parametrize("form", ["prompt", "alpaca", "messages", "sharegpt"])
def test_every_format_can_be_held_against_its_project(project, tmp_path, form):
    export(project, ExportRequest(tmp_path / "o", form, instructions=(("exqa", "Say."),)))
    assert prove_export(project, tmp_path / "o").problems == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"output": "Gate"', '"output": "Door"', "output"),
        ('"decision": "accept"', '"decision": "edit"', "provenance.decision"),
        ('"start": 0', '"start": 1', "provenance."),
        ('"seed": 7', '"seed": 8', "provenance.seed"),
        ('"name": "d0.txt"', '"name": "x.txt"', "provenance.document.name"),
        ('"prompt_sha256": "b', '"prompt_sha256": "c', "provenance.prompt_sha256"),
    ],
)
def test_what_a_row_says_otherwise_is_named(project, folder, old, new, key):
    changed(folder, old, new)
    (said,) = prove_export(project, folder).problems
    assert said.startswith("train.jsonl line 1, task ")
    assert key in said


def test_a_later_decision_explains_a_difference_and_is_told(project, folder):
    rows = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    task = json.loads(rows[0])["provenance"]["task"]
    project.decisions.add([Decision(task, Verdict.REJECT)], "Bea")
    proof = prove_export(project, folder)
    assert proof.problems == []
    assert proof.changed_since >= 1
    assert "Decided on anew after the export" in proof.notes[0]


def test_a_manifest_that_the_log_does_not_tell_of_is_no_export_of_it(project, folder):
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "tells of no export" in prove_export(project, folder).problems[0]


def test_an_export_of_another_project_is_none_of_this(project, folder, tmp_path):
    with new_project(tmp_path / "other.bonito") as other:
        fill(other, documents=3)
        problems = prove_export(other, folder).problems
    assert "tells of no export" in problems[0]
    assert "its head of the log is not in the project's log" in problems[1]


def test_rows_of_a_document_deleted_since_are_explained_in_words(project, folder):
    rows = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    gone = sum(json.loads(row)["provenance"]["document"]["name"] == "d0.txt" for row in rows)
    project.delete_document(1, with_decisions=True)
    proof = prove_export(project, folder)
    assert proof.problems == []
    assert proof.rows == len(rows) - gone
    (said,) = proof.notes
    number = project.log.all()[-1].number
    assert said.startswith(f"{gone} rows are of a document that was deleted from the project after")
    assert f"deletions since: entry {number}" in said
    assert f"shown by entry {proof.entry.number} of the log" in said


def test_a_document_deleted_before_the_export_explains_nothing(project, folder):
    """Rows of a stranger in a folder that the log tells of can't hide behind a later deletion."""
    project.delete_document(1, with_decisions=True)
    for name in ("d1.txt", "d2.txt"):
        sha256 = next(one.sha256 for one in project.documents.all() if one.name == name)
        changed(folder, f'"name": "{name}", "sha256": "{sha256}"',
                f'"name": "{name}", "sha256": "{"e" * 64}"')  # fmt: skip
    text = (folder / "train.jsonl").read_text(encoding="utf-8")
    for task in range(5, 9):
        text = text.replace(f'"task": {task},', f'"task": {task}000,')
    (folder / "train.jsonl").write_text(text, encoding="utf-8")
    problems = prove_export(project, folder).problems
    assert any("the project has no task" in said for said in problems)
    assert any("only 1 were deleted since the export" in said for said in problems)


def test_a_task_that_is_gone_while_its_document_is_there_is_a_problem(project, folder):
    project.delete_document(2, with_decisions=True)
    changed(folder, '"task": 1,', '"task": 1001,')
    problems = prove_export(project, folder).problems
    assert problems == ["train.jsonl line 1: the project has no task 1001 any more."]


def test_rows_without_provenance_are_said_to_be_unproved(project, tmp_path):
    export(project, ExportRequest(tmp_path / "plain", with_provenance=False))
    proof = prove_export(project, tmp_path / "plain")
    assert proof.problems == []
    assert "none can be compared" in proof.notes[0]


def test_evidence_that_does_not_stand_in_the_text_is_named(project, folder):
    project._connection.write("UPDATE tasks SET evidence_start = 5, evidence_end = 9 WHERE id = 1")
    problems = prove_export(project, folder).problems
    assert any("does not stand at 5 to 9" in said for said in problems)


@pytest.mark.parametrize("shape", ONE_ANSWER)
def test_whatever_was_asked_of_the_rows_is_proved_in_every_format(project, tmp_path, shape):
    column = next(iter(SHAPES[shape](Said("", ""))))
    request = ExportRequest(
        tmp_path / "all", shape, system="Be brief." if shape in WITH_SYSTEM else "",
        columns=((column, "own"),), with_passage=True, with_model_words=True,
        instructions=(("exqa", "Quote."),),
    )  # fmt: skip
    project.decisions.add([Decision(3, Verdict.REJECT, "wrong")], "Ada")
    for instead in ("", "rejected", "decided"):
        export(project, replace(request, instead=instead))
        proof = prove_export(project, request.target)
        assert (proof.problems, proof.notes) == ([], [])
        assert proof.rows > 0


def test_other_words_of_the_model_beside_a_row_are_noticed(project, tmp_path):
    folder = tmp_path / "words"
    export(project, ExportRequest(folder, with_passage=True, with_model_words=True))
    changed(folder, "As long as no passage is", "As long as a passage is")
    problems = prove_export(project, folder).problems
    assert problems
    changed(folder, '"masked": 0, "held_back": false', '"masked": 0, "held_back": true')
    assert len(prove_export(project, folder).problems) > len(problems)
