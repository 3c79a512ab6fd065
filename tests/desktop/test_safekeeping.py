"""The entries of the Project menu, driven as a user would: dialogs are answered, not shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from desktop.app import App
from desktop.dialogs.backups import ChooseBackup, backup_sentence
from desktop.dialogs.delete import ConfirmDelete
from desktop.dialogs.passphrase import AskPassphrase, NewPassphrase
from desktop.main_window import DOCUMENTS, START
from engine.records import Decision, Verdict
from engine.store import BackupKind, Project, backups_of

PASSPHRASE = "a grey heron"  # noqa: S105 of no project but these


@pytest.fixture
def answer(monkeypatch) -> Callable[[type, Callable], list]:
    """Let a kind of dialog be answered by a function; gives the dialogs that were asked."""

    def answer_with(kind: type, act: Callable) -> list:
        asked = []

        def run(dialog) -> int:
            asked.append(dialog)
            act(dialog)
            return dialog.result()

        monkeypatch.setattr(kind, "exec", run)
        return asked

    return answer_with


@pytest.fixture
def opened(app: App, full_path: Path, calm) -> App:
    app.current.open(full_path)
    calm(app)
    return app


@pytest.fixture
def secret_path(full_path: Path) -> Path:
    with Project.open(full_path) as project:
        project.change_passphrase(PASSPHRASE)
    return full_path


def notice(app: App) -> str:
    return (app.window.notice if app.project else app.start_page.notice).text


def type_and_press(text: str) -> Callable[[AskPassphrase], None]:
    def act(dialog: AskPassphrase) -> None:
        assert not dialog.ok.isEnabled()
        dialog.line.setText(text)
        dialog.ok.click()

    return act


def test_opening_a_project_backs_it_up_once_a_day(opened: App, full_path: Path, calm):
    assert len(backups_of(full_path)) == 1
    opened.current.close()
    opened.current.open(full_path)
    calm(opened)
    assert len(backups_of(full_path)) == 1


def test_a_backup_can_be_made_at_any_time(opened: App, full_path: Path, calm):
    opened.window.back_up_requested.emit()
    calm(opened)
    assert notice(opened).startswith("Backed up and checked: full (backup ")
    assert len(backups_of(full_path)) == 2


def test_a_backup_comes_back_and_the_project_is_open_again(opened: App, full_path, answer, calm):
    opened.project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")

    def act(dialog: ChooseBackup) -> None:
        assert dialog.list.count() == 1
        dialog.accept()

    answer(ChooseBackup, act)
    opened.window.restore_requested.emit()
    calm(opened)
    assert notice(opened).startswith("Restored: full (backup ")
    assert opened.project.status().verdicts == {}
    assert BackupKind.REPLACED in {backup.kind for backup in backups_of(full_path)}


def test_whoever_changes_their_mind_keeps_the_project_open(opened: App, answer):
    answer(ChooseBackup, ChooseBackup.reject)
    opened.window.restore_requested.emit()
    assert opened.project is not None


def test_without_a_backup_that_is_said(app: App, empty_path: Path):
    app.current.open(empty_path)
    app.window.restore_requested.emit()
    assert notice(app) == "No backup of “empty” lies beside it."


def test_a_damaged_project_offers_its_backups(opened: App, full_path: Path, answer, calm):
    opened.current.close()
    full_path.write_bytes(full_path.read_bytes()[:60_000])
    assert not opened.current.open(full_path)
    assert opened.start_page.notice._action.text() == "Restore a backup…"
    answer(ChooseBackup, ChooseBackup.accept)
    opened.start_page.notice._action.click()
    calm(opened)
    assert opened.project.status().documents == 1


def test_without_a_project_a_file_is_asked_for(opened: App, full_path, answer, monkeypatch, calm):
    backup = backups_of(full_path)[0].path
    opened.current.close()
    full_path.unlink()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(backup), ""))
    answer(ChooseBackup, ChooseBackup.accept)
    opened.window.restore_requested.emit()
    calm(opened)
    assert opened.project.path == full_path


def test_a_protected_project_asks_for_its_passphrase(app: App, secret_path: Path, answer, calm):
    answer(AskPassphrase, type_and_press(PASSPHRASE))
    assert app.current.open(secret_path)
    calm(app)
    assert app.window.pages.currentIndex() == DOCUMENTS
    assert app.project.is_protected


def test_the_dialog_itself_waits_for_the_passphrase(app: App, secret_path: Path, qtbot, calm):
    """Before Qt's own loop runs, as when a protected project is named at the start."""

    def type_it() -> None:
        dialog = app.window.findChild(AskPassphrase)
        if dialog is None:  # the window is painted while the file is looked at
            QTimer.singleShot(5, type_it)
            return
        qtbot.keyClicks(dialog.line, "another one")
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        qtbot.keyClicks(dialog.line, PASSPHRASE)  # what was wrong is selected, and replaced
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)

    QTimer.singleShot(0, type_it)
    assert app.current.open(secret_path)
    calm(app)
    assert app.project.is_protected


