"""The backups that lie beside a project: which there are, when one is due, and how many are kept.

They are projects themselves, with a word in brackets after the name: `work (backup 2026-11-22
19.30.05).bonito`. Five of each kind are kept. A backup holds what the project held, so whoever
deletes a document has to replace them too; `deletion.py` sees to that.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from engine.errors import DiskFull

KEPT = 5
_AGE = timedelta(days=1)
_ELBOW_ROOM = 64 * 2**20
_TIME = "%Y-%m-%d %H.%M.%S"
_LABEL = re.compile(
    r"(?P<kind>backup|before version|replaced)"
    r" (?P<what>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d|\d+)(?: \d+)?"
)


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


def backups_of(project: Path) -> list[Backup]:
    """All copies of a project that lie beside it, newest first."""
    try:
        files = list(project.parent.iterdir())
    except OSError:
        return []  # no such folder, or one that doesn't say what is in it
    found = [backup for path in files if (backup := _backup(project, path))]
    return sorted(found, key=lambda one: (one.made_at, one.path.stat().st_mtime_ns), reverse=True)


def project_of(backup: Path) -> Path | None:
    """The project beside which a backup lies, by the backup's name; None for any other file."""
    name, found, _rest = backup.stem.rpartition(" (")
    project = backup.with_name(name + backup.suffix)
    return project if found and _backup(project, backup) else None


def label(kind: BackupKind) -> str:
    """The word in brackets for a copy made now."""
    return f"{kind.value} {datetime.now(UTC).astimezone():{_TIME}}"


def is_due(project: Path) -> bool:
    """Whether the project was changed since a backup that is older than a day, or has none.

    By the files' dates: SQLite leaves a project alone that is opened and only read. Never for a
    backup that is opened itself.
    """
    if project_of(project):
        return False
    made = [backup for backup in backups_of(project) if backup.kind is BackupKind.BACKUP]
    if not made:
        return True
    newest = made[0].path.stat().st_mtime
    age = timedelta(seconds=datetime.now(UTC).timestamp() - newest)
    return project.stat().st_mtime > newest and age >= _AGE


def check_room(project: Path) -> None:
    """Raise `DiskFull` where a backup would take the room that the work itself needs."""
    if shutil.disk_usage(project.parent).free < 2 * project.stat().st_size + _ELBOW_ROOM:
        raise DiskFull(
            f"There is too little room beside “{project.name}” for a backup; make room on the disk."
        )


def rotate(project: Path) -> None:
    """Remove all but the newest `KEPT` copies of each kind."""
    for kind in BackupKind:
        of_kind = [backup for backup in backups_of(project) if backup.kind is kind]
        for backup in of_kind[KEPT:]:
            backup.path.unlink(missing_ok=True)


def _backup(project: Path, path: Path) -> Backup | None:
    start, end = f"{project.stem} (", f"){project.suffix}"
    if not (path.name.startswith(start) and path.name.endswith(end)):
        return None
    match = _LABEL.fullmatch(path.name[len(start) : -len(end)])
    if match is None or not path.is_file():
        return None
    facts = path.stat()
    try:
        made_at = datetime.strptime(match["what"], _TIME).astimezone()
    except ValueError:  # a version's number: the file's own date has to do
        made_at = datetime.fromtimestamp(facts.st_mtime, UTC).astimezone()
    return Backup(path, BackupKind(match["kind"]), made_at, facts.st_size)
