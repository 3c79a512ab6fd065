"""Whole runs by the command line where a graphics driver or card fails: they end on the CPU, done.

What was asked for by name is refused or fails with the reason; `--device cpu` never loads a driver.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.devices.choosing import key_of
from engine.devices.finding import device_notes, driver_stamp
from engine.devices.notes import Trial
from engine.records import Device, Extract
from engine.store import Project
from models.library import embedded_path
from tests.engine.devices.vulkan_files import (
    broken_driver,
    needs_vulkan,
    use_driver,
    with_lavapipe,
)

TEXT = "The gate opens at nine. Nobody may enter before. The porter keeps the key in his desk."
pytestmark = [*needs_vulkan, pytest.mark.model]


@dataclass(frozen=True)
class Ended:
    """What a command said and how it ended."""

    code: int
    said: str
    content: dict[str, Any]


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one document with the real worker and Nano."""
    path = tmp_path / "work.bonito"
    with Project.create(path) as project:
        sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
        project.documents.add("/a.txt", "a.txt", "txt", len(TEXT), sha256, Extract(TEXT))

    def ended(*options: str, command: str = "run") -> Ended:
        given = ["--model", "nano", "--types", "exqa", "--json"]
        code = main([command, str(path), *given, *options])
        captured = capsys.readouterr()
        content = json.loads(captured.out) if captured.out else {}
        return Ended(code, captured.err, content)

    return ended


def is_done_on_the_cpu(ended: Ended) -> bool:
    return (ended.code, ended.content["state"]) == (0, "done") and ended.content[
        "device"
    ].startswith("CPU")


@pytest.mark.parametrize("kind", ["segfault", "abort"])
def test_a_driver_that_crashes_at_its_start_leaves_the_run_to_the_cpu(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    use_driver(broken_driver(folder, kind), monkeypatch)
    ended = run("--device", "auto")
    assert is_done_on_the_cpu(ended)
    assert "vulkan: Its driver crashed while it was asked for its devices." in ended.said


@pytest.mark.parametrize("kind", ["missing", "garbage"])
def test_without_a_driver_that_can_be_read_the_run_is_done_on_the_cpu(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    use_driver(broken_driver(folder, kind), monkeypatch)
    assert is_done_on_the_cpu(run("--device", "auto"))


def test_the_cpu_that_was_asked_for_is_used_and_no_driver_is_loaded(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    use_driver(broken_driver(folder, "abort"), monkeypatch)
    ended = run("--device", "cpu")
    assert is_done_on_the_cpu(ended)
    assert "driver" not in ended.said


def test_a_plan_loads_no_driver(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch):
    use_driver(broken_driver(folder, "abort"), monkeypatch)
    assert run(command="plan").code == 0


def test_a_device_asked_for_by_name_is_refused_with_the_reason_if_its_driver_crashes(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    use_driver(broken_driver(folder, "abort"), monkeypatch)
    ended = run("--device", "Card 9")
    assert ended.code
    assert "There is no device “Card 9” here" in ended.said
    assert "Its driver crashed" in ended.said


@with_lavapipe
def test_software_that_computes_slower_is_left_for_the_cpu_by_measure(run: Run, pretend):
    device = pretend()
    ended = run("--device", "auto")
    assert is_done_on_the_cpu(ended)
    assert f"{device.name} is tried against the CPU with this model, once." in ended.said
    assert f"{device.name} is not used: " in ended.said


@with_lavapipe
def test_a_card_with_too_little_memory_leaves_the_run_to_the_cpu(run: Run, pretend):
    pretend(NAME="Card 9", DISCRETE=1, VRAM_MB=30)
    ended = run("--device", "auto")
    assert is_done_on_the_cpu(ended)
    assert "Card 9 is not used: too little of the model fits its 0.0 GB" in ended.said


@with_lavapipe
def test_a_card_that_is_lost_in_a_run_leaves_the_rest_to_the_cpu(run: Run, pretend):
    device = pretend(NAME="Card 9", DISCRETE=1, LOST_AFTER=5)
    won(device)
    ended = run("--device", "auto")
    assert is_done_on_the_cpu(ended)
    assert "Card 9 is not used any more; the run goes on with the CPU." in ended.said
    assert "its driver failed" in device_notes().kept_out(key_of(device, driver_stamp()))


@with_lavapipe
def test_a_card_asked_for_by_name_that_is_lost_fails_the_run(run: Run, pretend):
    pretend(NAME="Card 9", DISCRETE=1, LOST_AFTER=2)
    ended = run("--device", "Card 9")
    assert ended.code
    assert ended.content["state"] == "failed"


def won(device: Device) -> None:
    """Note that a device was faster than the CPU, so that a run starts with it."""
    with embedded_path().open("rb") as file:
        model = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    device_notes().note_trial(key_of(device, driver_stamp()), model, Trial(2.0))
