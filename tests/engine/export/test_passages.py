"""The passages themselves: rows of text with their place, split, masked, verified and proved."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadSetting, NothingToDo
from engine.export import ExportRequest, export
from engine.export.preview import preview
from engine.export.proving import prove_export
from engine.export.verify import verify
from engine.records import (
    Decision,
    Extract,
    PageMark,
    PassageSettings,
    PersonalChoice,
    Span,
    TaskFilter,
    Verdict,
)
from engine.store import Project
from tests.bench.forging import rehash
from tests.near_projects import with_tasks
from tests.projects import answer, new_project

MAIL = "Who has lost a key writes to anna@example.org and waits at the pier until noon."


def add_document(project: Project, number: int) -> None:
    """A document of two pages, a passage on each."""
    text = f"Gate {number} opens at nine. Nobody may enter before."
    extract = Extract(text, (PageMark(0, "1"), PageMark(21, "2")))
    name = f"d{number}.txt"
    added = project.documents.add(f"/in/{name}", name, "txt", 50, f"{number:064x}", extract)
    assert added.document_id is not None
    spans = [Span(0, 20, 6), Span(21, len(text), 5)]
    project.passages.save(added.document_id, PassageSettings(), spans)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "work.bonito") as project:
        for number in range(3):
            add_document(project, number)
        answer(project)
        yield project


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    export(project, asked(tmp_path))
    return tmp_path / "out"


def asked(tmp_path: Path) -> ExportRequest:
    return ExportRequest(tmp_path / "out", "passages", split=(80, 10, 10))


def rows(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_each_row_is_a_passage_as_it_stands_in_its_document(project: Project, folder: Path):
    assert len(rows(folder)) == 6
    for row in rows(folder):
        said = row["provenance"]
        place = said["passage"]
        document = next(
            d for d in project.documents.all() if d.sha256 == said["document"]["sha256"]
        )
        assert row["text"] == project.documents.text(document.id)[place["start"] : place["end"]]
    assert {row["provenance"]["document"]["page"] for row in rows(folder)} == {"1", "2"}


def test_a_document_is_in_the_part_that_its_tasks_are_in(project: Project, folder: Path):
    with_passages = project.parts.all()
    export(project, ExportRequest(folder.parent / "tasks", only_accepted=False, split=(80, 10, 10)))
    assert project.parts.all() == with_passages
    parts = {one["sha256"]: one["part"] for one in manifest(folder)["documents"]}
    of_tasks = manifest(folder.parent / "tasks")["documents"]
    assert parts == {one["sha256"]: one["part"] for one in of_tasks}


def test_the_folder_verifies_and_is_proved_against_its_project(project: Project, folder: Path):
    assert verify(folder).problems == []
    proof = prove_export(project, folder)
    assert (proof.problems, proof.notes, proof.rows) == ([], [], 6)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Gate 0 opens", "Gate 9 opens", "not the one that its hash is of"),
        ('"passage_id": 2,', '"passage_id": 1,', "the same passage stands twice"),
        ('"start": 21, "end": 46', '"start": 21, "end": 47', "not as long as its offsets say"),
        ('"start": 21, "end": 46', '"start": 46, "end": 21', "no stretch of a text"),
    ],
)
def test_a_row_that_contradicts_itself_is_noticed_although_all_sums_were_made_right(
    folder: Path, old: str, new: str, said: str
):
    for file in folder.glob("*.jsonl"):
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    rehash(folder)
    assert any(said in problem for problem in verify(folder).problems)


def test_another_text_with_its_hash_made_right_is_noticed_by_the_project(
    project: Project, folder: Path
):
    for file in folder.glob("*.jsonl"):
        text = file.read_text("utf-8").replace('"page": "1"', '"page": "7"')
        file.write_text(text, encoding="utf-8")
    problems = prove_export(project, folder).problems
    assert any("provenance.document.page is" in one for one in problems)


def test_card_and_manifest_say_that_no_model_wrote_it(folder: Path):
    card, known = (folder / "README.md").read_text(encoding="utf-8"), manifest(folder)
    assert "No model\nwrote any of it" in card
    assert "## Rows by task type" not in card
    assert "synthetic" not in card
    assert (known["only"], known["runs"], known["rows_by_type"]) == ("passages", [], {})
    assert known["layout"] == 3


def test_only_the_documents_named_are_written(project: Project, tmp_path: Path):
    request = replace(asked(tmp_path), split=None, narrow=TaskFilter(document_ids=(2,)))
    export(project, request)
    names = {row["provenance"]["document"]["name"] for row in rows(tmp_path / "out")}
    assert names == {"d1.txt"}


def test_the_preview_is_what_is_written(project: Project, tmp_path: Path):
    request = replace(asked(tmp_path), split=None, columns=(("text", "content"),))
    export(project, request)
    assert preview(project, request, 3) == rows(tmp_path / "out")[:3]
    assert verify(tmp_path / "out").problems == []


@pytest.fixture
def with_mail(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "mail.bonito") as project:
        with_tasks(project, [("Who may enter?", "the warden")])
        with_tasks(project, [("Where does one write to?", "to the harbour")], MAIL, 2)
        yield project


def test_a_passage_with_undecided_personal_data_is_left_out_and_told(
    with_mail: Project, tmp_path: Path
):
    report = export(with_mail, asked(tmp_path))
    assert [row["text"] for row in rows(tmp_path / "out")] == [with_mail.documents.text(1)]
    assert any("1 passage was left out" in said for said in report.warnings)
    assert verify(tmp_path / "out").problems == []
    assert prove_export(with_mail, tmp_path / "out").problems == []


def test_what_was_masked_in_tasks_is_masked_in_passages_too(with_mail: Project, tmp_path: Path):
    with pytest.raises(BaseException, match="nobody decided"):  # the task quotes its passage
        export(with_mail, ExportRequest(tmp_path / "tasks", only_accepted=False))
    (value,) = with_mail.personal.values()
    with_mail.personal.decide([value.id], PersonalChoice.MASK, "Ada")
    export(with_mail, asked(tmp_path))
    masked = next(row for row in rows(tmp_path / "out") if row["provenance"]["masked"])
    assert "anna@example.org" not in masked["text"]
    assert verify(tmp_path / "out").problems == []
    assert prove_export(with_mail, tmp_path / "out").problems == []


def test_with_a_reason_it_stays_and_the_log_says_so(with_mail: Project, tmp_path: Path):
    export(with_mail, replace(asked(tmp_path), personal_reason="public notice"))
    assert any(MAIL in row["text"] for row in rows(tmp_path / "out"))
    assert any("public notice" in entry.detail for entry in with_mail.log.all())
    assert prove_export(with_mail, tmp_path / "out").problems == []


def test_passages_of_a_document_deleted_since_are_explained(project: Project, folder: Path):
    project.delete_document(1, with_decisions=True)
    proof = prove_export(project, folder)
    assert proof.problems == []
    assert proof.notes[0].startswith("2 rows are of a document that was deleted")


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"only_accepted": False}, "--only"),
        ({"instead": "rejected"}, "--only"),
        ({"with_passage": True}, "--with-passage"),
        ({"with_model_words": True}, "--with-model-words"),
        ({"instructions": (("qa", "Say."),)}, "--instruction"),
        ({"narrow": TaskFilter(task_types=("qa",))}, "--types"),
    ],
)
def test_what_is_asked_of_tasks_is_refused(
    project: Project, tmp_path: Path, change: dict[str, Any], option: str
):
    with pytest.raises(BadSetting, match=f"leave out.*{option}"):
        export(project, replace(asked(tmp_path), **change))


def test_a_project_without_passages_says_what_makes_them(tmp_path: Path):
    with (
        new_project(tmp_path / "empty.bonito") as project,
        pytest.raises(NothingToDo, match="No document has passages yet"),
    ):
        export(project, asked(tmp_path))


def test_reviewing_changes_nothing_in_them(project: Project, folder: Path):
    before = rows(folder)
    project.decisions.add([Decision(1, Verdict.REJECT)], "Ada")
    export(project, asked(folder.parent))
    assert rows(folder) == before
