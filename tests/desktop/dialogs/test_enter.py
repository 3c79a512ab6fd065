"""Enter in a dialog does what the dialog is for: never Cancel, and nothing that deletes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from desktop.app import App
from desktop.dialogs.choose_documents import ChooseDocuments
from desktop.dialogs.delete import ConfirmDelete
from desktop.dialogs.packets import PackReviewDialog
from desktop.dialogs.project_log import ProjectLogDialog
from desktop.dialogs.read_again import ReadAgain
from desktop.dialogs.rights import RightsDialog
from desktop.dialogs.runs import RunsDialog
from desktop.dialogs.settings import SettingsDialog
from desktop.menus import every_action
from engine.store import Project

BLOCKING = {RightsDialog, SettingsDialog, ConfirmDelete, RunsDialog, ProjectLogDialog}


def default_of(dialog: QWidget) -> list[QPushButton]:
    """What Enter presses while no button has the focus."""
    return [button for button in dialog.findChildren(QPushButton) if button.isDefault()]


def opened(act: Callable[[], object]) -> list[tuple[QDialog, list[QPushButton]]]:
    """The dialogs that `act` opens and waits for, with their default buttons; closed at once."""
    found: list[tuple[QDialog, list[QPushButton]]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            found.append((dialog, default_of(dialog)))
            dialog.reject()

    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    act()
    timer.stop()
    return found


def test_in_every_dialog_enter_presses_what_it_is_for(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    app.documents.view.selectRow(0)
    seen: set[type[QDialog]] = set()
    wrong: list[str] = []
    for title, action in every_action(app.window.menuBar()):
        if not action.text().partition("\t")[0].endswith("…"):
            continue
        for dialog, defaults in opened(action.trigger):
            seen.add(type(dialog))
            if type(dialog).__module__.startswith("desktop.") and not _is_right(dialog, defaults):
                wrong.append(f"{title}: {[button.text() for button in defaults]}")
        calm(app)
    assert seen >= BLOCKING
    assert wrong == []


def _is_right(dialog: QDialog, defaults: list[QPushButton]) -> bool:
    if not dialog.findChildren(QPushButton):
        return True  # the palette: its field takes Enter
    if len(defaults) != 1:
        return False
    role, name = defaults[0].property("role"), defaults[0].text()
    return name == "Cancel" if isinstance(dialog, ConfirmDelete) else _is_meant(role, name)


def _is_meant(role: str, name: str) -> bool:
    return role == "primary" or name == "Close"


@pytest.fixture
def rights(qtbot, full: Project) -> RightsDialog:
    return _shown(qtbot, RightsDialog(None, full.documents.all(), [1]))  # type: ignore[arg-type]


def _shown(qtbot, dialog):
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_behind_a_note_on_rights_saves_it(rights: RightsDialog, key: Qt.Key):
    keypad = Qt.KeyboardModifier.KeypadModifier
    QTest.keyClicks(rights.text, "CC BY 4.0")
    QTest.keyClick(rights.text, key, keypad if key == Qt.Key.Key_Enter else Qt.KeyboardModifier(0))
    assert rights.result() == QDialog.DialogCode.Accepted
    assert rights.note() == "CC BY 4.0"


def test_enter_takes_what_was_chosen(qtbot, full: Project):
    documents = full.documents.all()
    for dialog in (
        ChooseDocuments(None, documents, None),  # type: ignore[arg-type]
        ReadAgain(None, documents[0], ()),  # type: ignore[arg-type]
        PackReviewDialog(None, 30),  # type: ignore[arg-type]
    ):
        _shown(qtbot, dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.result() == QDialog.DialogCode.Accepted, type(dialog).__name__


def test_enter_in_the_search_of_the_log_leads_to_the_list(qtbot, app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    found = [a for title, a in every_action(app.window.menuBar()) if "Project log" in title]
    state: list[bool] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ProjectLogDialog) and not state:
            QTest.keyClick(dialog.search, Qt.Key.Key_Return)
            state.append(dialog.isVisible())
            dialog.reject()

    timer = QTimer(interval=50)
    timer.timeout.connect(press)
    timer.start()
    found[0].trigger()
    timer.stop()
    assert state == [True]
