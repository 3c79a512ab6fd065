from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from desktop.background import Background
from desktop.changes import Change
from desktop.dialogs.delete import ConfirmDelete
from desktop.dialogs.password import AskPassword
from desktop.pages.documents import DocumentsPage
from desktop.pages.importing_page import wants_password
from desktop.tables import documents as table
from desktop.widgets.import_strip import import_sentence
from engine.records import Decision, Extract, FileReport, FileStatus, TaskFilter, Verdict
from engine.store import Project
from engine.worker import fake
from models import library
from tests.engine.documents import files


@pytest.fixture
def page(qtbot, background: Background):
    made = DocumentsPage(background, fake.main)
    qtbot.addWidget(
        made, before_close_func=lambda shown: (background.close(), shown.show_project(None))
    )
    made.resize(1100, 700)
    made.show()
    return made


def report(status: FileStatus, name: str = "a.pdf") -> FileReport:
    return FileReport(f"/in/{name}", name, status, "Say what to do.")


def test_the_first_document_is_shown_with_its_text(page: DocumentsPage, full: Project):
    page.show_project(full)
    assert page.pane.text.toPlainText().startswith("The ferry leaves")


def test_the_text_that_gave_accepted_tasks_is_told_and_again_on_arriving(
    page: DocumentsPage, full: Project, qtbot
):
    with qtbot.waitSignal(page.coverage.found, timeout=20_000):
        page.show_project(full)
    assert "0 % of the text gave accepted tasks" in page.pane.coverage.words.text()
    task = full.tasks.ids(TaskFilter())[0]
    full.decisions.add([Decision(task, Verdict.ACCEPT)], "ilse")
    page.refresh(full.status(), Change.DECISIONS)
    with qtbot.waitSignal(page.coverage.found, timeout=20_000):
        page.arrive()
    accepted = page.table.index(0, table.COL_ACCEPTED).data()
    assert accepted in page.pane.coverage.words.text()
    assert accepted not in ("–", "0 %")


def test_a_refused_file_shows_its_sentence(page: DocumentsPage, full: Project):
    page.show_project(full)
    page.view.selectRow(1)
    assert page.pane.text.toPlainText() == "No text in it."


def test_an_empty_project_shows_what_to_do(page: DocumentsPage, empty: Project):
    page.show_project(empty)
    assert page._places.currentIndex() == 0


def test_dropped_files_are_read_and_the_odd_one_is_named(
    page: DocumentsPage, empty: Project, tmp_path: Path, qtbot
):
    good, bad = tmp_path / "good.txt", tmp_path / "picture.xyz"
    good.write_text("The ferry leaves at nine in the morning.", "utf-8")
    bad.write_bytes(b"\x00\x01\x02")
    page.show_project(empty)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(good)), QUrl.fromLocalFile(str(bad))])
    nothing, copy = Qt.MouseButton.NoButton, Qt.DropAction.CopyAction
    keys = Qt.KeyboardModifier.NoModifier
    page.dragEnterEvent(QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, nothing, keys))
    with qtbot.waitSignal(page.documents_changed, timeout=60_000):
        page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, nothing, keys))
    assert [document.name for document in empty.documents.all()] == ["good.txt"]
    assert page.table.rowCount() == 2
    assert page.notice.text.startswith("1 document added, 1 file not read. picture.xyz:")
    assert page.pane.text.toPlainText().startswith("The ferry")
    page.notice._action.click()
    assert [row.name for row in page.selected()] == ["picture.xyz"]
    assert page.filter.count.text() == "1 of 2 files"


def test_refused_files_are_tried_again_or_taken_off_the_list(page, empty, tmp_path: Path, qtbot):
    late = tmp_path / "late.txt"
    empty.documents.refuse(str(late), "late.txt", FileStatus.DAMAGED, "Damaged.")
    empty.documents.refuse("/in/scan.pdf", "scan.pdf", FileStatus.NO_TEXT, "No text in it.")
    page.show_project(empty)
    page.view.selectAll()
    assert page.again.isVisible()
    page.delete.click()
    assert empty.documents.refused() == []
    empty.documents.refuse(str(late), "late.txt", FileStatus.DAMAGED, "Damaged.")
    late.write_text("The ferry leaves at nine in the morning.", "utf-8")
    page.show_project(empty)
    page.view.selectRow(0)
    with qtbot.waitSignal(page.documents_changed, timeout=60_000):
        page.again.click()
    assert [document.name for document in empty.documents.all()] == ["late.txt"]
    assert empty.documents.refused() == []
    page.view.selectRow(0)
    assert not page.again.isVisible()


