"""Find the graphics devices of this computer without loading a driver into this process.

Each kind of driver is loaded by a child of its own, which may crash or hang (`probe.py`): that kind
then can't be used, with the reason in words. Which kinds there are is seen from the files of
llama.cpp; a build without any starts no child.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from engine.config import config_folder, driver_folder
from engine.devices.notes import DeviceNotes
from engine.errors import WorkerCrashed, WorkerNotStarted
from engine.processes.child import Child, ChildMain
from engine.records import Device, DeviceKind, FoundDevices, Unusable
from engine.version import app_version
from engine.worker.messages import DeviceFound, FindDevices, Listed, decode, encode
from engine.worker.probe import main as probe_main

PROBE_SECONDS = 20.0
_BACKENDS = ("cuda", "hip", "metal", "musa", "sycl", "vulkan", "opencl")
_MANIFESTS = (
    "/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d",
    "/run/opengl-driver/share/vulkan/icd.d", "/usr/local/nvidia/share/vulkan/icd.d",
)  # fmt: skip
_DRIVERS = (
    "/usr/lib/*/libvulkan_*.so", "/usr/lib64/libvulkan_*.so", "/usr/lib/libvulkan_*.so",
    "/usr/lib/*/libvulkan.so.1", "/usr/lib64/libvulkan.so.1", "/usr/lib/*/libnvidia-glcore.so.*",
    "/usr/lib64/libnvidia-glcore.so.*", "/usr/lib/*/libcuda.so.1", "/proc/driver/nvidia/version",
)  # fmt: skip
# Variables that tell a loader, a driver or llama.cpp which devices there are.
_TOLD = ("VK_", "MESA_VK_", "GGML_", "CUDA_VISIBLE", "HIP_VISIBLE", "ROCR_VISIBLE", "DRI_PRIME")
_WINDOWS = ("System32/vulkan-1.dll", "System32/DriverStore/FileRepository")


def graphics_backends() -> tuple[str, ...]:
    """The kinds of graphics drivers that this build of llama.cpp has a library for."""
    return tuple(name for name in _BACKENDS if any(_libraries(name)))


def find_devices(
    backends: tuple[str, ...] | None = None,
    probe: ChildMain = probe_main,
    seconds: float = PROBE_SECONDS,
) -> FoundDevices:
    """Look now; takes a second or so for each kind, and at most `seconds`."""
    devices, unusable = list[Device](), list[Unusable]()
    for backend in graphics_backends() if backends is None else backends:
        found = _look(backend, probe, seconds)
        if isinstance(found, str):
            unusable.append(Unusable(backend, found))
        else:
            devices += found
    return FoundDevices(tuple(devices), tuple(unusable))


def device_notes() -> DeviceNotes:
    """What is remembered of this computer's devices."""
    return DeviceNotes(config_folder() / "devices.json")


def driver_stamp() -> str:
    """Changes when a graphics driver, llama.cpp or this application does: what was seen is void."""
    seen = hashlib.sha256(f"{app_version()} {sys.platform}".encode())
    for name in sorted(os.environ):
        if name.startswith(_TOLD):
            seen.update(f"{name}={os.environ[name]}\n".encode("utf-8", "surrogateescape"))
    for path in sorted(set(_driver_files())):
        try:
            facts = path.stat()
        except OSError:  # a manifest that was removed in this moment
            continue
        seen.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def _look(backend: str, probe: ChildMain, seconds: float) -> list[Device] | str:
    """The devices of one kind, or why it can't be used."""
    try:
        child = Child(probe, "probe")
    except WorkerNotStarted as error:
        return str(error)
    try:
        child.send(encode(FindDevices(backend, str(driver_folder() or ""))))
        return _listed(child, seconds)
    except WorkerCrashed:
        return "Its driver crashed while it was asked for its devices."
    finally:
        child.kill()


def _listed(child: Child, seconds: float) -> list[Device] | str:
    devices = list[Device]()
    while (data := child.receive(seconds)) is not None:
        try:
            message = decode(data)
        except ValueError:
            break
        if isinstance(message, DeviceFound):
            devices.append(_device(message))
        elif isinstance(message, Listed) and message.detail:
            return f"It can't be used: {message.detail}."
        elif isinstance(message, Listed):
            return devices
    return f"Its driver did not answer within {seconds:.0f} seconds."


def _device(found: DeviceFound) -> Device:
    kind = DeviceKind(found.kind)
    name, driver = found.name.strip()[:100], found.driver.strip()[:100]
    return Device(name, found.id, kind, found.backend, driver, found.free, found.total)


def _libraries(backend: str) -> Iterator[Path]:
    """Found without importing llama.cpp, which this process never loads."""
    spec = find_spec("llama_cpp")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from Path(place, "lib").glob(f"*ggml-{backend}.*")


def _driver_files() -> Iterator[Path]:
    for backend in _BACKENDS:
        yield from _libraries(backend)
    for name in ("VK_DRIVER_FILES", "VK_ICD_FILENAMES"):
        yield from (Path(one) for one in os.environ.get(name, "").split(os.pathsep) if one)
    if sys.platform == "win32":
        yield from (Path(os.environ.get("SYSTEMROOT", "C:/Windows"), name) for name in _WINDOWS)
        return
    for folder in _MANIFESTS:
        yield from Path(folder).glob("*.json")
    for pattern in _DRIVERS:
        yield from Path("/").glob(pattern.removeprefix("/"))
