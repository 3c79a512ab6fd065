"""Load llama.cpp's compute libraries and name the graphics devices in them; in a child only.

A packaged build has one library for each family of CPUs and one for each kind of graphics driver,
none of them loaded when the process starts. Loading a graphics library loads the drivers of the
computer, which may crash or hang: so it is done only in a process that is to use such a device, or
that was started to find out. A build with everything inside (from source) has nothing to load.
"""

import ctypes
import os
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence as Many
from pathlib import Path
from typing import Any

import llama_cpp._ggml as native_ggml
import llama_cpp.llama_cpp as native

from engine.records import Device, DeviceKind
from engine.worker.batch import NoLibrary, RunnerError

_FOLDER = Path(native.__file__).parent / "lib"
_SOFTWARE = ("llvmpipe", "lavapipe", "swiftshader", "softpipe", "basic render")
_loaded = list[Path]()  # the library for this processor, once it is loaded
_KINDS = {1: DeviceKind.DISCRETE, 2: DeviceKind.INTEGRATED}  # by GGML_BACKEND_DEVICE_TYPE_...


class _Properties(ctypes.Structure):
    """`struct ggml_backend_dev_props`, with room for capabilities that are not read."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("memory_free", ctypes.c_size_t),
        ("memory_total", ctypes.c_size_t),
        ("type", ctypes.c_int),
        ("device_id", ctypes.c_char_p),
        ("capabilities", ctypes.c_ubyte * 64),
    )


def _declared(library: Any) -> Any:  # noqa: ANN401 - ctypes
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    for name, result, arguments in (
        ("ggml_backend_load", pointer, [ctypes.c_char_p]),
        ("ggml_backend_dev_count", size, []),
        ("ggml_backend_dev_get", pointer, [size]),
        ("ggml_backend_dev_get_props", None, [pointer, ctypes.POINTER(_Properties)]),
        ("ggml_backend_dev_memory", None, [pointer, ctypes.POINTER(size), ctypes.POINTER(size)]),
        ("ggml_backend_dev_backend_reg", pointer, [pointer]),
        ("ggml_backend_reg_name", ctypes.c_char_p, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


ggml: Any = _declared(native_ggml.libggml)


def load_processor(passed_over: int = 0) -> None:
    """Load the library that suits this processor best, and no graphics driver.

    Or the next one, if so many of the best don't run here; raises `NoLibrary` if none is left.
    """
    is_built_in = ggml.ggml_backend_dev_count() > 0
    if is_built_in and not passed_over:
        return
    libraries = [] if is_built_in else _runnable()
    if passed_over >= max(1, len(libraries)):
        raise NoLibrary("no library for its processor runs on this computer")
    if not libraries or not ggml.ggml_backend_load(os.fsencode(libraries[passed_over])):
        raise RunnerError("its library for this processor is missing")
    _loaded.append(libraries[passed_over])


def processor_library() -> Any:  # noqa: ANN401 - ctypes
    """The library that computes on this processor, for what llama.cpp has no call for; or None."""
    places = _loaded[-1:] or [
        one for one in _FOLDER.glob("*ggml-cpu.*") if one.suffix in {".so", ".dylib", ".dll"}
    ]
    try:
        return ctypes.CDLL(str(places[-1])) if places else None
    except OSError:
        return None


def load_graphics(backend: str) -> None:
    """Load one kind of graphics driver; raises `RunnerError`."""
    for library in _FOLDER.glob(f"*ggml-{backend}.*"):
        if not ggml.ggml_backend_load(os.fsencode(library)):
            raise RunnerError(f"its library {library.name} can't be used on this computer")


def listed(drivers: Many[str] = ()) -> list[Device]:
    """The graphics devices of what was loaded; `drivers` are the names of theirs, in order."""
    return [device for device, _ in _devices(drivers)]


def find(device_id: str) -> tuple[Device, int]:
    """A device of this process, and llama.cpp's pointer to it; raises `RunnerError` if gone."""
    for device, pointer in _devices():
        if device.id == device_id:
            return device, pointer
    raise RunnerError("the graphics device that was chosen is not there any more")


def free_bytes(pointer: int) -> int:
    """What is free on a device now."""
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    ggml.ggml_backend_dev_memory(pointer, ctypes.byref(free), ctypes.byref(total))
    return free.value


def _devices(drivers: Many[str] = ()) -> Iterator[tuple[Device, int]]:
    seen, names = Counter[str](), iter(drivers)
    for number in range(ggml.ggml_backend_dev_count()):
        pointer: int = ggml.ggml_backend_dev_get(number)
        found = _Properties()
        ggml.ggml_backend_dev_get_props(pointer, ctypes.byref(found))
        if found.type not in _KINDS:
            continue
        backend = _text(ggml.ggml_backend_reg_name(ggml.ggml_backend_dev_backend_reg(pointer)))
        name = _text(found.description)
        seen[name] += 1
        place = _text(found.device_id) or f"{name}#{seen[name]}"
        is_software = any(word in name.lower() for word in _SOFTWARE)
        kind = DeviceKind.SOFTWARE if is_software else _KINDS[found.type]
        key = f"{backend.lower()}:{place}"
        free, total = found.memory_free, found.memory_total
        yield Device(name, key, kind, backend, next(names, ""), free, total), pointer


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")[:200]


def _runnable() -> list[Path]:
    """The libraries that say they run on this processor, the best first."""
    scored = [(_score(one), one) for one in _FOLDER.glob("*ggml-cpu-*")]
    return [one for score, one in sorted(scored, reverse=True) if score > 0]


def _score(library: Path) -> int:
    """How well a library suits this processor; 0 if it does not run here."""
    try:
        return int(ctypes.CDLL(str(library)).ggml_backend_score())
    except (OSError, AttributeError):
        return 0