def test_a_wrong_passphrase_is_said_in_place(app: App, secret_path: Path, answer):
    def act(dialog: AskPassphrase) -> None:
        type_and_press("another one")(dialog)
        assert "doesn't open" in dialog.wrong.text()
        assert dialog.line.hasSelectedText()
        dialog.reject()

    asked = answer(AskPassphrase, act)
    assert not app.current.open(secret_path)
    assert len(asked) == 1
    assert app.window.pages.currentIndex() == START


def test_a_project_that_can_not_be_opened_at_all_says_so(app: App, secret_path: Path, answer):
    answer(AskPassphrase, type_and_press(PASSPHRASE))
    with Project.open(secret_path, PASSPHRASE):
        assert not app.current.open(secret_path)
    assert "open elsewhere" in notice(app)


def test_a_passphrase_is_set_in_the_window(opened: App, full_path: Path, answer, calm):
    def act(dialog: NewPassphrase) -> None:
        dialog.line.setText("short")
        assert "8 characters" in dialog.complaint.text()
        dialog.line.setText(PASSPHRASE)
        dialog.again.setText("a gray")
        assert "not the same" in dialog.complaint.text()
        assert not dialog.ok.isEnabled()
        dialog.again.setText(PASSPHRASE)
        dialog.ok.click()

    answer(NewPassphrase, act)
    opened.window.protect_requested.emit()
    calm(opened)
    assert opened.project.is_protected
    assert "opens with its passphrase only" in notice(opened)
    opened.current.close()
    assert b"Visitors may bring dogs" not in full_path.read_bytes()


def test_another_project_opened_meanwhile_stays(
    opened: App, full_path: Path, tmp_path, answer, calm
):
    def act(dialog: NewPassphrase) -> None:
        dialog.line.setText(PASSPHRASE)
        dialog.again.setText(PASSPHRASE)
        dialog.ok.click()

    answer(NewPassphrase, act)
    opened.window.protect_requested.emit()
    opened.current.create(tmp_path / "other.bonito")
    calm(opened)
    assert opened.project.path.stem == "other"
    assert "opens with its passphrase only" in notice(opened)
    opened.current.close()
    assert b"Visitors may bring dogs" not in full_path.read_bytes()


def test_a_passphrase_is_removed_in_the_window(app: App, secret_path: Path, answer, calm):
    answer(AskPassphrase, type_and_press(PASSPHRASE))
    app.current.open(secret_path)
    answer(NewPassphrase, NewPassphrase.accept)
    app.window.protect_requested.emit()
    calm(app)
    assert not app.project.is_protected
    assert "has no passphrase from now on" in notice(app)


def test_what_is_typed_is_hidden_until_the_user_wants_to_see_it(app: App):
    dialog = NewPassphrase(app.window, "full", is_protected=False)
    hidden = dialog.line.echoMode()
    [see] = [box for box in dialog.findChildren(type(dialog.ok).__base__) if box.text() == "Show"]
    see.click()
    assert hidden == dialog.line.EchoMode.Password
    assert dialog.line.echoMode() == dialog.again.echoMode() == dialog.line.EchoMode.Normal


def test_a_document_is_deleted_after_asking(opened: App, answer, calm):
    page = opened.documents
    assert page.delete.isEnabled()
    asked = answer(ConfirmDelete, lambda dialog: dialog.delete.click())
    page.delete.click()
    calm(opened)
    assert len(asked) == 1
    assert opened.project.documents.all() == []
    assert "rules.txt is deleted for good" in page.notice.text
    assert page.delete.text() == "Take off the list"  # of the refused file that is left
    assert opened.review.table.rowCount() == 0


def test_decisions_have_to_be_let_go_of_expressly(opened: App, answer, calm):
    opened.project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")

    def act(dialog: ConfirmDelete) -> None:
        assert not dialog.delete.isEnabled()
        assert "1 reviewed task" in dialog.knows.text()
        dialog.knows.click()
        dialog.delete.click()

    answer(ConfirmDelete, act)
    opened.documents.delete_selected()
    calm(opened)
    assert opened.project.documents.all() == []


def test_cancel_deletes_nothing(opened: App, answer, calm):
    answer(ConfirmDelete, ConfirmDelete.reject)
    opened.documents.delete_selected()
    opened.window.delete_project_requested.emit()
    calm(opened)
    assert len(opened.project.documents.all()) == 1


def test_a_project_is_deleted_with_its_backups_and_forgotten(opened, full_path: Path, answer, calm):
    asked = answer(ConfirmDelete, lambda dialog: dialog.delete.click())
    opened.window.delete_project_requested.emit()
    calm(opened)
    assert len(asked) == 1
    assert list(full_path.parent.glob("full*.bonito")) == []
    assert opened.project is None
    assert opened.preferences.recent() == []
    assert "full” is deleted for good" in notice(opened)


def test_a_backup_is_told_by_when_why_and_how_large(opened: App, full_path: Path):
    said = backup_sentence(backups_of(full_path)[0])
    assert said.startswith("today ")
    assert "backup" in said
    assert said.endswith("KB")
