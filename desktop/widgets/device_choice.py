"""What a run computes on: by itself, the processor, or a graphics device by its name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.background import Background
from desktop.language import tr
from desktop.preferences import Preferences
from desktop.text import plain_label
from desktop.widgets.combos import combo, offer
from desktop.widgets.device_list import look_for_devices
from engine.devices.choosing import AUTO, CPU
from engine.records import FoundDevices

_HINT = tr(
    "By itself, a graphics card is used where it was seen to compute the same and faster. One that "
    "you choose is used, or the run says why it can't be."
)


class DeviceChoice(QWidget):
    """Means the same as `--device`. Devices are looked for when it is first shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._has_looked = False
        entries = [(tr("By itself"), AUTO), (tr("The processor alone"), CPU)]
        self.box = combo(tr("What to compute on"), entries)
        self.box.activated.connect(lambda _place: self.changed.emit())
        self.hint = plain_label(_HINT, "small", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(plain_label(tr("Compute on"), "field"))
        layout.addWidget(self.box)
        layout.addWidget(self.hint)

    @property
    def device(self) -> str:
        """`auto`, `cpu`, or the id of a device."""
        return str(self.box.currentData())

    def keep_in(self, preferences: Preferences) -> None:
        """Choose what was chosen last, and remember what is chosen from now on."""
        device, name = preferences.device
        if self.box.findData(device) < 0:
            self.box.addItem(name, device)
        self.box.setCurrentIndex(self.box.findData(device))
        self.changed.connect(lambda: self._remember(preferences))

    def look(self, background: Background) -> None:
        """Look for devices, once; until then there are only those that need no look."""
        if not self._has_looked:
            self._has_looked = True
            self.hint.setText(tr("Looking for devices…"))
            look_for_devices(background, self.show_devices, self.hint.setText)

    def show_devices(self, found: FoundDevices) -> None:
        """Offer what was found; what is chosen stays, also if it was not found."""
        devices = [(f"{one.name} ({one.backend})", one.id) for one in found.devices]
        offer(self.box, [(tr("The processor alone"), CPU), *devices])
        self.hint.setText(_HINT)

    def _remember(self, preferences: Preferences) -> None:
        preferences.device = self.device, self.box.currentText()
