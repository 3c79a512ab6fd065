"""Asks under which name the project's log tells what is done here."""

from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from desktop.language import tr

_SAID = tr(
    "It is written into the project beside each decision, import, run and export.\n"
    "Empty: the name under which you are logged in."
)


def ask_name(parent: QWidget | None, name: str) -> str | None:
    """The name typed, empty for the login name; None if nothing is to change."""
    typed, is_wanted = QInputDialog.getText(
        parent, tr("Your name"), _SAID, QLineEdit.EchoMode.Normal, name
    )
    return " ".join(typed.split()) if is_wanted else None
