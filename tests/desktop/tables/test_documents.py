import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from desktop.tables import documents as table
from desktop.tables.roles import LookRole, RecordRole
from engine.records import Covered, DocumentCoverage, Extract, FileStatus
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
    assert index.data(LookRole).second == "No text in it."
    assert index.data(LookRole).tone == "warn"
    assert index.data(RecordRole).status is FileStatus.NO_TEXT


def test_numbers_stand_right_and_so_do_their_headings(documents: table.DocumentsTable):
    role = Qt.ItemDataRole.TextAlignmentRole
    for column in range(6):
        heading = documents.headerData(column, Qt.Orientation.Horizontal, role)
        assert heading == documents.index(0, column).data(role)


def test_without_a_project_it_is_empty(documents: table.DocumentsTable):
    documents.show(None)
    assert documents.rowCount() == 0


def names(documents: table.DocumentsTable) -> list[str]:
    return [documents.index(row, 0).data() for row in range(documents.rowCount())]


def add(project: Project, name: str, text: str, note: str = "") -> None:
    extract = Extract(text, note=note)
    project.documents.add(f"/in/{name}", name, "txt", len(text), name, extract)


def test_rows_are_sorted_by_a_column_and_back_in_the_order_of_import(documents, full: Project):
    add(full, "Annex.txt", "Short.")
    add(full, "zoo.txt", "A text that is much longer than the other texts are. " * 9)
    documents.show(full)
    as_added = names(documents)
    documents.sort(table.COL_NAME)
    assert names(documents) == ["Annex.txt", "rules.txt", "scan.pdf", "zoo.txt"]
    documents.sort(table.COL_CHARACTERS, Qt.SortOrder.DescendingOrder)
    assert names(documents) == ["zoo.txt", "rules.txt", "Annex.txt", "scan.pdf"]
    add(
        full,
        "new.txt",
        "A text that is added while the table is sorted, not the longest.",
    )
    documents.show(full)
    assert names(documents)[0] == "zoo.txt"
    documents.sort(-1)
    assert names(documents) == [*as_added[:-1], "new.txt", "scan.pdf"]


def test_what_is_selected_stays_selected_when_rows_are_sorted(documents, full: Project):
    add(full, "Annex.txt", "Short.")
    documents.show(full)
    kept = QPersistentModelIndex(documents.index(0, 0))
    documents.sort(table.COL_NAME)
    assert (kept.row(), kept.data()) == (1, "rules.txt")


def test_only_some_files_are_shown(documents: table.DocumentsTable, full: Project):
    add(full, "Annex.txt", "Short.", note="Hidden text was left out.")
    full.documents.note_rights([1], "Our own", "ilse")
    expected = {
        table.Shown.ALL: ["rules.txt", "Annex.txt", "scan.pdf"],
        table.Shown.READY: ["rules.txt", "Annex.txt"],
        table.Shown.NOT_READ: ["scan.pdf"],
        table.Shown.NO_RIGHTS: ["Annex.txt"],
        table.Shown.REMARKED: ["Annex.txt"],
    }
    for which, wanted in expected.items():
        documents.narrow(None, which)
        documents.show(full)
        assert names(documents) == wanted
        assert documents.total == 3
