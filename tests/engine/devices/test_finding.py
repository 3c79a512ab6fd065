"""Looking for devices in a child: what it finds, and what becomes of one that dies or hangs."""

import os
from pathlib import Path

import pytest

from engine.config import driver_folder
from engine.devices.finding import driver_stamp, find_devices
from engine.processes.child import ChildMain
from engine.records import FoundDevices
from engine.worker.noise import last_words
from tests.engine.devices import odd_probes
from tests.engine.devices.odd_probes import CARD

ONE = ("vulkan",)


def test_a_device_is_told_as_the_driver_tells_it_and_noise_stays_off_the_terminal(
    capfd: pytest.CaptureFixture[str],
):
    assert find_devices(ONE, odd_probes.shouts) == FoundDevices((CARD,))
    folder = driver_folder()
    assert folder is not None
    assert last_words(folder) == "MESA: error: noise of a driver"
    assert "noise" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("probe", "reason"),
    [
        (odd_probes.refuses, "It can't be used: its library is garbage."),
        (odd_probes.crashes, "Its driver crashed while it was asked for its devices."),
    ],
)
def test_drivers_that_fail_are_named_with_the_reason(probe: ChildMain, reason: str):
    found = find_devices(ONE, probe)
    assert not found.devices
    assert [(one.backend, one.reason) for one in found.unusable] == [("vulkan", reason)]


def test_a_driver_that_hangs_is_given_up_after_its_time():
    found = find_devices(ONE, odd_probes.hangs, seconds=0.2)
    assert found.unusable[0].reason == "Its driver did not answer within 0 seconds."


def test_without_graphics_libraries_no_child_is_started():
    assert find_devices(()) == FoundDevices()


def test_the_stamp_changes_with_a_driver_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    manifest = tmp_path / "driver.json"
    monkeypatch.setenv("VK_DRIVER_FILES", str(manifest))
    before = driver_stamp()
    manifest.write_text("{}", encoding="utf-8")
    with_it = driver_stamp()
    os.utime(manifest, ns=(1, 1))
    assert len({before, with_it, driver_stamp()}) == 3
    assert driver_stamp() == driver_stamp()
