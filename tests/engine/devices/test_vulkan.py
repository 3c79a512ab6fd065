"""Vulkan itself, where this build of llama.cpp has it: broken drivers, and a card that pretends.

Mesa's software device stands for a card. `make vulkan` builds such a library and runs these; to run
them with a packaged build's libraries:
`PYTHONPATH=build/package/venv/lib/python3.11/site-packages pytest tests/engine/devices`.
"""

from pathlib import Path

import pytest

from engine.devices.choosing import Asked, Choice, choose_device
from engine.devices.finding import PROBE_SECONDS, device_notes, find_devices
from engine.devices.notes import Trial
from engine.devices.proving import Bounds, prove
from engine.records import Device, DeviceKind
from engine.worker.counting import token_counter
from engine.worker.host import Host
from engine.worker.messages import LoadModel
from models.gguf import read_header
from tests.engine.devices.vulkan_files import (
    VULKAN,
    broken_driver,
    needs_vulkan,
    use_driver,
    with_lavapipe,
)

MOST_SECONDS = 4.0
PATIENT = Bounds(silent=300.0, software=300.0, least=300.0)  # lavapipe compiles slowly
pytestmark = needs_vulkan


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("segfault", "crashed while it was asked"),
        ("abort", "crashed while it was asked"),
        ("hang", "did not answer within 4 seconds"),
    ],
)
def test_a_driver_that_takes_its_process_down_is_not_usable_with_the_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, reason: str
):
    use_driver(broken_driver(folder, kind), monkeypatch)
    found = find_devices(VULKAN, seconds=MOST_SECONDS if kind == "hang" else PROBE_SECONDS)
    assert found.devices == ()
    assert reason in found.unusable[0].reason


@pytest.mark.parametrize("kind", ["missing", "garbage"])
def test_without_a_driver_that_can_be_read_there_is_no_device(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    use_driver(broken_driver(folder, kind), monkeypatch)
    assert find_devices(VULKAN).devices == ()


def test_counting_tokens_loads_no_driver(
    folder: Path, monkeypatch: pytest.MonkeyPatch, model: Path
):
    use_driver(broken_driver(folder, "abort"), monkeypatch)
    with token_counter(model) as count:
        assert count(["one two"])[0] > 0


@with_lavapipe
def test_a_card_is_named_with_its_kind_driver_and_memory(pretend):
    card = pretend(NAME="Card 9", DISCRETE=1, VRAM_MB=4096)
    assert (card.name, card.kind, card.backend) == ("Card 9", DeviceKind.DISCRETE, "Vulkan")
    assert card.total == 4096 * 2**20
    assert card.driver


def chosen(model: Path, device: Device) -> Choice:
    header = read_header(model)
    load = LoadModel(str(model), slot_tokens=512, threads=2)
    asked = Asked("auto", header, load, (4, 2, 1), 2**33)
    found = find_devices(VULKAN)
    assert found.devices == (device,)
    return choose_device(asked, found, device_notes(), "stamp")


def tried(choice: Choice) -> Trial:
    return prove(choice, Host)


@with_lavapipe
def test_a_card_with_too_little_memory_is_left_alone_with_the_reason(pretend, model: Path):
    choice = chosen(model, pretend(NAME="Card 9", DISCRETE=1, VRAM_MB=30))
    assert choice.on_device is None
    assert choice.note.startswith("Card 9 is not used: too little of the model fits its 0.0 GB")


@with_lavapipe
def test_a_card_that_is_lost_while_it_computes_fails_its_trial(pretend, model: Path):
    choice = chosen(model, pretend(NAME="Card 9", DISCRETE=1, LOST_AFTER=2))
    assert choice.on_device
    trial = tried(choice)
    assert "it failed in a trial" in trial.fault
    assert not trial.is_won


@with_lavapipe
def test_the_software_device_computes_the_same_as_the_cpu_and_loses_by_its_speed(
    pretend, model: Path
):
    device = pretend()
    assert device.kind is DeviceKind.SOFTWARE
    trial = prove(chosen(model, device), Host, PATIENT)
    assert not trial.fault
    assert 0 < trial.times < 1
    assert not trial.is_won
