"""Reading again in another way: never a lost task, never a changed text."""

from pathlib import Path

import pytest

from engine import runs
from engine.importing import import_paths
from engine.records import FileStatus, ImportOptions, PassageKind, RunState
from engine.rereading import read_again, tell_languages
from engine.runs.cutting import cut_missing, settings_for
from engine.store import Project
from engine.worker import fake
from models import library
from tests.harbour import import_text, request
from tests.projects import new_project

POLISH = "Zażółć gęślą jaźń. Najemca płaci czynsz do dziesiątego dnia każdego miesiąca. " * 4
CENTRAL = ImportOptions(encoding="windows-1250")
WESTERN = ImportOptions(encoding="windows-1252")


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "test.bonito") as made:
        yield made


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes(POLISH.encode("windows-1250"))
    return path


def imported(project: Project, path: Path, options: ImportOptions = WESTERN) -> int:
    (report,) = import_paths(project, [path], options=options)
    return report.document_id or 0


def test_a_document_of_which_nothing_was_made_gives_way_to_the_new_reading(project, letter):
    first = imported(project, letter)
    (report,) = read_again(project, [first], CENTRAL)
    (document,) = project.documents.all()
    assert report.status is FileStatus.READY
    assert (document.id, document.options) == (report.document_id, CENTRAL)
    assert project.documents.text(document.id) == POLISH.strip()
    assert "as chosen" in document.note


def test_a_document_with_tasks_stays_with_them_beside_the_new_reading(project, letter, tmp_path):
    first = imported(project, letter)
    runs.start(project, request(tmp_path), lambda _: None, fake.main).wait()
    tasks = len(list(project.tasks.export_rows(only_accepted=False)))
    (report,) = read_again(project, [first], CENTRAL)
    assert [document.id for document in project.documents.all()] == [first, report.document_id]
    assert len(list(project.tasks.export_rows(only_accepted=False))) == tasks > 0
    assert "stays beside it" in report.detail


def test_no_document_gives_way_while_a_run_goes_on(project, letter, tmp_path):
    import_text(project, "pier.txt", "The pier opens at nine in the morning.")
    runs.start(project, request(tmp_path), lambda _: None, fake.main).wait()
    first = imported(project, letter)
    project.runs.set_state(1, RunState.RUNNING)
    (report,) = read_again(project, [first], CENTRAL)
    assert {first, report.document_id} < set(project.documents.ids())


def test_passages_made_by_hand_are_kept(project, letter, tmp_path):
    first = imported(project, letter)
    model = library.find(request(tmp_path).model)
    cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
    current = project.passages.current(first, settings_for(model, PassageKind.PARAGRAPH))
    project.passages.revise(first, current.settings, [])
    read_again(project, [first], CENTRAL)
    assert len(project.documents.all()) == 2


def test_the_same_text_again_changes_nothing(project, tmp_path):
    path = tmp_path / "plain.txt"
    path.write_text("The gate opens at nine.")
    first = imported(project, path, ImportOptions())
    (report,) = read_again(project, [first], ImportOptions(encoding="ascii"))
    assert report.status is FileStatus.DUPLICATE
    assert "Nothing changed" in report.detail
    assert [document.id for document in project.documents.all()] == [first]


@pytest.mark.parametrize("what", ["gone", "changed", "other encoding"])
def test_what_cannot_be_read_again_stays_as_it_was(project, letter, what):
    first = imported(project, letter)
    before = project.documents.all()
    if what == "gone":
        letter.unlink()
    elif what == "changed":
        letter.write_bytes(b"Another text.")
    options = ImportOptions(encoding="ascii") if what == "other encoding" else CENTRAL
    (report,) = read_again(project, [first], options)
    assert report.status not in (FileStatus.READY, FileStatus.DUPLICATE)
    assert report.detail
    assert project.documents.all() == before
    assert project.documents.refused() == []


def test_reading_again_can_be_stopped_between_two_files(project, letter, tmp_path):
    other = tmp_path / "other.txt"
    other.write_bytes("Łódź i Gdańsk są duże.".encode("windows-1250"))
    ids = [imported(project, path) for path in (letter, other)]
    told = []
    reports = read_again(project, ids, CENTRAL, told.append, lambda: bool(told))
    assert len(reports) == len(told) == 1


def test_documents_of_earlier_versions_get_their_language(project):
    german = import_text(project, "vertrag.txt", "Der Mieter zahlt die Miete am Ersten. " * 9)
    known = import_text(project, "known.txt", "The tenant pays the rent. " * 9, "fr")
    figures = import_text(project, "figures.txt", "1 2 3 4")
    project._connection.write("DELETE FROM languages WHERE document_id != :known", known=known)
    assert tell_languages(project) == 2
    languages = {document.id: document.language for document in project.documents.all()}
    assert languages == {german: "de", known: "fr", figures: ""}
    assert tell_languages(project) == 0
