"""The backups that lie beside a project: which there are, when one is due, and how many are kept.

They are projects themselves, with a word in brackets after the name: `work (backup 2026-11-22
18.30.05 UTC 7).bonito`. The last number counts the copies of a project: by it they are ordered,
because a clock can go back. Earlier versions wrote local time and no number; those are older. Five
of each kind are kept. A backup holds what the project held, so whoever deletes a document has to
replace them too; `stale_copies.py` sees to that.
"""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from engine.errors import DiskFull
from engine.store.files import remove

KEPT = 5
_AGE = timedelta(days=1)
_ELBOW_ROOM = 64 * 2**20
_TIME = "%Y-%m-%d %H.%M.%S"
_LABEL = re.compile(
    r"(?P<kind>backup|before version|replaced)"
    r" (?P<what>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d|\d+)"
    r"(?:(?P<utc> UTC)? (?P<number>\d{1,9})(?: \d+)?)?"
)
LONGEST_NAME = 255 - len("-journal")  # bytes: what SQLite puts beside a file has to have a name
_ROOM_FOR_LABEL = 48


class BackupKind(StrEnum):
    """Why a copy was made."""

    BACKUP = "backup"  # once a day, or asked for
    BEFORE_VERSION = "before version"  # before its tables were changed
    REPLACED = "replaced"  # what stood where a backup was put back


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy beside a project; `made_at` is local time."""

    path: Path
    kind: BackupKind
    made_at: datetime
    size_bytes: int
    number: int = 0  # of the copies of this project; 0 if an earlier version made it


def backups_of(project: Path) -> list[Backup]:
    """All copies of a project that lie beside it, newest first."""
    try:
        files = list(project.parent.iterdir())
    except OSError:
        return []  # no such folder, or one that doesn't say what is in it
    found = [backup for path in files if (backup := _backup(project, path))]
    return sorted(
        found, key=lambda one: (one.number, one.made_at, one.path.stat().st_mtime_ns), reverse=True
    )


def project_of(backup: Path) -> Path | None:
    """The project beside which a backup lies, by the backup's name; None for any other file."""
    name, found, _rest = backup.stem.rpartition(" (")
    project = backup.with_name(name + backup.suffix)
    if not found or not _backup(project, backup):
        return None
    if "~" in name:  # perhaps a name that was too long
        for sibling in backup.parent.glob(f"*{backup.suffix}"):
            if base(sibling) == name:
                return sibling
    return project


def base(project: Path) -> str:
    """What the names of a project's copies begin with: its own, shortened if it is too long."""
    stem = project.stem
    room = LONGEST_NAME - _ROOM_FOR_LABEL - len(os.fsencode(project.suffix))
    if len(os.fsencode(stem)) <= room:
        return stem
    mark = "~" + hashlib.sha256(os.fsencode(stem)).hexdigest()[:8]
    while len(os.fsencode(stem)) > room - len(mark):
        stem = stem[:-1]
    return stem + mark


def label(project: Path, kind: BackupKind) -> str:
    """The word in brackets for a copy made now."""
    number = 1 + max((one.number for one in backups_of(project)), default=0)
    return f"{kind.value} {datetime.now(UTC):{_TIME}} UTC {number}"


def is_due(project: Path) -> bool:
    """Whether the project was changed since a backup that is older than a day, or has none.

    By the files' dates: SQLite leaves a project alone that is opened and only read. A backup from
    the future was made by a clock that went wrong, and tells nothing. Never for a backup that is
    opened itself.
    """
    if project_of(project):
        return False
    made = [backup for backup in backups_of(project) if backup.kind is BackupKind.BACKUP]
    if not made:
        return True
    newest = made[0].path.stat().st_mtime
    age = timedelta(seconds=datetime.now(UTC).timestamp() - newest)
    return age < timedelta() or (project.stat().st_mtime > newest and age >= _AGE)


def check_room(project: Path) -> None:
    """Raise `DiskFull` where a backup would take the room that the work itself needs."""
    if shutil.disk_usage(project.parent).free < 2 * project.stat().st_size + _ELBOW_ROOM:
        raise DiskFull(
            f"There is too little room beside “{project.name}” for a backup; make room on the disk."
        )


def rotate(project: Path, made: Path | None = None) -> None:
    """Remove all but the newest `KEPT` copies of each kind; never the one that was just `made`."""
    for kind in BackupKind:
        of_kind = [backup for backup in backups_of(project) if backup.kind is kind]
        for backup in of_kind[KEPT:]:
            if backup.path != made:
                remove(backup.path)


def _backup(project: Path, path: Path) -> Backup | None:
    match = _label_of(project, path)
    if match is None or not path.is_file():
        return None
    facts = path.stat()
    try:
        zone = UTC if match["utc"] else None  # without one it is local time
        made_at = datetime.strptime(match["what"], _TIME).replace(tzinfo=zone)
    except ValueError:  # a version's number: the file's own date has to do
        made_at = datetime.fromtimestamp(facts.st_mtime, UTC)
    number = int(match["number"]) if match["utc"] else 0
    return Backup(path, BackupKind(match["kind"]), made_at.astimezone(), facts.st_size, number)


def _label_of(project: Path, path: Path) -> re.Match[str] | None:
    """What stands in brackets after the project's name, if it is the label of a copy."""
    end = f"){project.suffix}"
    for start in {f"{base(project)} (", f"{project.stem} ("}:
        if path.name.startswith(start) and path.name.endswith(end):
            return _LABEL.fullmatch(path.name[len(start) : -len(end)])
    return None
