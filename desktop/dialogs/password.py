"""Ask for the password of PDFs that are protected by one; it goes to the reader, kept nowhere."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop.dialogs.passphrase import dialog_layout, secret_line, see
from desktop.language import plural, tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import field, fit_height, row

_MOST_NAMED = 4
_KEPT_NOWHERE = tr(
    "It is used to read the text and then forgotten; the project holds the text without it."
)


class AskPassword(QDialog):
    """Tells the password by `given` once it is accepted; a wrong one is asked for again."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None, names: Sequence[str], *, is_wrong: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Password"))
        self.line = secret_line()
        self.wrong = plain_label(_wrong(len(names)) if is_wrong else "", "weak", wraps=True)
        self.wrong.setVisible(is_wrong)
        self.ok = push_button(tr("Read"), self._take, "primary")
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.ok.setEnabled(bool(text)))
        layout = dialog_layout(self)
        layout.addWidget(plain_label(tr("Password"), "section"))
        layout.addWidget(plain_label(_protected(names), "muted", wraps=True))
        layout.addLayout(field(tr("Password of the file"), self.line, _KEPT_NOWHERE))
        layout.addWidget(self.wrong)
        cancel = push_button(tr("Cancel"), self.reject)
        layout.addLayout(row(see(self.line), None, cancel, self.ok, gap=8))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its texts need in the font of the moment."""
        super().showEvent(event)
        fit_height(self)

    def _take(self) -> None:
        word = self.line.text()
        self.line.clear()
        self.accept()
        self.given.emit(word)


def _protected(names: Sequence[str]) -> str:
    """Which files want a password."""
    if len(names) == 1:
        return tr("“{name}” is protected by a password.", name=names[0])
    shown = "; ".join(names[:_MOST_NAMED])
    return tr(
        "{count} PDFs are protected by a password: {names}. Each is opened that it fits; for the "
        "others you are asked again.",
        count=len(names),
        names=f"{shown}; …" if len(names) > _MOST_NAMED else shown,
    )


def _wrong(files: int) -> str:
    return plural(
        files,
        "It does not open this file; try another one.",
        "It does not open these {n} files; try another one.",
    )
