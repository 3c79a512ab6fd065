"""Files may be dropped on any page: projects open, documents are imported."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.app import App
from desktop.main_window import DOCUMENTS, REVIEW, START


def drop(app: App, *urls: QUrl) -> bool:
    """Drag these over the window and let go; tells whether they were welcome."""
    data = QMimeData()
    data.setUrls(list(urls))
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), *how)
    QApplication.sendEvent(app.window, enter)
    QApplication.sendEvent(app.window, QDropEvent(QPoint(300, 300), *how))
    return enter.isAccepted()


def test_a_document_dropped_on_review_is_imported(app: App, full_path: Path, tmp_path, calm):
    (tmp_path / "letter.txt").write_text("The pier opens at nine in the morning.", "utf-8")
    app.current.open(full_path)
    app.window.go_to(REVIEW)
    assert drop(app, QUrl.fromLocalFile(str(tmp_path / "letter.txt")))
    calm(app)
    assert app.window.pages.currentIndex() == DOCUMENTS
    assert app.project is not None
    assert "letter.txt" in {one.name for one in app.project.documents.all()}


def test_a_project_dropped_on_the_start_page_opens(app: App, full_path: Path):
    drop(app, QUrl.fromLocalFile(str(full_path)))
    assert app.project is not None
    assert app.project.path == full_path


def test_a_document_dropped_without_a_project_says_what_to_do_first(app: App, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("The pier opens at nine.", "utf-8")
    drop(app, QUrl.fromLocalFile(str(tmp_path / "letter.txt")))
    assert app.window.pages.currentIndex() == START
    assert "project" in app.start_page.notice.text


def test_what_is_no_file_of_this_computer_is_not_welcome(app: App):
    assert not drop(app, QUrl("https://example.org/letter.txt"))
