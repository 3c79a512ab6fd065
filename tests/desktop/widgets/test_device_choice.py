"""What a run computes on, chosen in the window and kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from desktop.background import Background
from desktop.preferences import Preferences
from desktop.widgets.advanced import AdvancedSettings
from desktop.widgets.device_choice import DeviceChoice
from engine.records import FoundDevices
from tests.engine.devices.odd_probes import CARD


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "p.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def choice(qtbot, preferences: Preferences) -> DeviceChoice:
    made = DeviceChoice()
    qtbot.addWidget(made)
    made.keep_in(preferences)
    return made


def choose(choice: DeviceChoice, device: str) -> None:
    """As a user does."""
    place = choice.box.findData(device)
    choice.box.setCurrentIndex(place)
    choice.box.activated.emit(place)


def entries(choice: DeviceChoice) -> list[str]:
    return [choice.box.itemText(place) for place in range(choice.box.count())]


def test_it_is_left_to_the_run_until_somebody_chooses(choice: DeviceChoice):
    assert choice.device == "auto"
    assert entries(choice) == ["By itself", "The processor alone"]


def test_a_found_device_is_offered_by_name_and_chosen_by_its_id(
    choice: DeviceChoice, preferences: Preferences, qtbot
):
    choice.show_devices(FoundDevices((CARD,)))
    assert entries(choice)[2:] == ["Card 9 (Vulkan)"]
    choose(choice, CARD.id)
    assert choice.device == CARD.id
    later = DeviceChoice()
    qtbot.addWidget(later)
    later.keep_in(preferences)
    assert (later.device, later.box.currentText()) == (CARD.id, "Card 9 (Vulkan)")


def test_a_chosen_device_that_is_not_found_stays_chosen(choice: DeviceChoice):
    choice.show_devices(FoundDevices((CARD,)))
    choose(choice, CARD.id)
    choice.show_devices(FoundDevices())
    assert choice.device == CARD.id
    choose(choice, "cpu")
    assert choice.device == "cpu"


def test_devices_are_looked_for_when_the_settings_are_unfolded_and_once(
    qtbot, monkeypatch: pytest.MonkeyPatch
):
    looks = list[Background]()
    monkeypatch.setattr(
        "desktop.widgets.device_choice.look_for_devices", lambda where, *_: looks.append(where)
    )
    background = Background(lambda _error: None)
    settings = AdvancedSettings(background)
    qtbot.addWidget(settings)
    assert not looks
    for _ in range(3):
        settings.fold.click()
    assert looks == [background]
    assert settings.device.hint.text() == "Looking for devices…"
    settings.device.show_devices(FoundDevices())
    assert "you choose is used" in settings.device.hint.text()
