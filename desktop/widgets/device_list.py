"""The devices of this computer in words, looked for in the background once it is asked for."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import wording
from desktop.background import Background, Operation
from desktop.language import told, tr
from desktop.text import plain_label
from engine.devices.finding import device_notes, driver_stamp
from engine.devices.remembering import devices_now, look_anew
from engine.records import Device, DeviceKind, FoundDevices

_KIND = {
    DeviceKind.DISCRETE: tr("graphics card"),
    DeviceKind.INTEGRATED: tr("graphics of the processor"),
    DeviceKind.SOFTWARE: tr("software, no card"),
}


class DeviceList(QWidget):
    """One line for each device, and for each kind of driver that can't be used with its reason."""

    def __init__(self) -> None:
        super().__init__()
        self._label: QLabel = plain_label(tr("Looking for devices…"), "muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def look(self, background: Background) -> None:
        """Look now; a driver may take its time or crash, so a child does it."""
        look_for_devices(background, self.show_devices, self._say, is_anew=True)

    def show_devices(self, found: FoundDevices) -> None:
        """Name what was found."""
        lines = [_line(device) for device in found.devices]
        lines += [f"{one.backend}: {told(one.reason)}" for one in found.unusable]
        self._say("\n".join(lines) or tr("The processor. No graphics device was found."))

    def _say(self, text: str) -> None:
        self._label.setText(text)


def look_for_devices(
    background: Background,
    done: Callable[[FoundDevices], None],
    failed: Callable[[str], None],
    *,
    is_anew: bool = False,
) -> None:
    """Find the devices off the UI thread; what was found before will do, unless `is_anew`."""
    look = look_anew if is_anew else devices_now
    background.run(
        Operation(
            name=tr("Looking for devices"),
            work=lambda _job: look(device_notes(), driver_stamp()),
            done=done,
            failed=lambda error: failed(told(str(error))),
        )
    )


def _line(device: Device) -> str:
    if not device.total:
        return f"{device.name} ({_KIND[device.kind]}, {device.backend})"
    return tr(
        "{name} ({kind}, {backend}): {free} of {total} free",
        name=device.name,
        kind=_KIND[device.kind],
        backend=device.backend,
        free=wording.size(device.free),
        total=wording.size(device.total),
    )
