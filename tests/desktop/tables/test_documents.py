import pytest
from PySide6.QtCore import Qt

from desktop.tables import documents as table
from desktop.tables.roles import RecordRole, SecondLineRole, ToneRole
from engine.records import Covered, DocumentCoverage, FileStatus
from engine.store import Project


@pytest.fixture
def documents(full: Project) -> table.DocumentsTable:
    made = table.DocumentsTable()
    made.show(full)
    return made


def test_it_is_a_sound_item_model(documents: table.DocumentsTable, qtmodeltester):
    qtmodeltester.check(documents)


def test_an_empty_one_is_sound_too(qtmodeltester):
    qtmodeltester.check(table.DocumentsTable())


def test_documents_come_first_with_their_numbers(documents: table.DocumentsTable):
    cells = [documents.index(0, column).data() for column in range(8)]
    assert cells == ["rules.txt", "Ready", "–", "TXT", "77 B", "77", "1", "–"]


def test_a_document_tells_how_much_of_it_gave_accepted_tasks(
    documents: table.DocumentsTable, full: Project
):
    (document,) = full.documents.all()
    whole = Covered(kept=60, accepted=33)
    found = DocumentCoverage(document.id, document.name, 77, whole, {}, ((60, 77),), ((0, 33),))
    documents.coverage = {document.id: found}
    assert documents.show(full)
    assert documents.index(0, table.COL_ACCEPTED).data() == "42.9 %"
    assert documents.index(1, table.COL_ACCEPTED).data() == ""
    head = documents.headerData(
        table.COL_ACCEPTED, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert "accepted" in head


def test_a_refused_file_shows_its_sentence(documents: table.DocumentsTable):
    index = documents.index(1, table.COL_NAME)
    assert index.data() == "scan.pdf"
    assert index.data(SecondLineRole) == "No text in it."
    assert index.data(ToneRole) == "warn"
    assert index.data(RecordRole).status is FileStatus.NO_TEXT


def test_numbers_stand_right_and_so_do_their_headings(documents: table.DocumentsTable):
    role = Qt.ItemDataRole.TextAlignmentRole
    for column in range(6):
        heading = documents.headerData(column, Qt.Orientation.Horizontal, role)
        assert heading == documents.index(0, column).data(role)


def test_without_a_project_it_is_empty(documents: table.DocumentsTable):
    documents.show(None)
    assert documents.rowCount() == 0
