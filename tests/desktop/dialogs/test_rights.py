"""Rights are noted for one document or many, when asked for or after an import."""

import pytest
from PySide6.QtCore import Qt

from desktop.background import Background
from desktop.dialogs.rights import RightsDialog
from desktop.pages.documents import DocumentsPage
from engine.store import Project
from engine.worker import fake


@pytest.fixture
def dialog(qtbot, full: Project) -> RightsDialog:
    made = RightsDialog(None, full.documents.all(), [1])  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_documents_without_a_note_are_proposed(dialog: RightsDialog, full: Project):
    assert dialog.without.isChecked()
    assert dialog.document_ids() == full.documents.ids()


def test_one_document_or_all_can_be_meant(qtbot, dialog: RightsDialog, full: Project):
    qtbot.mouseClick(dialog.one, Qt.MouseButton.LeftButton)
    assert dialog.document_ids() == [1]
    qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    assert dialog.document_ids() == full.documents.ids()
    qtbot.keyClicks(dialog.text, " CC0 ")
    assert dialog.note() == "CC0"


def test_where_every_document_has_a_note_the_selected_one_is_proposed(qtbot, full: Project):
    full.documents.note_rights(full.documents.ids(), "CC0", "me")
    made = RightsDialog(None, full.documents.all(), [1])  # type: ignore[arg-type]
    qtbot.addWidget(made)
    assert not made.without.isEnabled()
    assert (made.one.isChecked(), made.note()) == (True, "CC0")


def test_the_page_notes_them_and_shows_them(
    qtbot, full: Project, background: Background, monkeypatch
):
    page = DocumentsPage(background, fake.main, "Ana")
    qtbot.addWidget(page)
    page.show_project(full)
    monkeypatch.setattr(RightsDialog, "exec", lambda self: self.text.setText("CC0") or 1)
    qtbot.mouseClick(page.rights, Qt.MouseButton.LeftButton)
    assert {document.rights for document in full.documents.all()} == {"CC0"}
    assert page.pane.note.text().endswith("Rights: CC0")
    page.show_project(None)