def test_several_documents_are_deleted_at_once(page, full: Project, qtbot, monkeypatch):
    for name in ("b.txt", "c.txt"):
        full.documents.add(f"/in/{name}", name, "txt", 9, name, Extract(f"Text of {name}."))
    page.show_project(full)
    page.view.selectAll()
    titles: list[str] = []

    def agree(dialog: ConfirmDelete) -> bool:
        titles.append(dialog.windowTitle())
        return True

    monkeypatch.setattr(ConfirmDelete, "exec", agree)
    with qtbot.waitSignal(page.documents_changed, timeout=60_000):
        page.delete.click()
    assert titles == ["Delete 3 documents?"]
    assert full.documents.all() == []
    assert page.notice.text == "3 documents are deleted for good."


def test_what_comes_next_leads_once_there_is_a_document(page, full: Project, empty: Project, qtbot):
    page.show_project(empty)
    assert page.next.isHidden()
    assert page.add.property("role") == "primary"
    page.show_project(full)
    assert page.add.property("role") == ""
    with qtbot.waitSignal(page.generate_requested):
        page.next.click()


def test_an_empty_folder_is_named_in_place(
    page: DocumentsPage, empty: Project, tmp_path: Path, qtbot
):
    page.show_project(empty)
    folder = tmp_path / "nothing"
    folder.mkdir()
    with qtbot.waitSignal(page.documents_changed, timeout=60_000):
        page.import_files([folder])
    assert page.notice.text
    assert not page.strip.isVisible()


def test_an_import_can_be_stopped_and_keeps_what_was_read(
    page: DocumentsPage, empty: Project, tmp_path: Path, qtbot
):
    for number in range(50):
        (tmp_path / f"{number:02}.txt").write_text(f"Text number {number}.", "utf-8")
    page.show_project(empty)
    page.import_files([tmp_path])
    assert page.strip.isVisible()
    page.import_files([tmp_path])
    assert page.notice.text.startswith("An import is under way")
    with qtbot.waitSignal(page.documents_changed, timeout=60_000):
        qtbot.mouseClick(page.strip.cancel, Qt.MouseButton.LeftButton)
    assert page.notice.text.startswith("Import stopped")
    assert len(empty.documents.all()) < 50


def test_without_a_project_nothing_is_read(page: DocumentsPage, tmp_path: Path):
    page.import_files([tmp_path])
    assert not page.strip.isVisible()


@pytest.mark.parametrize(
    ("statuses", "said", "kind"),
    [
        ([FileStatus.READY], "1 document added.", "good"),
        ([FileStatus.READY, FileStatus.DUPLICATE], "1 document added, 1 already here.", "good"),
        (
            [FileStatus.DAMAGED, FileStatus.NO_TEXT],
            "0 documents added, 2 files not read. The table says why for each.",
            "warn",
        ),
    ],
)
def test_an_import_is_summed_up(statuses: list[FileStatus], said: str, kind: str):
    reports = [report(status) for status in statuses]
    assert import_sentence(reports, was_cancelled=False) == (said, kind)


def add(project: Project, name: str, text: str) -> int:
    return (
        project.documents.add(f"/in/{name}", name, "txt", 9, name, Extract(text)).document_id or 0
    )


def search(page: DocumentsPage, text: str, qtbot) -> None:
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.field.hasFocus()
    QTest.keyClicks(page.search.field, text)
    qtbot.waitUntil(lambda: page.search.is_searching and not page.search._typing.isActive())


