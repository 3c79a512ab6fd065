"""Packets: what of a run is open and where it was packed, and what this project was packed from."""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from json import dumps
from pathlib import Path

from engine.records import (
    Conflict,
    Judgement,
    KnownPacket,
    OpenPassage,
    Opinion,
    Packed,
    PacketKind,
    PacketOrigin,
    Verdict,
)
from engine.store.clock import now
from engine.store.connection import Connection, Row
from engine.store.files import said
from engine.store.log import Log
from engine.store.packing import PacketDraft, begin_log, check_free, draft_of, fill_run
from engine.store.review_packing import fill_review
from engine.store.values import known

# What a run's answers follow from, beside its units. Slots don't count: they are of the computer.
SETTINGS = (
    "model_sha256", "adapter_sha256", "prompting", "temperature", "top_p", "max_tokens", "seed",
    "task_types", "samples", "rules_off", "agree", "labels",
)  # fmt: skip
_OPEN = """
FROM units u JOIN passages p ON p.id = u.passage_id
WHERE u.run_id = :run AND NOT EXISTS (SELECT 1 FROM tasks WHERE unit_id = u.id)
"""
_PLAN = """
SELECT u.id, u.passage_id, u.task_type, u.sample, u.seed, d.text_sha256, p.start, p."end",
    p.header_start, p.header_end
FROM units u JOIN passages p ON p.id = u.passage_id JOIN documents d ON d.id = p.document_id
WHERE u.run_id = :run ORDER BY u.id
"""
_CONFLICTS = """
SELECT r.task_id, r.task_type, d.name FROM conflicts c
    JOIN reviews r ON r.task_id = c.task_id AND r.decision_id = c.decision_id
    JOIN documents d ON d.id = r.document_id
ORDER BY r.unit_id
"""
_IS_AT_ODDS = """
SELECT 1 FROM conflicts c JOIN reviews r ON r.task_id = c.task_id AND r.decision_id = c.decision_id
WHERE c.task_id = :task
"""
_COUNT_AT_ODDS = """
SELECT count(*) FROM conflicts c
    JOIN reviews r ON r.task_id = c.task_id AND r.decision_id = c.decision_id
"""
_SAID_OF = """
SELECT who, verdict, reason, at, input, output FROM decisions
WHERE task_id = :task AND undone_at IS NULL AND id NOT IN (SELECT decision_id FROM conflicts)
ORDER BY id
"""
_JUDGED = """
SELECT task_type, task_id, who, verdict FROM (
    SELECT r.task_type, d.task_id, d.who, d.verdict, max(d.id)
    FROM decisions d JOIN reviews r ON r.task_id = d.task_id
    WHERE d.undone_at IS NULL AND d.who != '' AND d.verdict IN ('accept', 'edit', 'reject')
        AND d.id < coalesce((SELECT min(decision_id) FROM conflicts WHERE task_id = d.task_id),
            d.id + 1)
        AND d.batch NOT IN (SELECT batch FROM audits WHERE batch IS NOT NULL)
    GROUP BY d.task_id, d.who)
ORDER BY task_id, who
"""
_RESERVE = """
UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = 'tasks'
"""


