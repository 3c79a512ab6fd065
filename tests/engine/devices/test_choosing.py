"""Which device is chosen, by itself and by name."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.devices.choosing import Asked, Choice, choose_device
from engine.devices.notes import DeviceNotes
from engine.errors import BadSetting
from engine.records import Device, DeviceKind, FoundDevices, Unusable
from engine.runs.machine import STEPS
from engine.worker.messages import LoadModel
from tests.models.headers import SEVEN_B

GB = 10**9
CPU = LoadModel("m.gguf", slots=16, slot_tokens=1024, threads=8)
BIG = Device("Big card", "vulkan:1", DeviceKind.DISCRETE, "Vulkan", "", 24 * GB, 24 * GB)
SMALL = replace(BIG, name="Small card", id="vulkan:2", free=4 * GB, total=4 * GB)
TINY = replace(BIG, name="Tiny card", id="vulkan:3", free=GB, total=GB)
SHARED = replace(BIG, name="Inside", id="vulkan:4", kind=DeviceKind.INTEGRATED)


def choose(tmp_path: Path, wish: str, *devices: Device, unusable: str = "") -> Choice:
    notes = DeviceNotes(tmp_path / "devices.json")
    gone = (Unusable("vulkan", unusable),) if unusable else ()
    asked = Asked(wish, SEVEN_B, CPU, STEPS, 32 * GB, "cache")
    return choose_device(asked, FoundDevices(devices, gone), notes, "stamp")


def test_the_discrete_card_with_the_most_free_memory_is_chosen(tmp_path: Path):
    choice = choose(tmp_path, "auto", SHARED, SMALL, BIG)
    assert choice.device == BIG
    load = choice.on_device
    assert load is not None
    assert (load.device, load.gpu_layers, load.all_layers) == ("vulkan:1", 33, 33)
    assert (load.slots, load.cache) == (16, "cache")
    assert choice.on_cpu == CPU
    assert not choice.note


def test_the_cpu_can_always_be_asked_for(tmp_path: Path):
    assert choose(tmp_path, "CPU", BIG) == Choice(CPU)
    assert choose(tmp_path, "auto") == Choice(CPU)


def test_what_is_left_alone_is_said(tmp_path: Path):
    choice = choose(tmp_path, "auto", TINY, unusable="Its driver crashed.")
    assert choice.on_device is None
    assert choice.note.startswith("vulkan: Its driver crashed. Tiny card is not used: too little")


def test_a_device_that_failed_is_left_alone_unless_it_is_named(tmp_path: Path):
    DeviceNotes(tmp_path / "devices.json").keep_out("vulkan:1 stamp", "it crashed")
    by_itself = choose(tmp_path, "auto", BIG)
    assert by_itself.on_device is None
    assert "models devices --try-again" in by_itself.note
    assert choose(tmp_path, "auto", BIG, SMALL).device == SMALL
    named = choose(tmp_path, "big", BIG, SMALL)
    assert named.device == BIG
    assert named.is_wished


@pytest.mark.parametrize("wish", ["card", "Mars", "tiny card"])
def test_a_name_that_is_not_clear_or_can_not_be_used_is_refused(tmp_path: Path, wish: str):
    with pytest.raises(BadSetting, match=r"choose from auto, cpu, “Big card”|too little"):
        choose(tmp_path, wish, BIG, TINY)
