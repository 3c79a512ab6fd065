"""Bring the decisions of a packet: whose they are and of when, and what two people see differently.

A decision is known again by its content, so that merging twice brings nothing twice. Where both
sides decided differently since they parted, a decision to look again is stored on top, which the
queue of flagged tasks shows; what somebody decides after it settles the matter, and can be undone.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engine.records import AT_ODDS, PacketOrigin, Verdict
from engine.store.clock import now
from engine.store.connection import Connection, Row
from engine.store.packets import Packets

_CONTENT = (
    "verdict", "reason", "input", "output", "who", "at", "evidence_grade", "evidence_start",
    "evidence_end", "evidence_places",
)  # fmt: skip
_ROWS = (
    f"SELECT d.id, t.unit_id, {', '.join(f'd.{name}' for name in _CONTENT)}, d.undone_at"
    " FROM decisions d JOIN tasks t ON t.id = d.task_id"
)
_INSERT = f"""
INSERT INTO decisions (task_id, batch, {", ".join(_CONTENT)})
VALUES (:task, :batch, {", ".join(f":{name}" for name in _CONTENT)})
"""
_BATCH = "SELECT coalesce((SELECT batch FROM decisions ORDER BY id DESC LIMIT 1), 0) + 1"
_MENDED = "SELECT count(*) FROM reviews WHERE refused != ''"
_IS_CONFLICT = "SELECT 1 FROM conflicts WHERE decision_id = :id"


@dataclass(slots=True)
class Brought:
    """What came of the decisions of one packet."""

    decisions: int = 0
    conflicts: int = 0
    mended: int = 0  # refused units that became tasks, less those that ceased to be some


def bring(into: Packets, source: Packets, origin: PacketOrigin) -> Brought:
    """All decisions of the packet that this project lacks, within the caller's transaction."""
    brought = Brought()
    target = into.connection
    batch, mended = target.number(_BATCH), target.number(_MENDED)
    for unit, theirs in _by_task(source.connection, origin):
        task = target.number("SELECT id FROM tasks WHERE unit_id = :unit", unit=unit)
        if task:  # else its document was deleted here
            _bring_task(target, task, batch, theirs, brought)
    brought.mended = target.number(_MENDED) - mended
    return brought


def _by_task(source: Connection, origin: PacketOrigin) -> Iterator[tuple[int, list[Row]]]:
    """The decisions of one task after the other, with the task's unit."""
    names = ("id", "unit_id", *_CONTENT, "undone_at")
    rows = source.each(
        f"{_ROWS} WHERE t.unit_id <= :last AND :run IN (0, t.run_id) ORDER BY t.unit_id, d.id",
        last=origin.last_unit, run=origin.run_id,
    )  # fmt: skip
    for unit, group in groupby(rows, key=lambda row: row[1]):
        yield unit, [dict(zip(names, row, strict=True)) for row in group]


def _bring_task(
    target: Connection, task: int, batch: int, theirs: Sequence[Row], brought: Brought
) -> None:
    ours = target.rows(f"{_ROWS} WHERE d.task_id = :task ORDER BY d.id", task=task)
    standing = next((row for row in reversed(ours) if row["undone_at"] is None), None)
    _take_back(target, ours, theirs)
    known = Counter(map(_content, ours))
    new = list[Row]()
    for row in theirs:
        if known[_content(row)]:
            known[_content(row)] -= 1
        elif row["undone_at"] is None:
            new.append(row)
    if standing is not None:
        new = [row for row in new if row["verdict"] != Verdict.SKIP.value]
    for row in new:
        target.write(_INSERT, task=task, batch=batch, **{name: row[name] for name in _CONTENT})
    brought.decisions += len(new)
    was_seen = standing is not None and _content(standing) in set(map(_content, theirs))
    if new and standing is not None and not was_seen:
        is_open = bool(target.tuples(_IS_CONFLICT, id=standing["id"]))
        if is_open or _differ(standing, new[-1]):
            _flag(target, task, batch)
            brought.conflicts += not is_open


def _take_back(target: Connection, ours: Sequence[Row], theirs: Sequence[Row]) -> None:
    """What both know and was undone in the packet is undone here, too."""
    undone = {_content(row): row["undone_at"] for row in theirs if row["undone_at"]}
    for row in ours:
        if row["undone_at"] is None and _content(row) in undone:
            target.write(
                "UPDATE decisions SET undone_at = :at WHERE id = :id",
                at=undone[_content(row)], id=row["id"],
            )  # fmt: skip


def _content(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _CONTENT)


def _differ(one: Row, other: Row) -> bool:
    """Not the same verdict, or two edits to other words. Who skipped has not decided."""
    if one["verdict"] == Verdict.SKIP.value:
        return False
    names = ("verdict", "input", "output") if one["verdict"] == Verdict.EDIT.value else ("verdict",)
    return any(one[name] != other[name] for name in names)


def _flag(target: Connection, task: int, batch: int) -> None:
    """Ask somebody to look again; names in the order of the alphabet, whoever came first."""
    said = {row["who"]: row["verdict"] for row in standing_of(target, task)}
    listed = "; ".join(f"{who or '(nobody)'}: {verdict}" for who, verdict in sorted(said.items()))
    empty = dict.fromkeys(_CONTENT)
    cells = empty | {
        "verdict": Verdict.FLAG.value, "reason": f"{AT_ODDS}: {listed}", "who": "", "at": now(),
        "evidence_places": 0,
    }  # fmt: skip
    flagged = target.write(_INSERT, task=task, batch=batch, **cells)
    target.write("INSERT INTO conflicts VALUES (:id, :task)", id=flagged, task=task)


def standing_of(target: Connection, task: int) -> list[Row]:
    """What people said of a task and did not take back, oldest first."""
    return target.rows(
        "SELECT who, verdict, reason, at FROM decisions WHERE task_id = :task AND undone_at IS NULL"
        " AND id NOT IN (SELECT decision_id FROM conflicts) ORDER BY id",
        task=task,
    )
