"""Where an export goes: never over something that is not ours, and never half-written.

Files are written into a folder beside the target, flushed to the disk and renamed into place.
A new folder appears as a whole. In a folder that holds an earlier export each file is replaced
at once and the manifest last, so that a manifest always vouches for what it lists or shows that
it doesn't. Files in it that are not ours stay. What an export left that was killed, the next one
to the same target removes.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import psutil

from engine.errors import TargetExists, TargetUnwritable
from engine.records import PARTS

MANIFEST = "manifest.json"
MADE_BY = "Bonito Desktop"
_OURS = frozenset({*(f"{part}.jsonl" for part in PARTS), "split.json"})  # removed where stale
_LONGEST = 200  # bytes of a target's name that still leave room for ours


def is_single_file(target: Path) -> bool:
    """The target names a file of rows, not a folder."""
    return target.suffix.lower() == ".jsonl"


def home(target: Path) -> Path:
    """The folder in which the files of rows will lie."""
    return target.parent if is_single_file(target) else target


def holds_export(target: Path) -> bool:
    """An earlier export lies there, which another one would replace."""
    if is_single_file(target):
        return target.is_file() and target.stat().st_size > 0
    return target.is_dir() and bool(_listed_files(target))


def check_folder(target: Path, names: Collection[str]) -> None:
    """Raise `TargetExists` unless the folder is new, empty or an earlier export.

    Of what lies in an earlier export only the files it lists may be replaced by those in `names`.
    """
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise TargetExists(
            f"“{target}” is a file; name a folder, or a file that ends in .jsonl, for the export."
        )
    listed = _listed_files(target)
    if not listed and any(target.iterdir()):
        raise TargetExists(
            f"“{target}” holds something that is not an export; name a new or an empty folder."
        )
    for name in sorted(set(names) - listed - {MANIFEST}):
        if os.path.lexists(target / name):
            raise TargetExists(
                f"“{target / name}” is not of the earlier export there; name another folder."
            )


def check_files(files: Sequence[Path]) -> None:
    """Raise `TargetExists` unless each file is new, empty or holds rows of an earlier export."""
    for file in files:
        if os.path.lexists(file) and not (file.is_file() and _holds_our_rows(file)):
            raise TargetExists(
                f"“{file}” exists and can't be told to be an earlier export; "
                "name another file or delete that one first."
            )


@contextmanager
def staging(target: Path) -> Generator[Path]:
    """A folder beside the target to write into, gone in the end; a disk that refuses is named."""
    folder = target.parent / f"{_stem(target)}{os.getpid()}-{secrets.token_hex(4)}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target)
        folder.mkdir()
        yield folder
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TargetUnwritable(
            f"“{target}” can't be written ({reason}); choose another place for the export."
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_leftovers(target: Path) -> None:
    """Remove the folders of exports to this target whose process was killed.

    The process stands in the name; versions before wrote none, and never two at once.
    """
    name = re.compile(re.escape(_stem(target)) + r"(?:(\d+)-)?[0-9a-f]{8}\.part")
    for folder in target.parent.iterdir():
        match = name.fullmatch(folder.name)
        if (
            match
            and folder.is_dir()
            and not folder.is_symlink()
            and not _is_alive(match[1], folder)
        ):
            shutil.rmtree(folder)


def _is_alive(process: str | None, folder: Path) -> bool:
    """The process that made the folder still runs; a later one may have got its number."""
    if process is None:
        return False
    try:
        return psutil.Process(int(process)).create_time() <= folder.stat().st_mtime + 1
    except (psutil.Error, OSError, OverflowError):
        return False


def _stem(target: Path) -> str:
    """What the names of the folders for a target begin with; shortened, as names end at 255."""
    name = target.name
    if len(os.fsencode(name)) > _LONGEST:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{name}."


def publish_folder(staged: Path, target: Path) -> None:
    """Put what is staged in the target's place, as a whole where there is nothing yet."""
    if not target.exists():
        staged.rename(target)
    else:
        stale = _listed_files(target) - {file.name for file in staged.iterdir()}
        publish_files(staged, target)
        for name in stale & _OURS:
            (target / name).unlink(missing_ok=True)
    _sync_folder(target.parent)


def publish_files(staged: Path, folder: Path) -> None:
    """Rename every staged file into the folder, the manifest last."""
    for file in sorted(staged.iterdir(), key=lambda file: (file.name == MANIFEST, file.name)):
        file.replace(folder / file.name)
    _sync_folder(folder)


def write_text(path: Path, text: str) -> None:
    """Write a file to the disk for good, in UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def earlier_manifest(folder: Path) -> dict[str, object]:
    """The manifest of the export in the folder; empty if there is none of ours."""
    try:
        content: object = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    manifest = cast("dict[str, object]", content)
    return manifest if manifest.get("made_by") == MADE_BY else {}


def _listed_files(folder: Path) -> set[str]:
    """The files that the earlier manifest names and that lie in the folder itself."""
    listed = earlier_manifest(folder).get("files")
    entries = cast("list[object]", listed) if isinstance(listed, list) else []
    names = {
        str(cast("dict[str, object]", entry).get("path", ""))
        for entry in entries
        if isinstance(entry, dict)
    }
    return {name for name in names if name and Path(name).name == name}


def _holds_our_rows(file: Path) -> bool:
    with file.open("rb") as lines:
        first = lines.readline()
    try:
        content: object = json.loads(first) if first else {"provenance": {"app_version": ""}}
    except ValueError:
        return False
    if not isinstance(content, dict):
        return False
    origin = cast("dict[str, object]", content).get("provenance")
    return isinstance(origin, dict) and "app_version" in origin


def _sync_folder(folder: Path) -> None:
    """Make the new names themselves survive a power cut; Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
