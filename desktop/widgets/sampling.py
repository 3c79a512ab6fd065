"""How a run samples: a preset in words, its numbers folded away, how many, which seed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.preferences import PILOT_UNITS
from desktop.text import plain_label
from desktop.usual_sampling import SAMPLES, TEMPERATURES, TOP_PS, UsualSampling
from desktop.widgets.layout import column, field, holder, row
from desktop.widgets.number_boxes import decimal_number, whole_number
from engine.records import Sampling

CAREFUL, VARIED, OWN = range(3)
PRESETS = {CAREFUL: (0.5, 0.95), VARIED: (0.9, 0.98)}
_FROM_SETTINGS = tr("These are your usual numbers; the settings hold them.")


class SamplingSettings(QWidget):
    """Tells whenever a number changes that the size of the run depends on."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        defaults = Sampling()
        self._usual = UsualSampling()
        self.samples = whole_number(SAMPLES, 1, tr("Samples per passage"))
        self.seed = whole_number((0, 2**31 - 1), defaults.seed, tr("Seed"))
        self.limit = whole_number((1, 1_000_000), PILOT_UNITS, tr("Units in the pilot"))
        self.limit.setSuffix(tr(" units"))
        self.temperature = decimal_number(TEMPERATURES, defaults.temperature, tr("Temperature"))
        self.top_p = decimal_number(TOP_PS, defaults.top_p, tr("Top p"))
        most = tr("Tokens per answer at most")
        self.max_tokens = whole_number((16, 1024), defaults.max_tokens, most)
        self.origin = plain_label(_FROM_SETTINGS, "small", wraps=True)
        self.origin.hide()
        self._presets = QButtonGroup(self)
        self._numbers = holder(self._number_fields())
        self._fold = QPushButton(tr("Show numbers"))
        self._fold.setProperty("role", "quiet")
        self._fold.setAccessibleName(tr("Show or hide the numbers"))
        self._fold.clicked.connect(self._toggle_numbers)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        presets = (
            (CAREFUL, tr("Careful"), tr("close to the text, few surprises")),
            (VARIED, tr("Varied"), tr("for several samples of each passage")),
        )
        for place, name, meaning in presets:
            layout.addLayout(self._preset(place, name, meaning))
        own = QRadioButton(tr("Own numbers"))
        own.setAccessibleName(tr("Own numbers"))
        self._presets.addButton(own, OWN)
        layout.addLayout(row(own, None, self._fold))
        layout.addWidget(self._numbers)
        self._numbers.hide()
        pair = row(gap=12)
        pair.addLayout(field(tr("Samples per passage"), self.samples), 1)
        pair.addLayout(field(tr("Seed"), self.seed), 1)
        layout.addLayout(pair)
        layout.addWidget(self.origin)
        layout.addLayout(field(tr("A pilot stops after"), self.limit))

    def _preset(self, place: int, name: str, meaning: str) -> QVBoxLayout:
        radio = QRadioButton(name)
        radio.setAccessibleName(f"{name}: {meaning}")
        radio.setChecked(place == CAREFUL)
        self._presets.addButton(radio, place)
        hint = row(31, gap=0)
        hint.addWidget(plain_label(meaning, "small", wraps=True), 1)
        return column(radio, hint, gap=0)

    def _number_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        grid.addLayout(field(tr("Temperature"), self.temperature), 0, 0)
        grid.addLayout(field(tr("Top p"), self.top_p), 0, 1)
        grid.addLayout(field(tr("Tokens per answer at most"), self.max_tokens), 1, 0, 1, 2)
        return grid

    def _connect(self) -> None:
        self._presets.idClicked.connect(self._choose_preset)
        self.temperature.valueChanged.connect(self._name_preset)
        self.top_p.valueChanged.connect(self._name_preset)
        for box in (self.temperature, self.top_p, self.samples):
            box.valueChanged.connect(self._name_origin)
        self.samples.valueChanged.connect(self.changed)
        self.limit.valueChanged.connect(self.changed)

    def begin_with(self, usual: UsualSampling) -> None:
        """Fill in the numbers that the settings name, under the preset that has them."""
        self._usual = usual
        pair = (usual.temperature, usual.top_p)
        preset = next((one for one, numbers in PRESETS.items() if numbers == pair), OWN)
        self._presets.button(preset).setChecked(True)
        self.temperature.setValue(usual.temperature)
        self.top_p.setValue(usual.top_p)
        self.samples.setValue(usual.samples)
        if preset == OWN:
            self._show_numbers()
        self._name_origin()

    def _name_origin(self) -> None:
        """Say where the numbers come from, while they are those of the settings."""
        pair = (round(self.temperature.value(), 3), round(self.top_p.value(), 3))
        now = UsualSampling(*pair, self.samples.value())
        self.origin.setVisible(now == self._usual != UsualSampling())

    def sampling(self) -> Sampling:
        """The numbers as they stand."""
        return Sampling(
            temperature=round(self.temperature.value(), 3),
            top_p=round(self.top_p.value(), 3),
            max_tokens=self.max_tokens.value(),
            seed=self.seed.value(),
        )

    def preset(self) -> int:
        """CAREFUL, VARIED or OWN."""
        return self._presets.checkedId()

    def _choose_preset(self, place: int) -> None:
        if place == OWN:
            self._show_numbers()
            return
        temperature, top_p = PRESETS[place]
        self.temperature.setValue(temperature)
        self.top_p.setValue(top_p)

    def _name_preset(self) -> None:
        pair = (round(self.temperature.value(), 3), round(self.top_p.value(), 3))
        if self.preset() == OWN or pair == PRESETS[self.preset()]:
            return
        if not (self.temperature.hasFocus() or self.top_p.hasFocus()):
            return  # a preset is being filled in, one number after the other
        self._presets.button(OWN).setChecked(True)

    def _toggle_numbers(self) -> None:
        if self._numbers.isHidden():
            self._show_numbers()
        else:
            self._numbers.hide()
            self._fold.setText(tr("Show numbers"))

    def _show_numbers(self) -> None:
        self._numbers.show()
        self._fold.setText(tr("Hide numbers"))
