"""What a packet of a run has to be before anything of it is taken; each refusal is a sentence."""

# ruff: noqa: S608 only words of ours are put into the statements

import hashlib
from collections.abc import Iterator
from json import dumps
from typing import Any

from engine.errors import PacketRefused
from engine.records import PacketOrigin, RunState
from engine.store.connection import Connection, Row
from engine.store.packets import SETTINGS, Packets

AT_ONCE = 2_000
_RUN = f"SELECT state, {', '.join(SETTINGS)} FROM runs WHERE id = :run"
# What differs, in the order in which it is said.
_SAID = (
    (("model_sha256", "adapter_sha256"), "was made with another model than run {run}"),
    (("prompting",), "asks its model in another way (“{theirs}”, not “{ours}”) than run {run}"),
    (("temperature", "top_p", "max_tokens"), "samples otherwise ({theirs}, not {ours})"),
    (("seed",), "has another seed ({theirs}, not {ours}) than run {run}"),
    (SETTINGS, "has other settings than run {run}"),
)
_UNITS = """
SELECT u.id, u.passage_id, u.task_type, u.sample, p.document_id, p.start, p."end", p.header_start,
    p.header_end, u.seed
FROM units u JOIN passages p ON p.id = u.passage_id
"""
_THEIRS = _UNITS + "WHERE u.run_id = :run AND u.id > :after ORDER BY u.id LIMIT :n"
_OURS = _UNITS + "WHERE u.run_id = :run AND u.id BETWEEN :first AND :last ORDER BY u.id"
_READ = """
SELECT DISTINCT d.id, d.name FROM units u JOIN passages p ON p.id = u.passage_id
    JOIN documents d ON d.id = p.document_id
WHERE u.run_id = :run AND d.id NOT IN (SELECT value FROM json_each(:gone)) ORDER BY d.id
"""
_DELETED = """
SELECT 1 FROM log WHERE event = 'deleted' AND facts != '' AND facts ->> 'document' = :document
"""


def check_run(into: Packets, source: Packets, origin: PacketOrigin, name: str) -> set[int]:
    """Raise `PacketRefused` unless the packet's units are units of this project's run.

    Gives the documents that were deleted here since: what was made of them is left out.
    """
    ours = into.connection.row(_RUN, run=origin.run_id)
    theirs = source.connection.row(_RUN, run=origin.run_id)
    if ours is None or theirs is None:
        raise PacketRefused(
            f"“{name}” is a packet of run {origin.run_id}, which is not in this project; "
            "merge it into the project that it was packed from."
        )
    if ours["state"] == RunState.RUNNING.value:
        raise PacketRefused(f"Run {origin.run_id} is going on; stop it first, then merge.")
    _check_settings(ours, theirs, origin.run_id, name)
    gone = _check_units(into.connection, source.connection, origin.run_id, name)
    _check_plan(into, source, origin.run_id, name)
    _check_texts(into.connection, source.connection, origin.run_id, gone, name)
    return gone


def _check_settings(ours: Row, theirs: Row, run_id: int, name: str) -> None:
    for columns, said in _SAID:
        if any(ours[column] != theirs[column] for column in columns):
            values = {
                side: ", ".join(str(row[column]) for column in columns)
                for side, row in (("ours", ours), ("theirs", theirs))
            }
            raise PacketRefused(
                f"“{name}” {said.format(run=run_id, **values)}; nothing was merged."
            )


def _check_plan(into: Packets, source: Packets, run_id: int, name: str) -> None:
    """The hash over the whole plan; a project that never packed it, such as a copy, adopts it."""
    sql = "SELECT * FROM packings WHERE run_id = :run"
    ours, theirs = (side.connection.row(sql, run=run_id) for side in (into, source))
    if (
        theirs is None
        or (ours or {"plan_sha256": into.plan_sha256(run_id)})["plan_sha256"]
        != (theirs["plan_sha256"])
    ):
        raise PacketRefused(
            f"“{name}” was packed from another plan than that of run {run_id}; merge it into the "
            "project that it was packed from."
        )
    if ours is None:
        _adopt(into, theirs, name)
    elif dict(ours) != dict(theirs):
        raise PacketRefused(f"“{name}” numbers its tasks otherwise; nothing was merged.")


