"""A look at the devices is used again while nothing has changed, and not for long."""

from pathlib import Path

import pytest

from engine.devices.finding import driver_stamp
from engine.devices.notes import DeviceNotes
from engine.devices.remembering import DEVICE_SECONDS, NONE_SECONDS, devices_now, look_anew
from engine.records import FoundDevices, Unusable
from tests.engine.devices.odd_probes import CARD

WITH_CARD = FoundDevices((CARD,), (Unusable("cuda", "Its driver crashed."),))
WITHOUT = FoundDevices((), (Unusable("vulkan", "Its driver crashed."),))


class Looking:
    """Counts the looks, each of which finds the same; `now` is the time of the next."""

    def __init__(self, folder: Path, found: FoundDevices) -> None:
        self.notes, self.found = DeviceNotes(folder / "devices.json"), found
        self.looks, self.now = 0, 1000.0

    def at(self, seconds: float, stamp: str = "stamp") -> FoundDevices:
        self.now = 1000.0 + seconds
        return devices_now(self.notes, stamp, self._look, lambda: self.now)

    def _look(self) -> FoundDevices:
        self.looks += 1
        return self.found


@pytest.mark.parametrize(("found", "kept"), [(WITH_CARD, DEVICE_SECONDS), (WITHOUT, NONE_SECONDS)])
def test_what_was_found_is_used_again_until_it_is_too_old(
    tmp_path: Path, found: FoundDevices, kept: float
):
    looking = Looking(tmp_path, found)
    assert looking.at(0) == looking.at(kept - 1) == found
    assert looking.looks == 1
    assert looking.at(kept) == found
    assert looking.looks == 2


@pytest.mark.parametrize("seconds", [-3600, 10**9])
def test_a_clock_that_was_set_makes_it_void(tmp_path: Path, seconds: float):
    looking = Looking(tmp_path, WITH_CARD)
    looking.at(0)
    looking.at(seconds)
    assert looking.looks == 2


def test_another_driver_build_or_environment_makes_it_void(tmp_path: Path):
    looking = Looking(tmp_path, WITH_CARD)
    looking.at(0, "one")
    looking.at(0, "other")
    assert looking.looks == 2


def test_trying_again_makes_it_void(tmp_path: Path):
    looking = Looking(tmp_path, WITHOUT)
    looking.at(0)
    looking.notes.forgive()
    looking.at(0)
    assert looking.looks == 2


def test_a_new_look_that_is_asked_for_takes_the_place_of_the_old(tmp_path: Path):
    looking = Looking(tmp_path, WITHOUT)
    looking.at(0)
    looking.found = WITH_CARD
    assert look_anew(looking.notes, "stamp", looking._look, lambda: 1000.0) == WITH_CARD
    assert looking.at(1) == WITH_CARD
    assert looking.looks == 2


def test_a_computer_without_any_keeps_no_note(tmp_path: Path):
    looking = Looking(tmp_path, FoundDevices())
    looking.at(0)
    assert not (tmp_path / "devices.json").exists()


@pytest.mark.parametrize(
    "damaged", ["7", "{}", '{"at": 1}', '{"devices": [1], "unusable": [], "at": 1}', "]"]
)
def test_a_note_that_cannot_be_read_costs_a_look(tmp_path: Path, damaged: str):
    looking = Looking(tmp_path, WITH_CARD)
    note = '{"looks": {"stamp": ' + damaged + "}}"
    (tmp_path / "devices.json").write_text(note, encoding="utf-8")
    assert looking.at(0) == WITH_CARD
    assert looking.looks == 1


@pytest.mark.parametrize("name", ["VK_INSTANCE_LAYERS", "GGML_VK_VISIBLE_DEVICES"])
def test_what_the_environment_tells_a_driver_is_part_of_the_stamp(
    monkeypatch: pytest.MonkeyPatch, name: str
):
    before = driver_stamp()
    monkeypatch.setenv(name, "1")
    assert driver_stamp() != before
