"""Take the debug information out of libraries that carry it: half of Python's and SQLCipher's size.

Only out of libraries that were never patched after they were linked: what repaired wheels contain
can be damaged by it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]

_HEAVY_PACKAGES = ("sqlcipher3",)


def lighter(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """The entries, those that shrink replaced by copies in `folder`; all as they are off Linux."""
    if not sys.platform.startswith("linux"):
        return list(entries)
    return [_stripped(entry, folder) if _is_heavy(entry) else entry for entry in entries]


def _is_heavy(entry: Entry) -> bool:
    name, source, kind = entry
    place = Path(source)
    is_python = place.is_relative_to(sys.base_prefix) and "site-packages" not in place.parts
    return kind in {"BINARY", "EXTENSION"} and (is_python or name.startswith(_HEAVY_PACKAGES))


def _stripped(entry: Entry, folder: Path) -> Entry:
    name, source, kind = entry
    copy = folder / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, copy)
    command = ["strip", "--strip-unneeded", "--preserve-dates", str(copy)]
    subprocess.run(command, check=True)
    return name, str(copy), kind
