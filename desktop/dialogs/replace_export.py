"""The question before an export that lies in the chosen folder is replaced by another."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.dialogs.safe_question import SafeQuestion
from desktop.language import tr
from engine.export.target import holds_export


class ConfirmReplace(SafeQuestion):
    """Accepted if the earlier export may go; Return and Escape keep it."""

    def __init__(self, parent: QWidget, target: Path) -> None:
        said = tr(
            "“{name}” holds an earlier export. Once it is replaced, the line that was noted of it "
            "proves nothing any more. To keep it, name another folder.",
            name=target.name,
        )
        question = tr("Replace the earlier export?")
        super().__init__(parent, tr("An export is there"), question, said)
        self.offer(tr("Keep it"), tr("Replace it"))


def may_write(parent: QWidget, target: Path) -> bool:
    """Nothing of an earlier export lies there, or it may be replaced."""
    if not holds_export(target):
        return True
    dialog = ConfirmReplace(parent, target)
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    return is_wanted