def test_a_place_that_is_found_is_shown_and_highlighted(page: DocumentsPage, full: Project, qtbot):
    add(full, "café.txt", "In the café, visitors pay. " * 3)
    page.show_project(full)
    search(page, "cafe pay", qtbot)
    assert page.search.count.text() == "1 place in 1 document"
    QTest.keyClick(page.search.field, Qt.Key.Key_Return)
    assert page.pane.heading.accessibleName() == "café.txt"
    marked = [one.cursor.selectedText() for one in page.pane.text.extraSelections()]
    assert marked == ["café", "pay"] * 3
    QTest.keyClick(page.search.view, Qt.Key.Key_Escape)
    assert not page.search.is_searching
    assert page.table.row(page.view.currentIndex().row()).name == "café.txt"
    assert page.pane.text.extraSelections() == []


def test_a_search_without_a_place_says_so(page: DocumentsPage, full: Project, qtbot):
    page.show_project(full)
    search(page, '"zebra', qtbot)
    assert page.search.hits.rowCount() == 0
    assert page.search.count.text().startswith("No place")
    QTest.keyClick(page.search.field, Qt.Key.Key_Return)
    page.show_project(None)
    assert not page.search.is_searching


def test_a_document_keeps_its_cursor_while_others_are_cut(page: DocumentsPage, full: Project):
    page.show_model(library.find(""))
    page.show_project(full)
    page.pane.text.go_to(30)
    page.show_passages()
    assert page.pane.text.offset() == 30
    add(full, "more.txt", "More text.")
    page.refresh(full.status())
    assert page.table.rowCount() == 3
    assert page.view.currentIndex().row() == 0
    assert page.pane.text.offset() == 30


def test_a_passage_that_is_left_out_is_not_counted_in_the_table(
    page: DocumentsPage, full: Project, qtbot
):
    page.show_model(library.find(""))
    page.show_project(full)
    told = []
    page.documents_changed.connect(lambda: told.append(1))
    page.pane.text.setFocus()
    QTest.keyClick(page.pane.text, Qt.Key.Key_X)
    assert page.table.row(0).passages == 0
    assert told == [1]
    with qtbot.waitSignal(page.pane.refused, timeout=60_000):
        QTest.keyClick(page.pane.text, Qt.Key.Key_M)
    assert page.notice.text.startswith("This is the last passage")
    QTest.keyClick(page.pane.text, Qt.Key.Key_X)
    assert page.notice.text == ""
    assert page.table.row(0).passages == 1


def asked(page: DocumentsPage) -> AskPassword:
    """The dialog that asks for a password now."""
    return next(one for one in page.findChildren(AskPassword) if one.isVisible())


def test_protected_files_are_read_by_their_passwords_and_a_wrong_one_is_said(
    page: DocumentsPage, empty: Project, tmp_path: Path, qtbot
):
    for name, password in (("one.pdf", "Hafen-7"), ("two.pdf", "Mole-8")):
        drawn = files.lines(f"Of {name}.")
        (tmp_path / name).write_bytes(files.protected_pdf(drawn, password))
        path = str(tmp_path / name)
        empty.documents.refuse(path, name, FileStatus.ENCRYPTED, "It has a password.")
    page.show_project(empty)
    page.view.selectAll()
    page.unlock.click()
    for word, ready in (("Mole-8", ["two.pdf"]), ("Hafen-7", ["two.pdf", "one.pdf"])):
        dialog = asked(page)
        assert dialog.wrong.isVisible() == (word != "Mole-8")
        QTest.keyClicks(dialog.line, word)
        with qtbot.waitSignal(page.documents_changed, timeout=60_000):
            QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        assert [one.name for one in empty.documents.all()] == ready
    assert empty.documents.refused() == []


def test_the_notice_of_an_import_leads_to_the_password(page: DocumentsPage, empty: Project):
    page.show_project(empty)
    locked = report(FileStatus.ENCRYPTED)
    page._imported([locked], was_tried=False)
    page.notice._action.click()
    assert asked(page).windowTitle() == "Password"
    asked(page).reject()
    page._imported([locked, report(FileStatus.DAMAGED, "b.pdf")], was_tried=False)
    assert page.notice._action.text() == "Show them"


def test_a_password_is_asked_for_of_pdfs_alone():
    assert wants_password(FileStatus.ENCRYPTED, "A.PDF")
    assert not wants_password(FileStatus.ENCRYPTED, "a.docx")
    assert not wants_password(FileStatus.DAMAGED, "a.pdf")
