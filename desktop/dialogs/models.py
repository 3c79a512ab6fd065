"""The sheet of models and devices: what is here, what is known, whether it fits, how it comes."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.background import Background
from desktop.language import tr
from desktop.tables import models as table
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.copy_line import CopyLine
from desktop.widgets.device_list import DeviceList
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.runs.machine import this_machine
from models.library import BrokenModel, FoundModel


class ModelsDialog(QDialog):
    """Looks for devices in the background, since a driver may take its time or crash."""

    def __init__(
        self, parent: QWidget, here: Sequence[FoundModel | BrokenModel], background: Background
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Models and devices"))
        self.resize(820, 520)
        self._rows = table.model_rows(here, this_machine().free_bytes)
        self.view = TableView(tr("Models"))
        self.view.setModel(table.models_table(self._rows))
        widths = {table.COL_SIZE: 9, table.COL_LICENCE: 14, table.COL_FITS: 13}
        self.view.fit_columns(table.COL_NAME, widths | {table.COL_PLACE: 17})
        self.said = plain_label("", "muted", wraps=True)
        self.command = CopyLine(
            tr("On a computer with a network:"), tr("Command that fetches the model")
        )
        self.devices = DeviceList()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Models and devices"), "title"))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.command)
        layout.addWidget(plain_label(tr("What this computer can compute on"), "section"))
        layout.addWidget(self.devices)
        layout.addLayout(row(None, push_button(tr("Close"), self.accept, "primary"), gap=8))
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.view.selectRow(0)
        self.devices.look(background)

    def _select(self, index: QModelIndex) -> None:
        chosen = self._rows[index.row()]
        self.said.setText(chosen.said)
        self.command.show_line(chosen.command)
