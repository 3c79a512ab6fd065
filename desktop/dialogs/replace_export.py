"""The question before an export that lies in the chosen folder is replaced by another."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from engine.export.target import holds_export


class ConfirmReplace(QDialog):
    """Accepted if the earlier export may go; Return and Escape keep it."""

    def __init__(self, parent: QWidget, target: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("An export is there"))
        self.setMinimumWidth(440)
        self.keep = push_button(tr("Keep it"), self.reject, "primary")
        self.keep.setDefault(True)
        self.replace = push_button(tr("Replace it"), self.accept)
        self.replace.setAutoDefault(False)
        said = tr(
            "“{name}” holds an earlier export. Once it is replaced, the line that was noted of it "
            "proves nothing any more. To keep it, name another folder.",
            name=target.name,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Replace the earlier export?"), "section"))
        layout.addWidget(plain_label(said, "muted", wraps=True))
        layout.addLayout(row(None, self.replace, self.keep, gap=8))
        self.keep.setFocus()


def may_write(parent: QWidget, target: Path) -> bool:
    """Nothing of an earlier export lies there, or it may be replaced."""
    if not holds_export(target):
        return True
    dialog = ConfirmReplace(parent, target)
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    return is_wanted