class Packets:
    """The packets of a project, and the packet that it may be itself."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self.connection = connection
        self.log = log

    def origin(self) -> PacketOrigin | None:
        """What this project was packed from, if it is a packet."""
        row = self.connection.row("SELECT * FROM origin")
        return None if row is None else _origin(row)

    def all(self) -> list[KnownPacket]:
        """The packets that were made or merged here, oldest first."""
        return [_known(row) for row in self.connection.rows("SELECT * FROM packets ORDER BY id")]

    def away(self, run_id: int) -> list[KnownPacket]:
        """The packets made of a run that never came back."""
        return [one for one in self.all() if one.run_id == run_id and not one.merged_at]

    def open_passages(self, run_id: int) -> list[OpenPassage]:
        """The passages of which a run has open units, in the order of their documents."""
        rows = self.connection.tuples(
            f"SELECT p.document_id, u.passage_id, count(*) {_OPEN}"
            " GROUP BY 2 ORDER BY 1, p.cut_id, p.position",
            run=run_id,
        )
        return [OpenPassage(*row) for row in rows]

    def plan_sha256(self, run_id: int) -> str:
        """A hash over the settings of a run and all its units in plan order, with their texts.

        The one that the run was first packed with, if it was; so a packet of a packet has it too.
        """
        row = self.connection.row("SELECT plan_sha256 FROM packings WHERE run_id = :r", r=run_id)
        return row["plan_sha256"] if row else self.computed_plan(run_id)

    def computed_plan(self, run_id: int) -> str:
        """The hash of the plan as it stands here now.

        A text counts by the hash of its document and its place in it, so that none is read.
        """
        settings = self.connection.tuples(
            f"SELECT {', '.join(SETTINGS)} FROM runs WHERE id = :run", run=run_id
        )
        digest = hashlib.sha256(dumps([run_id, *settings]).encode())
        for unit in self.connection.each(_PLAN, run=run_id):
            digest.update(dumps(unit).encode() + b"\n")
        return digest.hexdigest()

    def reserve(self, run_id: int, plan_sha256: str) -> None:
        """Give the tasks of a run their numbers, once: each one's follows from its unit."""
        with self.connection.transaction():
            if self.connection.row("SELECT 1 FROM packings WHERE run_id = :run", run=run_id):
                return
            first, last = self._units(run_id)
            task = self.connection.number("SELECT seq FROM sqlite_sequence WHERE name = 'tasks'")
            self.keep_numbers(run_id, plan_sha256, first, task + 1)
            self.raise_counter(task + 1 + last - first)

    def keep_numbers(self, run_id: int, plan: str, first_unit: int, first_task: int) -> None:
        """Note which number the task of a run's first unit has."""
        self.connection.write(
            "INSERT INTO packings VALUES (:run, :plan, :unit, :task)",
            run=run_id, plan=plan, unit=first_unit, task=first_task,
        )  # fmt: skip

    def raise_counter(self, last: int) -> None:
        """New tasks of other runs get higher numbers than this."""
        if not self.connection.row("SELECT 1 FROM sqlite_sequence WHERE name = 'tasks'"):
            self.connection.write("INSERT INTO sqlite_sequence (name, seq) VALUES ('tasks', 0)")
        self.connection.write(_RESERVE, last=last)

    def make_folder(self, folder: Path) -> None:
        """Make the folder of packets; raises `ProjectReadOnly` where that can't be."""
        with said(folder):
            folder.mkdir(parents=True, exist_ok=True)

    def check_free(self, path: Path) -> None:
        """Raise `ProjectExists` if something stands where a packet would."""
        check_free(path)

    def write_run(
        self, target: Path, origin: PacketOrigin, passages: Sequence[int], passphrase: str
    ) -> PacketDraft:
        """Write the open units of these passages into a packet, under a temporary name.

        It has this project's passphrase unless another one is given.
        """
        origin = replace(origin, at=now())
        plan = self.plan_sha256(origin.run_id)
        with draft_of(target, passphrase or self.connection.passphrase) as (packet, path):
            documents, units = fill_run(self.connection, packet, origin.run_id, passages)
            begin_log(packet, origin, target.name, plan, units)
        return PacketDraft(path, target, origin.uid, documents, units)

    def write_review(
        self, target: Path, origin: PacketOrigin, tasks: Sequence[int], passphrase: str
    ) -> PacketDraft:
        """Write tasks to decide on into a packet, under a temporary name; as `write_run`."""
        origin = replace(origin, at=now())
        with draft_of(target, passphrase or self.connection.passphrase) as (packet, path):
            documents = fill_review(self.connection, packet, tasks, is_blind=origin.is_blind)
            begin_log(packet, origin, target.name, "", len(tasks))
        return PacketDraft(path, target, origin.uid, documents, len(tasks))

    def passages_of(self, tasks: Sequence[int]) -> int:
        """How many passages these tasks are from."""
        return self.connection.number(
            "SELECT count(DISTINCT passage_id) FROM tasks"
            " WHERE id IN (SELECT value FROM json_each(:tasks))",
            tasks=dumps(list(tasks)),
        )

    def conflicts(self) -> list[Conflict]:
        """The tasks that two people decided differently and nobody settled yet, in plan order."""
        rows = self.connection.tuples(_CONFLICTS)
        return [
            Conflict(task, task_type, document, tuple(map(_opinion, self._said_of(task))))
            for task, task_type, document in rows
        ]

    def at_odds(self, task_id: int) -> tuple[Opinion, ...]:
        """What was said of a task that two people decided differently; empty once it is settled."""
        if self.connection.row(_IS_AT_ODDS, task=task_id) is None:
            return ()
        return tuple(map(_opinion, self._said_of(task_id)))

    def count_at_odds(self) -> int:
        """How many tasks are."""
        return self.connection.number(_COUNT_AT_ODDS)

    def judged(self) -> Iterator[Judgement]:
        """What each person said last of each task, before anybody settled it; task by task.

        Nobody read what was decided together on the strength of a sample: that is left out.
        """
        for row in self.connection.each(_JUDGED):
            yield Judgement(*row)

    def _said_of(self, task_id: int) -> list[Row]:
        return self.connection.rows(_SAID_OF, task=task_id)

    def made(self, packed: Packed) -> None:
        """Remember the packets that are about to leave, with a line in the log."""
        what = f"run {packed.run_id}" if packed.run_id else "tasks to review"
        many = "units" if packed.kind is PacketKind.RUN else "tasks"
        with self.connection.transaction():
            for one in packed.files:
                self.note(
                    KnownPacket(0, one.uid, packed.kind, packed.run_id, one.part,
                        len(packed.files), one.path.name, one.size, self.log.who, "", "")
                )  # fmt: skip
            self.log.add(
                "packed",
                f"{packed.size:,} {many} of {what} in {len(packed.files):,} packets",
                facts={
                    "run": packed.run_id,
                    "plan_sha256": packed.plan_sha256,
                    "packets": [one.uid for one in packed.files],
                },
            )

    def note(self, packet: KnownPacket) -> int:
        """Remember a packet that was made or is being merged; gives its number."""
        return self.connection.write(
            "INSERT INTO packets (uid, kind, run_id, part, parts, name, size, who, at)"
            " VALUES (:uid, :kind, :run_id, :part, :parts, :name, :size, :who, :at)",
            uid=packet.uid, kind=packet.kind.value, run_id=packet.run_id, part=packet.part,
            parts=packet.parts, name=packet.name, size=packet.size, who=packet.who,
            at=packet.at or now(),
        )  # fmt: skip

    def _units(self, run_id: int) -> tuple[int, int]:
        """The first and the last unit of a run."""
        sql = "SELECT min(id) AS first, max(id) AS last FROM units WHERE run_id = :run"
        row = self.connection.row(sql, run=run_id) or {}
        return row["first"], row["last"]


def _origin(row: Row) -> PacketOrigin:
    cells = {name: value for name, value in row.items() if name != "id"}
    cells["kind"] = known(PacketKind, row["kind"])
    cells["is_blind"] = bool(row["is_blind"])
    return PacketOrigin(**cells)


def _opinion(row: Row) -> Opinion:
    cells = dict(row)
    cells["verdict"] = known(Verdict, row["verdict"])
    return Opinion(**cells)


def _known(row: Row) -> KnownPacket:
    cells = dict(row)
    cells["kind"] = known(PacketKind, row["kind"])
    return KnownPacket(**cells)
