"""A child that loads one kind of graphics driver, says which devices it finds, and ends.

Drivers crash and hang, so nobody else loads one to find out (`finding.py`).
"""

import ctypes
import os
import re
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from engine.isolation import confine_worker, seal_child
from engine.records import Device
from engine.worker.batch import RunnerError
from engine.worker.messages import DeviceFound, FindDevices, Listed, decode, encode
from engine.worker.noise import Noise, keep_compiled_in

_DRIVER = re.compile(r"^ggml_vulkan: \d+ = .* \(([^()]*)\) \| ")
_NVIDIA = Path("/proc/driver/nvidia/version")

Finder = Callable[[str], list[Device]]
"""Loads one kind of driver and lists its devices; raises `RunnerError` with the reason."""


def main(reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]") -> None:
    """What `finding.py` starts in a process of its own."""
    answer(reads, writes, look)


def answer(
    reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]", look: Finder
) -> None:
    """Answer one request and end."""
    seal_child()
    request = decode(reads.recv_bytes())
    if not isinstance(request, FindDevices):
        raise TypeError(f"the first message must be FindDevices, not {type(request).__name__}")
    cache = Path(request.cache) if request.cache else None
    if cache is not None:
        keep_compiled_in(cache)
        Noise(cache)
    confine_worker([], cache)
    detail = ""
    try:
        for device in look(request.backend):
            writes.send_bytes(encode(_told(device)))
    except RunnerError as error:
        detail = str(error)
    writes.send_bytes(encode(Listed(detail)))
    os._exit(0)


def _told(device: Device) -> DeviceFound:
    return DeviceFound(
        device.name, device.id, device.kind.value, device.backend, device.driver,
        device.free, device.total,
    )  # fmt: skip


def look(backend: str) -> list[Device]:
    """The devices of one backend, with their drivers' names as llama.cpp tells them."""
    # Imported here so that the application, which imports this module, never loads llama.cpp.
    import llama_cpp.llama_cpp as native  # noqa: PLC0415

    from engine.worker import devices  # noqa: PLC0415

    lines: list[str] = []

    def keep(_level: int, text: bytes, _data: object) -> None:
        lines.append(text.decode("utf-8", "replace"))

    callback = native.llama_log_callback(keep)
    native.llama_log_set(callback, ctypes.c_void_p(0))
    devices.load_graphics(backend)
    return devices.listed(drivers_in(lines))


def drivers_in(lines: list[str]) -> list[str]:
    """The driver of each device, in llama.cpp's order, from what it logs when it finds them."""
    found = [match[1] for line in lines if (match := _DRIVER.match(line))]
    return [_with_version(name) for name in found]


def _with_version(driver: str) -> str:
    """NVIDIA's name alone says nothing; its kernel module says its version."""
    if "nvidia" not in driver.lower():
        return driver
    try:
        version = re.search(r"\b\d{3}(\.\d+)+\b", _NVIDIA.read_text(encoding="utf-8"))
    except OSError:  # another system
        return driver
    return f"{driver} {version[0]}" if version else driver
