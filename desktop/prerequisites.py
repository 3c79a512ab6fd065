"""What Qt's windows need of a Linux system, looked for before Qt, which ends the process instead.

Standard library only: the set-up of a bare checkout reads the same table with the system's Python.
"""

import ctypes
import shutil
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

Packages = Mapping[str, tuple[str, str]]
"""Library -> package on Debian and Ubuntu, package on Fedora."""

QT_LIBRARIES: Packages = {
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
}
SCREEN_LIBRARIES: Packages = {
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
}


def uses_x11(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt will load its xcb plugin: a display of X11, and no other platform chosen."""
    others = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    is_free = not any(environment.get(name) for name in others)
    return platform == "linux" and bool(environment.get("DISPLAY")) and is_free


def problem_with(plugin: Path, load: Callable[[str], object] = ctypes.CDLL) -> str:
    """Why a plugin of Qt can't be loaded, with the line that mends it; "" if it can be.

    `load` is the system's loader: it raises `OSError` for a library it can't find.
    """
    try:
        load(str(plugin))
    except OSError as error:
        wanted = {**QT_LIBRARIES, **SCREEN_LIBRARIES}
        missing = [name for name in wanted if not can_load(name, load)]
        return sentence(missing) if missing else f"Qt can't open a window here: {error}."
    return ""


def xcb_plugin() -> Path | None:
    """Where PySide6 keeps what speaks to X11; found without loading Qt."""
    spec = find_spec("PySide6")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        plugin = Path(folder, "Qt", "plugins", "platforms", "libqxcb.so")
        if plugin.is_file():
            return plugin
    return None


def sentence(missing: list[str]) -> str:
    """What is missing, and the line that installs it."""
    wanted = {**QT_LIBRARIES, **SCREEN_LIBRARIES}
    column = 1 if shutil.which("dnf") else 0
    packages = " ".join(sorted({wanted[name][column] for name in missing}))
    tool = "dnf" if column else "apt-get"
    return (
        f"Qt needs system libraries that are not here ({', '.join(missing)}). "
        f"Install them with:  sudo {tool} install {packages}"
    )


def can_load(library: str, load: Callable[[str], object] = ctypes.CDLL) -> bool:
    """The system's loader finds this shared library."""
    try:
        load(library)
    except OSError:
        return False
    return True
