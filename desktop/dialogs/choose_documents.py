"""Asks which documents a run reads: a list of checks."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from engine.records import Document


class ChooseDocuments(QDialog):
    """Accepted with at least one document checked."""

    def __init__(
        self, parent: QWidget, documents: Sequence[Document], chosen: Collection[int] | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Documents for this run"))
        self.resize(460, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Documents for this run"))
        self.list.setSpacing(3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for document in documents:
            item = QListWidgetItem(document.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, document.id)
            is_on = chosen is None or document.id in chosen
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self.list.itemChanged.connect(self._look)
        self.ok = push_button(tr("Use these"), self.accept, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Documents for this run"), "section"))
        layout.addWidget(self.list, 1)
        every = push_button(tr("All"), lambda: self._check_all(Qt.CheckState.Checked), "quiet")
        none = push_button(tr("None"), lambda: self._check_all(Qt.CheckState.Unchecked), "quiet")
        layout.addLayout(
            row(every, none, None, push_button(tr("Cancel"), self.reject), self.ok, gap=8)
        )

    def chosen(self) -> tuple[int, ...] | None:
        """The ids that are checked; None if all are."""
        items = [self.list.item(place) for place in range(self.list.count())]
        ids = tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        return None if len(ids) == len(items) else ids

    def _check_all(self, state: Qt.CheckState) -> None:
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(state)

    def _look(self) -> None:
        self.ok.setEnabled(self.chosen() != ())
