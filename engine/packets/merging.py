"""Merge packets into the project that they were packed from, each in one transaction.

Everything is looked at before anything is taken, and what raises on the way takes all of its packet
back. A packet of an earlier version is merged from a copy that is brought up to date, so that the
file itself stays as it came.
"""

import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from engine.errors import PacketRefused
from engine.packets.grading import grade_again, mark_near
from engine.records import Merged, PacketKind
from engine.store import (
    Project,
    copy_to_read,
    merge_review,
    merge_run,
    must_be_copied,
    origin_of,
    tell_merged,
)


def merge(
    project: Project,
    paths: Sequence[Path],
    *,
    passphrase: str = "",
    keep_own: bool = False,
) -> list[Merged]:
    """Merge packets one after the other; what was merged before a refused one stays merged.

    `passphrase` is that of protected packets, by default the project's own. `keep_own` leaves out
    units that have another answer here. Raises `PacketRefused` or the `ProjectError` that says why
    a packet can't be merged; nothing of that one is.
    """
    return [merge_one(project, path, passphrase=passphrase, keep_own=keep_own) for path in paths]


def merge_one(
    project: Project, path: Path, *, passphrase: str = "", keep_own: bool = False
) -> Merged:
    """Merge one packet; as `merge`."""
    if path.absolute() == project.path.absolute():
        raise PacketRefused(f"“{path.name}” is this project itself; name a packet of it.")
    with opened_packet(project, path, passphrase or project.passphrase) as packet:
        origin = origin_of(packet.packets, path.name)
        with project.transaction():
            merged = (
                merge_review(project.packets, packet.packets)
                if origin.kind is PacketKind.REVIEW
                else _merge_run(project, packet, keep_own=keep_own)
            )
            tell_merged(project.packets, packet.packets, merged, project.runs)
    return replace(merged, path=path)  # where it was read from may be a copy


def _merge_run(project: Project, packet: Project, *, keep_own: bool) -> Merged:
    merged = merge_run(project.packets, packet.packets, keep_own=keep_own)
    if merged.added:
        mark_near(project, packet, merged.run_id)
    if merged.added and merged.is_done:
        grade_again(project, merged.run_id)
    return merged


@contextmanager
def opened_packet(project: Project, path: Path, passphrase: str) -> Generator[Project]:
    """A packet, whose lock is held meanwhile; one that may not be changed is read from a copy."""
    prefix = f".merging-{project.path.name}-"
    with ExitStack() as undo:
        _remove_copies(project.path.parent, prefix)
        where = path
        if must_be_copied(path, passphrase):
            private = tempfile.TemporaryDirectory(prefix=prefix, dir=project.path.parent)
            where = copy_to_read(path, Path(undo.enter_context(private)), passphrase)
        yield undo.enter_context(Project.open(where, passphrase))


def _remove_copies(folder: Path, prefix: str) -> None:
    """Remove what a killed merge left: nobody else merges, since the project's lock is held."""
    for left in folder.iterdir():
        if left.name.startswith(prefix):
            shutil.rmtree(left, ignore_errors=True)  # else it is tried again at the next merge
