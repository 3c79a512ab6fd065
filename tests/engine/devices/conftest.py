from pathlib import Path

import pytest

from engine.devices.finding import find_devices
from engine.records import Device
from tests.engine.devices.vulkan_files import LAVAPIPE, LAYER, VULKAN, pretending_layer, use_driver
from tests.models.tiny_models import LLAMA, tiny_model


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a sealed child may read a driver."""
    made = tmp_path / "driver-packages"
    made.mkdir()
    monkeypatch.syspath_prepend(str(made))
    monkeypatch.setenv("GGML_VK_VISIBLE_DEVICES", "0")  # else software is left out
    return made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.gguf"
    path.write_bytes(tiny_model(LLAMA))
    return path


@pytest.fixture
def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Make the software device pretend what is given, and find it."""
    if not pretending_layer(folder):
        pytest.skip("the layer can't be compiled: Vulkan's headers are missing (VULKAN_SDK)")

    def made(**settings: object) -> Device:
        use_driver(LAVAPIPE, monkeypatch)
        monkeypatch.setenv("VK_LAYER_PATH", str(folder))
        monkeypatch.setenv("VK_INSTANCE_LAYERS", LAYER)
        for name, value in settings.items():
            monkeypatch.setenv(f"FAKE_{name}", str(value))
        [device] = find_devices(VULKAN).devices
        return device

    return made
