"""Merge a packet into the project that it was packed from: all of it or nothing."""

from json import dumps, loads
from typing import Any

from engine.errors import PacketRefused
from engine.records import KnownPacket, Merged, PacketKind, PacketOrigin, RunState
from engine.store.clock import now
from engine.store.connection import Value
from engine.store.log import BLANKED
from engine.store.opinions import bring
from engine.store.packet_checks import check_review, check_run
from engine.store.packets import Packets
from engine.store.runs import Runs
from engine.store.taking import Taking

# A line of these can name a document, and is not kept once that is deleted: it comes blanked.
_NAMING = ("created", "imported", "refused", "deleted", "read again", "audit", "rights", "exported")
_LINE = """
INSERT OR IGNORE INTO packet_lines VALUES
    (:packet, :number, :at, :who, :event, :detail, :facts, :salt, :commitment, :hash)
"""
_LOG = "SELECT id, at, who, event, detail, facts, salt, commitment, hash FROM log ORDER BY id"
_WAITING = """
SELECT count(*) FROM units u WHERE run_id = :run
    AND NOT EXISTS (SELECT 1 FROM tasks WHERE unit_id = u.id)
"""
_COMPUTED = "SELECT device, computing FROM runs WHERE id = :run"
_UNDECIDED = "SELECT count(*) FROM reviews WHERE verdict = ''"


def origin_of(source: Packets, name: str) -> PacketOrigin:
    """What a packet was packed from; raises `PacketRefused` for a project that is none."""
    origin = source.origin()
    if origin is None:
        raise PacketRefused(
            f"“{name}” is a project of its own and no packet; merge a file that “pack” wrote."
        )
    return origin


def merge_run(into: Packets, source: Packets, *, keep_own: bool) -> Merged:
    """Take what a packet of a run has, within the caller's transaction, which `tell_merged` ends.

    Raises `PacketRefused`, before anything is taken, for what does not belong here.
    """
    path = source.connection.path
    origin = origin_of(source, path.name)
    check_run(into, source, origin, path.name)
    taken = Taking(into, source, origin.run_id).take(path.name, keep_own=keep_own)
    brought = bring(into, source, origin)
    _note_devices(into, source, origin.run_id)
    return Merged(
        path, PacketKind.RUN, origin.run_id, origin.part, origin.parts, taken.added, taken.same,
        taken.kept, taken.gone, source.connection.number(_WAITING, run=origin.run_id),
        brought.decisions, brought.conflicts,
        is_done=not into.connection.number(_WAITING, run=origin.run_id), mended=brought.mended,
    )  # fmt: skip


def merge_review(into: Packets, source: Packets) -> Merged:
    """Bring the decisions of a packet for review; as `merge_run`."""
    path = source.connection.path
    origin = origin_of(source, path.name)
    gone = check_review(into, source, origin, path.name)
    brought = bring(into, source, origin)
    return Merged(
        path, PacketKind.REVIEW, 0, origin.part, origin.parts, 0, 0, 0, gone,
        source.connection.number(_UNDECIDED), brought.decisions, brought.conflicts, is_done=False,
        mended=brought.mended,
    )  # fmt: skip


def tell_merged(into: Packets, source: Packets, merged: Merged, runs: Runs) -> None:
    """Seal and log what was merged; a run that has all its tasks is done."""
    _tell(into, source, origin_of(source, merged.path.name), merged)
    if merged.is_done and runs.get(merged.run_id).state is not RunState.DONE:
        runs.set_state(merged.run_id, RunState.DONE)


def _note_devices(into: Packets, source: Packets, run_id: int) -> None:
    """What the run computed on, in one order of all, whichever packet came first."""
    names, parts = set[str](), set[str]()
    for side in (into, source):
        for device, computing in side.connection.tuples(_COMPUTED, run=run_id):
            names |= {one for one in device.split("; ") if one}
            parts |= {dumps(one, ensure_ascii=False) for one in loads(computing)}
    into.connection.write(
        "UPDATE runs SET device = :device, computing = :computing WHERE id = :run"
        " AND (device != :device OR computing != :computing)",
        device="; ".join(sorted(names)), computing=f"[{', '.join(sorted(parts))}]", run=run_id,
    )  # fmt: skip


def _tell(into: Packets, source: Packets, origin: PacketOrigin, merged: Merged) -> None:
    """Keep the packet's own log, and say in ours what was merged."""
    packet = _known(into, source, origin, merged)
    target = into.connection
    target.write_many(_LINE, (_line(packet, row) for row in source.connection.each(_LOG)))
    if merged.added or merged.decisions:
        target.write("UPDATE packets SET merged_at = :now WHERE id = :id", now=now(), id=packet)
    target.write("INSERT OR IGNORE INTO unsealed VALUES ('packet', :id)", id=packet)
    head = source.log.head()
    what = f"run {origin.run_id}" if origin.run_id else "tasks to review"
    into.log.add(
        "merged",
        f"Packet {origin.part} of {origin.parts} of {what}: {merged.added:,} tasks and"
        f" {merged.decisions:,} decisions added, {merged.same:,} tasks were here,"
        f" {merged.conflicts:,} decided differently{_mended(merged)}",
        facts={
            "packet": origin.uid, "head": head.hash if head else "", "run": origin.run_id,
            "added": merged.added, "same": merged.same, "kept": merged.kept, "gone": merged.gone,
            "decisions": merged.decisions, "conflicts": merged.conflicts, "mended": merged.mended,
        },
    )  # fmt: skip


def _mended(merged: Merged) -> str:
    """The refused units that an edit made tasks of; which ones, the packet's own lines say."""
    if merged.mended == 0:
        return ""
    done = "kept as edited" if merged.mended > 0 else "no longer kept as edited"
    units = "unit" if abs(merged.mended) == 1 else "units"
    return f"; {abs(merged.mended):,} refused {units} {done}"


def _line(packet: int, cells: tuple[Any, ...]) -> dict[str, Value]:
    """A line of a packet's log, blanked if it can name a document; the chain stays whole."""
    number, at, who, event, detail, facts, salt, commitment, own_hash = cells
    may_stay = event not in _NAMING
    return {
        "packet": packet, "number": number, "at": at, "who": who, "event": event,
        "detail": detail if may_stay else BLANKED, "facts": facts, "salt": salt if may_stay else "",
        "commitment": commitment, "hash": own_hash,
    }  # fmt: skip


def _known(into: Packets, source: Packets, origin: PacketOrigin, merged: Merged) -> int:
    """The number of the packet here; one that was packed elsewhere gets one now."""
    number = into.connection.number("SELECT id FROM packets WHERE uid = :uid", uid=origin.uid)
    return number or into.note(
        KnownPacket(0, origin.uid, origin.kind, origin.run_id, origin.part, origin.parts,
            merged.path.name, source.connection.number("SELECT count(*) FROM units"), origin.who,
            origin.at, "")
    )  # fmt: skip
