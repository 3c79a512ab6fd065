"""Which backup comes back: those that lie beside the project, newest first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr, tr_in
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from engine.store import Backup, BackupKind

_LINE = 34  # pixels
_WHY = {
    BackupKind.BACKUP: tr_in("a file", "backup"),
    BackupKind.BEFORE_VERSION: tr("before an update of its tables"),
    BackupKind.REPLACED: tr("replaced by an earlier restore"),
}


class ChooseBackup(QDialog):
    """Accepted with `chosen`."""

    def __init__(self, parent: QWidget, name: str, backups: Sequence[Backup]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Restore a backup"))
        self.resize(520, 380)
        self._backups = backups
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Backups, newest first"))
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for backup in backups:
            QListWidgetItem(backup_sentence(backup), self.list).setSizeHint(QSize(0, _LINE))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.accept())
        ok = push_button(tr("Restore"), self.accept, "primary")
        ok.setDefault(True)
        said = tr(
            "“{name}” becomes what it was then. What it is now is kept beside it, so a "
            "restore can be taken back.",
            name=name,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Restore a backup"), "section"))
        layout.addWidget(plain_label(said, "muted", wraps=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(row(None, push_button(tr("Cancel"), self.reject), ok, gap=8))

    @property
    def chosen(self) -> Path:
        """The backup that is selected."""
        return self._backups[max(self.list.currentRow(), 0)].path


def backup_sentence(backup: Backup) -> str:
    """When a backup was made, why, and its size."""
    day, today = backup.made_at, datetime.now(UTC).astimezone().date()
    when = (
        tr("today {time}", time=f"{day:%H:%M}")
        if day.date() == today
        else f"{wording.day(day)} {day:%Y %H:%M}"
    )
    return f"{when}   ·   {_WHY[backup.kind]}   ·   {wording.size(backup.size_bytes)}"
