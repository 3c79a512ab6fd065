"""Ask for the passphrase of a protected project, or for a new one; what is typed is never shown.

Unless the user asks to see it. A passphrase goes from here to the engine and is kept nowhere.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.language import told, tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import field, row
from engine.errors import KNOWN_ERRORS, PassphraseWrong, ProjectProtected
from engine.store import SHORTEST_PASSPHRASE

Opened = TypeVar("Opened")

_FORGOTTEN = tr(
    "Nobody can open the project without it: not its makers, not your IT. Keep it where you keep "
    "such things. Backups are protected by it as well; earlier ones are replaced."
)


class AskPassphrase(QDialog, Generic[Opened]):
    """Accepted once `open_with` took a passphrase; `opened` is what it gave.

    A wrong one is said in place. Any other known error of `open_with` is raised by `ask`.
    """

    def __init__(
        self, parent: QWidget | None, name: str, open_with: Callable[[str], Opened]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Passphrase"))
        self._open_with = open_with
        self._error: Exception | None = None
        self.opened: Opened | None = None
        self.line = secret_line()
        self.wrong = plain_label("\n", "weak", wraps=True)  # its two lines are kept free
        self.ok = push_button(tr("Open"), self._try, "primary")
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.ok.setEnabled(bool(text)))
        said = plain_label(tr("“{name}” is protected.", name=name), "muted", wraps=True)
        buttons = row(see(self.line), None, push_button(tr("Cancel"), self.reject), self.ok, gap=8)
        layout = dialog_layout(self)
        layout.addWidget(plain_label(tr("Passphrase"), "section"))
        layout.addWidget(said)
        layout.addLayout(field(tr("Passphrase of the project"), self.line))
        layout.addWidget(self.wrong)
        layout.addLayout(buttons)

    def ask(self) -> Opened | None:
        """Show it; what was opened, or None if the user gave up."""
        self.exec()
        if self._error is not None:
            raise self._error
        return self.opened

    def _try(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # the key takes a moment
        try:
            self.opened = self._open_with(self.line.text())
        except PassphraseWrong as error:
            self.wrong.setText(told(str(error)))
            self.line.selectAll()
            self.line.setFocus()
        except KNOWN_ERRORS as error:  # raised again by `ask`, outside Qt's own call
            self._error = error
            self.reject()
        else:
            self.accept()
        finally:
            QApplication.restoreOverrideCursor()


class NewPassphrase(QDialog):
    """Accepted with a new passphrase, or with an empty one to remove it: see `passphrase`."""

    def __init__(self, parent: QWidget, name: str, *, is_protected: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Passphrase"))
        self.passphrase = ""
        self.line, self.again = secret_line(), secret_line()
        self.complaint = plain_label("", "small", wraps=True)
        self.ok = push_button(
            tr("Change") if is_protected else tr("Protect"), self._take, "primary"
        )
        self.ok.setDefault(True)
        remove = push_button(tr("Remove it"), self.accept)
        remove.setVisible(is_protected)
        for line in (self.line, self.again):
            line.textChanged.connect(self._look)
        said = (
            tr("“{name}” is protected.", name=name)
            if is_protected
            else tr("Protect “{name}”.", name=name)
        )
        layout = dialog_layout(self)
        layout.addWidget(plain_label(tr("Passphrase"), "section"))
        layout.addWidget(plain_label(f"{said} {_FORGOTTEN}", "muted", wraps=True))
        layout.addLayout(field(tr("New passphrase"), self.line, tr("Four or five words are best.")))
        layout.addLayout(field(tr("The same again"), self.again))
        layout.addWidget(self.complaint)
        cancel = push_button(tr("Cancel"), self.reject)
        layout.addLayout(row(see(self.line, self.again), None, remove, cancel, self.ok, gap=8))
        self._look()

    def _look(self) -> None:
        first, second = self.line.text(), self.again.text()
        is_short = len(first) < SHORTEST_PASSPHRASE
        said = ""
        if first and is_short:
            said = tr("{count} characters or more.", count=SHORTEST_PASSPHRASE)
        elif second and not first.startswith(second):
            said = tr("The two are not the same.")
        self.complaint.setText(said or " ")
        self.ok.setEnabled(not is_short and first == second)

    def _take(self) -> None:
        self.passphrase = self.line.text()
        self.accept()


def secret_line() -> QLineEdit:
    """A line that shows dots for what is typed."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(  # so that no keyboard learns it, even while it is shown
        Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
        | Qt.InputMethodHint.ImhNoAutoUppercase
    )
    return line


def see(*lines: QLineEdit) -> QCheckBox:
    """A box that shows what is typed into these lines, as long as it is checked."""
    box = QCheckBox(tr("Show"))
    box.setAccessibleName(tr("Show what is typed"))

    def show(is_on: bool) -> None:  # noqa: FBT001 Qt's signature
        mode = QLineEdit.EchoMode.Normal if is_on else QLineEdit.EchoMode.Password
        for line in lines:
            line.setEchoMode(mode)

    box.toggled.connect(show)
    return box


def dialog_layout(dialog: QDialog) -> QVBoxLayout:
    """The frame of a small dialog that asks for something secret."""
    dialog.setMinimumWidth(460)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.setSpacing(12)
    return layout


def with_passphrase(
    parent: QWidget | None, name: str, act: Callable[[str], Opened], passphrase: str = ""
) -> tuple[Opened, str] | None:
    """Do it, and ask for a passphrase if one is wanted: the result and the passphrase used.

    None if the user gave up. Raises what `act` raises but for `ProjectProtected`.
    """
    try:
        return act(passphrase), passphrase
    except ProjectProtected:
        dialog = AskPassphrase(parent, name, lambda word: (act(word), word))
        try:
            return dialog.ask()
        finally:
            dialog.deleteLater()  # with what was typed; not before: `ask` has its own loop
