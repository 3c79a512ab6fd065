"""Says which version this is, whose works it contains, and under which licences."""

from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.background import Background
from desktop.language import tr
from desktop.log_file import log_path
from desktop.tables import components as table
from desktop.text import TextPane, plain_label
from desktop.widgets.device_list import DeviceList
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine import about
from engine.version import app_version

_SAID = tr(
    "Licensed under the Apache License 2.0, and built on the works of others. "
    "Qt and PySide are used under the LGPL 3."
)


class AboutDialog(QDialog):
    """The version on top; below it the components or every licence, and what can be computed on."""

    def __init__(self, parent: QWidget | None, background: Background | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About"))
        self.resize(760, 560)
        place = about.folder()
        self.view = TableView(tr("Components"))
        self.view.setModel(table.component_table(about.components(place)))
        self.view.fit_columns(table.COL_NAME, {table.COL_VERSION: 21, table.COL_LICENCE: 38})
        self.licences = TextPane(tr("Licences"))
        self.licences.show_text(about.licences(place))
        self.panes = QStackedWidget()
        self.panes.addWidget(self.view)
        self.panes.addWidget(self.licences)
        self.turn = QPushButton()
        self.turn.clicked.connect(self._turn)
        close = QPushButton(tr("Close"))
        close.setAccessibleName(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        title = plain_label(f"Bonito Desktop {app_version()}", "title")
        layout.addLayout(row(Glyph("fish", 32, "accent"), title, None))
        layout.addWidget(plain_label(_SAID, "muted", wraps=True))
        layout.addWidget(self.panes, 1)
        self.devices = DeviceList()
        if background is not None:
            layout.addWidget(self.devices)
            self.devices.look(background)
        layout.addWidget(
            plain_label(tr("Log of errors, without any text: {path}", path=log_path()), "small")
        )
        layout.addLayout(row(self.turn, None, close))
        self._name_button()

    def _turn(self) -> None:
        self.panes.setCurrentIndex(1 - self.panes.currentIndex())
        self._name_button()

    def _name_button(self) -> None:
        name = tr("Components") if self.panes.currentIndex() else tr("Licences")
        self.turn.setText(name)
        self.turn.setAccessibleName(tr("Show: {name}", name=name))
