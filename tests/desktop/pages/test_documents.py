from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from desktop.background import Background
from desktop.pages.documents import DocumentsPage, import_sentence
from engine.records import FileReport, FileStatus
from engine.store import Project


@pytest.fixture
def page(qtbot, background: Background):
    made = DocumentsPage(background)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    yield made
    background.close()
    made.show_project(None)


def report(status: FileStatus, name: str = "a.pdf") -> FileReport:
    return FileReport(f"/in/{name}", name, status, "Say what to do.")


def test_the_first_document_is_shown_with_its_text(page: DocumentsPage, full: Project):
    page.show_project(full)
    assert page.text.toPlainText().startswith("The ferry leaves")


def test_a_refused_file_shows_its_sentence(page: DocumentsPage, full: Project):
    page.show_project(full)
    page.view.selectRow(1)
    assert page.text.toPlainText() == "No text in it."


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
    assert page.text.toPlainText().startswith("The ferry")


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
