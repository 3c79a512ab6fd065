"""The settings: how it looks, under which name one works, backups, the size of a pilot."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop.appearance import ZOOMS
from desktop.text import plain_label
from desktop.theme import Scheme
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import combo
from desktop.widgets.layout import column, field, row, rule

SCHEMES = {Scheme.SYSTEM: "As the system", Scheme.LIGHT: "Light", Scheme.DARK: "Dark"}
_NAME = (
    "It is written into the project beside each decision, import, run and export. Empty: the name "
    "under which you are logged in."
)
_BACKUPS = (
    "A verified copy beside the project, at the first opening of a day with something new; the "
    "newest few are kept."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set on this computer; what changes the data is set in each project."""

    scheme: Scheme
    zoom: int  # percent
    name: str
    backs_up_daily: bool
    pilot_units: int


class SettingsDialog(QDialog):
    """Accepted with `settings`."""

    def __init__(self, parent: QWidget | None, now: Settings) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setMinimumWidth(480)
        self.scheme = combo("Colours", [(name, one) for one, name in SCHEMES.items()])
        self.scheme.setCurrentIndex(self.scheme.findData(now.scheme))
        self.zoom = combo("Size of text", [(f"{percent} %", percent) for percent in ZOOMS])
        self.zoom.setCurrentIndex(max(self.zoom.findData(now.zoom), 0))
        self.name = QLineEdit(now.name)
        self.name.setAccessibleName("Your name")
        self.backs_up = QCheckBox("Back up each project once a day")
        self.backs_up.setAccessibleName(self.backs_up.text())
        self.backs_up.setChecked(now.backs_up_daily)
        self.pilot = QSpinBox()
        self.pilot.setRange(1, 200)
        self.pilot.setValue(now.pilot_units)
        self.pilot.setSuffix(" units")
        self.pilot.setAccessibleName("Units in a pilot")
        self.pilot.lineEdit().setTextMargins(7, 0, 0, 0)  # a stylesheet's padding doesn't reach it
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label("Settings", "title"))
        looks = row(gap=12)
        looks.addLayout(field("Colours", self.scheme), 1)
        looks.addLayout(field("Size of text", self.zoom), 1)
        layout.addLayout(looks)
        layout.addWidget(rule())
        layout.addLayout(field("Your name", self.name, _NAME))
        layout.addWidget(rule())
        layout.addLayout(field("A pilot stops after", self.pilot))
        layout.addWidget(rule())
        layout.addLayout(column(self.backs_up, plain_label(_BACKUPS, "small", wraps=True), gap=4))
        self.ok = push_button("Use these", self.accept, "primary")
        self.ok.setDefault(True)
        layout.addLayout(row(None, push_button("Cancel", self.reject), self.ok, gap=8))

    def settings(self) -> Settings:
        """What was chosen."""
        return Settings(
            scheme=self.scheme.currentData(),
            zoom=self.zoom.currentData(),
            name=" ".join(self.name.text().split()),
            backs_up_daily=self.backs_up.isChecked(),
            pilot_units=self.pilot.value(),
        )