def _adopt(into: Packets, theirs: Row, name: str) -> None:
    """Number the tasks as the project did that packed the run, of which this one is a copy."""
    counter = into.connection.number("SELECT seq FROM sqlite_sequence WHERE name = 'tasks'")
    if counter >= theirs["first_task"]:
        raise PacketRefused(
            f"This project is an older copy of the one that “{name}” was packed from, and has made "
            "other tasks since; merge it into the project that it was packed from."
        )
    run_id = theirs["run_id"]
    into.keep_numbers(run_id, theirs["plan_sha256"], theirs["first_unit"], theirs["first_task"])
    last = into.connection.number("SELECT max(id) FROM units WHERE run_id = :run", run=run_id)
    into.raise_counter(theirs["first_task"] + last - theirs["first_unit"])


def _check_units(into: Connection, source: Connection, run_id: int, name: str) -> set[int]:
    """Each unit with its passage's place, some at once; gives the documents that are gone here."""
    gone, here = set[int](), set(into.numbers("SELECT id FROM documents"))
    for theirs in _slices(source, run_id):
        rows = into.tuples(_OURS, run=run_id, first=theirs[0][0], last=theirs[-1][0])
        ours = {row[0]: row for row in rows}
        for unit in theirs:
            own = ours.get(unit[0])
            if own is None and unit[4] not in here and _was_deleted(into, unit[4], gone):
                gone.add(unit[4])
            elif own is None or own[:-1] != unit[:-1]:
                raise PacketRefused(
                    f"“{name}” has a unit {unit[0]} ({unit[2]}) that is not one of run {run_id} "
                    "here; nothing was merged."
                )
            elif own != unit:
                raise PacketRefused(
                    f"“{name}” has another seed for unit {unit[0]} ({unit[-1]}, not {own[-1]}); "
                    "nothing was merged."
                )
    return gone


def _slices(source: Connection, run_id: int) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while rows := source.tuples(_THEIRS, run=run_id, after=after, n=AT_ONCE):
        yield rows
        after = rows[-1][0]


def _was_deleted(into: Connection, document_id: int, known: set[int]) -> bool:
    """The log says that this document was deleted for good."""
    return document_id in known or bool(into.tuples(_DELETED, document=document_id))


def _check_texts(
    into: Connection, source: Connection, run_id: int, gone: set[int], name: str
) -> None:
    """The very words, not only the hash that a packet says they have."""
    for document_id, title in source.tuples(_READ, run=run_id, gone=dumps(sorted(gone))):
        if _text_sha256(into, document_id) != _text_sha256(source, document_id):
            raise PacketRefused(
                f"“{name}” holds another text of “{title}” than this project; nothing was merged."
            )


def _text_sha256(connection: Connection, document_id: int) -> str:
    digest = hashlib.sha256()
    sql = "SELECT text FROM texts WHERE document_id = :d ORDER BY start"
    for (text,) in connection.each(sql, d=document_id):
        digest.update(str(text).encode())
    return digest.hexdigest()


def check_review(into: Packets, source: Packets, origin: PacketOrigin, name: str) -> int:
    """Raise `PacketRefused` unless the packet's tasks are tasks of this project.

    Gives how many are not here any more, because their document was deleted.
    """
    gone, after = 0, 0
    while rows := source.connection.tuples(
        _TASKS_AFTER, after=after, last=origin.last_unit, n=AT_ONCE
    ):
        units = dumps([row[0] for row in rows])
        ours = {row[0]: row for row in into.connection.tuples(_TASKS_OF, ids=units)}
        for theirs in rows:
            own = ours.get(theirs[0])
            if own is None:
                gone += 1
            elif own != theirs:
                raise PacketRefused(
                    f"“{name}” holds another answer of unit {theirs[0]} ({theirs[1]}) than this "
                    "project; nothing was merged."
                )
        after = rows[-1][0]
    return gone


_TASKS = "SELECT unit_id, task_type, input, output, raw FROM tasks "
_TASKS_AFTER = _TASKS + "WHERE unit_id > :after AND unit_id <= :last ORDER BY unit_id LIMIT :n"
_TASKS_OF = _TASKS + "WHERE unit_id IN (SELECT value FROM json_each(:ids))"
