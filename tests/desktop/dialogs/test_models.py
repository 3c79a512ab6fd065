from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget

from desktop.dialogs.models import ModelsDialog
from engine.records import Device, DeviceKind, FoundDevices, Unusable
from models import library

CARD = Device("Card 9", "vulkan 0", DeviceKind.DISCRETE, "Vulkan", "1.2", 5 * 10**9, 8 * 10**9)


@pytest.fixture
def dialog(qtbot, background) -> Iterator[ModelsDialog]:
    parent = QWidget()  # which the dialog goes with
    qtbot.addWidget(parent)
    made = ModelsDialog(parent, [library.find("")], background)
    qtbot.waitUntil(lambda: not background.is_busy, timeout=30_000)
    yield made
    parent.close()


def test_a_model_that_is_not_here_shows_the_command_and_one_that_is_shows_none(dialog):
    assert dialog.command.isHidden()
    dialog.view.selectRow(1)
    assert dialog.command.line.text().startswith("bonito-desktop models fetch ")
    dialog.view.selectRow(0)
    assert dialog.command.isHidden()


def test_devices_are_named_with_their_memory_and_what_can_not_be_used_with_its_reason(dialog):
    dialog.devices.show_devices(FoundDevices((CARD,), (Unusable("Metal", "Its driver crashed."),)))
    said = dialog.devices.text()
    assert "Card 9 (graphics card, Vulkan): 5.0 GB of 8.0 GB free" in said
    assert "Metal: Its driver crashed." in said
    dialog.devices.show_devices(FoundDevices())
    assert "No graphics device was found" in dialog.devices.text()
