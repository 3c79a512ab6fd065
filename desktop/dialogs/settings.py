"""The settings: how it looks, under which name one works, backups, how runs begin."""

from dataclasses import dataclass, field

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.appearance import ZOOMS
from desktop.language import NAMES, tr
from desktop.text import plain_label
from desktop.theme import Scheme
from desktop.usual_sampling import SAMPLES, TEMPERATURES, TOP_PS, UsualSampling
from desktop.widgets import layout as form
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import combo
from desktop.widgets.layout import column, row, rule
from desktop.widgets.number_boxes import decimal_number, whole_number

SCHEMES = {Scheme.SYSTEM: tr("As the system"), Scheme.LIGHT: tr("Light"), Scheme.DARK: tr("Dark")}
_NAME = tr(
    "It is written into the project beside each decision, import, run and export. Empty: the name "
    "under which you are logged in."
)
_RUNS = tr("Generate begins with these; each run can be given others there.")
_BACKUPS = tr(
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
    language: str = ""  # empty for the system's
    sampling: UsualSampling = field(default_factory=UsualSampling)


class SettingsDialog(QDialog):
    """Accepted with `settings`."""

    def __init__(self, parent: QWidget | None, now: Settings) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(480)
        self.scheme = combo(tr("Colours"), [(name, one) for one, name in SCHEMES.items()])
        self.scheme.setCurrentIndex(self.scheme.findData(now.scheme))
        self.zoom = combo(tr("Size of text"), [(f"{percent} %", percent) for percent in ZOOMS])
        self.zoom.setCurrentIndex(max(self.zoom.findData(now.zoom), 0))
        languages = [(tr("As the system"), ""), *((name, code) for code, name in NAMES.items())]
        self.language = combo(tr("Language"), languages)
        self.language.setCurrentIndex(max(self.language.findData(now.language), 0))
        self.name = QLineEdit(now.name)
        self.name.setAccessibleName(tr("Your name"))
        self.backs_up = QCheckBox(tr("Back up each project once a day"))
        self.backs_up.setAccessibleName(self.backs_up.text())
        self.backs_up.setChecked(now.backs_up_daily)
        self.pilot = whole_number((1, 200), now.pilot_units, tr("Units in a pilot"))
        self.pilot.setSuffix(tr(" units"))
        usual = now.sampling
        self.samples = whole_number(SAMPLES, usual.samples, tr("Samples per passage"))
        self.temperature = decimal_number(TEMPERATURES, usual.temperature, tr("Temperature"))
        self.top_p = decimal_number(TOP_PS, usual.top_p, tr("Top p"))
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Settings"), "title"))
        looks = row(gap=12)
        looks.addLayout(form.field(tr("Colours"), self.scheme), 1)
        looks.addLayout(form.field(tr("Size of text"), self.zoom), 1)
        layout.addLayout(looks)
        layout.addLayout(
            form.field(tr("Language"), self.language, tr("Holds from the next start."))
        )
        layout.addWidget(rule())
        layout.addLayout(form.field(tr("Your name"), self.name, _NAME))
        layout.addWidget(rule())
        layout.addLayout(self._runs())
        layout.addWidget(rule())
        layout.addLayout(column(self.backs_up, plain_label(_BACKUPS, "small", wraps=True), gap=4))
        self.ok = push_button(tr("Use these"), self.accept, "primary")
        self.ok.setDefault(True)
        layout.addLayout(row(None, push_button(tr("Cancel"), self.reject), self.ok, gap=8))

    def _runs(self) -> QVBoxLayout:
        """What a new run begins with."""
        boxes = (self.pilot, self.samples, self.temperature, self.top_p)
        names = (
            tr("A pilot stops after"),
            tr("Samples per passage"),
            tr("Temperature"),
            tr("Top p"),
        )
        fields = [form.field(name, box) for name, box in zip(names, boxes, strict=True)]
        pairs = [row(gap=12), row(gap=12)]
        for place, one in enumerate(fields):
            pairs[place // 2].addLayout(one, 1)
        return column(*pairs, plain_label(_RUNS, "small", wraps=True), gap=8)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its texts need in the font of the moment."""
        super().showEvent(event)
        form.fit_height(self)

    def settings(self) -> Settings:
        """What was chosen."""
        return Settings(
            scheme=self.scheme.currentData(),
            zoom=self.zoom.currentData(),
            name=" ".join(self.name.text().split()),
            backs_up_daily=self.backs_up.isChecked(),
            pilot_units=self.pilot.value(),
            language=self.language.currentData(),
            sampling=UsualSampling(
                round(self.temperature.value(), 3),
                round(self.top_p.value(), 3),
                self.samples.value(),
            ),
        )
