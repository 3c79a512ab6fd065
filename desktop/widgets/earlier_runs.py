"""What earlier runs made of the units of a new one, and which of them it is to make."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop import wording
from desktop.estimate import Choice, Earlier
from desktop.language import tr
from desktop.text import plain_label, plain_tooltip

_CAPTIONS = {
    Choice.MISSING: (
        tr("Only what is missing"),
        tr("Leaves out what earlier runs made with this model."),
    ),
    Choice.GAPS: (
        tr("Fill the gaps, where no task was kept"),
        tr("Reads only passages that gave no task of the type yet, or none that was kept."),
    ),
    Choice.ALL: (
        tr("Make all of it once more"),
        tr("A second sample of the same passages, in other words: with another seed."),
    ),
}

_WITH_THIS_MODEL = tr("All of them, with this model")


class EarlierRuns(QWidget):
    """Hidden where nothing was made before. Nothing is made twice unless somebody chooses that."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = plain_label("", "small", wraps=True)
        self._group = QButtonGroup(self)
        self._radios = dict[Choice, QRadioButton]()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.said)
        for choice, (caption, meaning) in _CAPTIONS.items():
            radio = QRadioButton(caption)
            radio.setAccessibleName(caption)
            radio.setAccessibleDescription(meaning)
            radio.setToolTip(plain_tooltip(meaning))
            self._group.addButton(radio, choice)
            self._radios[choice] = radio
            layout.addWidget(radio)
        self.begin_anew()
        self._group.idToggled.connect(self._toggled)
        self.hide()

    @property
    def choice(self) -> Choice:
        """Which units the next run makes."""
        return Choice.MISSING if self.isHidden() else Choice(self._group.checkedId())

    def radio(self, choice: Choice) -> QRadioButton:
        """The button for a choice."""
        return self._radios[choice]

    def begin_anew(self) -> None:
        """A second sample is chosen for one run; the next one makes nothing twice again."""
        self.radio(Choice.MISSING).setChecked(True)

    def show_earlier(self, found: Earlier | None) -> None:
        """Say how many units of what is set up were made before; None if none was."""
        self.setHidden(found is None)
        if found is not None:
            self.said.setText(earlier_sentence(found))
            missing = _CAPTIONS[Choice.MISSING][0] if found.alike else _WITH_THIS_MODEL
            self._caption(Choice.MISSING, missing)
            self.radio(Choice.ALL).setVisible(found.alike > 0 or self.choice is Choice.ALL)

    def _caption(self, choice: Choice, caption: str) -> None:
        self.radio(choice).setText(caption)
        self.radio(choice).setAccessibleName(caption)

    def _toggled(self, _which: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if is_on:
            self.changed.emit()


def earlier_sentence(found: Earlier) -> str:
    """Of these 120 units, earlier runs made 48."""
    units, other = wording.counted(found.units, "unit"), found.in_any_way - found.alike
    if not found.in_any_way:
        return tr("Earlier runs made tasks of these documents, from other passages.")
    if found.alike >= found.units:
        return tr("Earlier runs made all of these {units} already.", units=units)
    if not found.alike:
        return tr(
            "Of these {units}, earlier runs made {other}, with another model.",
            units=units,
            other=wording.number(other),
        )
    made = wording.number(found.alike)
    said = tr("Of these {units}, earlier runs made {made}.", units=units, made=made)
    more = tr("Another {other} they made with another model.", other=wording.number(other))
    return f"{said} {more}" if other else said
