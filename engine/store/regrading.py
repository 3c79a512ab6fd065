"""What of a task depends on other tasks, as it is read and written again after a merge."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from json import dumps

from engine.records import Check, CheckKind, GradedTask
from engine.store.connection import Connection
from engine.store.values import known

_AT_ONCE = 1_000
# "+run_id": a slice is found by the index of units, not by that of runs, which would be sorted.
# In the order in which a run stores them, so that their sum is the same to the last bit.
_CHECKS = """
SELECT t.unit_id, t.id, t.task_type, c.kind, c.value, c.version, c.detail, c.seconds
FROM tasks t LEFT JOIN checks c ON c.task_id = t.id
    AND c.kind IN ('output_mean', 'output_lowest', 'agreement', 'doubt')
WHERE +t.run_id = :run AND t.unit_id > :after AND t.unit_id <= :until
ORDER BY t.unit_id, CASE c.kind WHEN 'output_mean' THEN 0 WHEN 'output_lowest' THEN 1 ELSE 2 END
"""
_PASSAGES = """
SELECT DISTINCT passage_id FROM tasks
WHERE +run_id = :run AND +outcome = 'ok' AND passage_id > :after ORDER BY passage_id LIMIT :n
"""
_OK = """
SELECT passage_id, id, unit_id FROM tasks WHERE outcome = 'ok'
    AND passage_id IN (SELECT value FROM json_each(:passages)) ORDER BY passage_id, id
"""


class Regrading:
    """Reads what doubt and near-duplicates follow from, in slices, and writes what came of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def graded(self, run_id: int) -> Iterator[list[GradedTask]]:
        """All tasks of a run in plan order, with their signals and their doubt."""
        after = 0
        while until := self._connection.number(
            "SELECT max(unit_id) FROM (SELECT unit_id FROM tasks WHERE +run_id = :run"
            " AND unit_id > :after ORDER BY unit_id LIMIT :n)",
            run=run_id, after=after, n=_AT_ONCE,
        ):  # fmt: skip
            rows = self._connection.tuples(_CHECKS, run=run_id, after=after, until=until)
            yield [
                _graded(task_id, task_type, [row[3:] for row in group if row[3]])
                for (task_id, task_type), group in groupby(rows, key=lambda row: (row[1], row[2]))
            ]
            after = until

    def regrade(self, doubts: Sequence[tuple[int, Check]]) -> None:
        """Store other doubts; a trigger brings them into the queue."""
        self._connection.write_many(
            "INSERT OR REPLACE INTO checks VALUES (:task, :kind, :version, :value, :detail,"
            " :seconds)",
            (
                {"task": task_id, "kind": doubt.kind.value, "version": doubt.version,
                 "value": doubt.value, "detail": doubt.detail, "seconds": doubt.seconds}
                for task_id, doubt in doubts
            ),
        )  # fmt: skip
        self._connection.write_many(
            "INSERT OR IGNORE INTO unsealed VALUES ('task', :task)",
            ({"task": task_id} for task_id, _doubt in doubts),
        )

    def beside_others(
        self, packet: "Regrading", run_id: int
    ) -> Iterator[tuple[int, frozenset[int]]]:
        """The passages with tasks of a packet and others, each with those of the packet."""
        after = 0
        while passages := packet.passages(run_id, after):
            units = packet.units(run_id, passages)
            rows = self._connection.tuples(_OK, passages=dumps(passages))
            for passage_id, group in groupby(rows, key=lambda row: row[0]):
                tasks = {task: unit in units for _passage, task, unit in group}
                if len(set(tasks.values())) > 1:
                    yield passage_id, frozenset(task for task, is_own in tasks.items() if is_own)
            after = passages[-1]

    def passages(self, run_id: int, after: int) -> list[int]:
        """The next passages that have a well-formed task of a run."""
        return self._connection.numbers(_PASSAGES, run=run_id, after=after, n=_AT_ONCE)

    def units(self, run_id: int, passages: list[int]) -> set[int]:
        """The units of the tasks of these passages."""
        return set(
            self._connection.numbers(
                "SELECT unit_id FROM tasks WHERE +run_id = :run"
                " AND passage_id IN (SELECT value FROM json_each(:passages))",
                run=run_id, passages=dumps(passages),
            )
        )  # fmt: skip

    def join_near(self, task_id: int, other_id: int) -> None:
        """A task says nearly the same as another one: their groups are one, known by its first."""
        rows = self._connection.tuples(
            "SELECT task_id, near FROM reviews WHERE task_id IN (:task, :other)",
            task=task_id, other=other_id,
        )  # fmt: skip
        first = min(near or task for task, near in rows)
        for task, near in rows:
            self._connection.write(
                "UPDATE reviews SET near = :first"
                " WHERE near != :first AND (task_id = :task OR near > 0 AND near = :near)",
                first=first, task=task, near=near,
            )  # fmt: skip


def _graded(task_id: int, task_type: str, cells: list[tuple[object, ...]]) -> GradedTask:
    checks = [
        Check(known(CheckKind, str(kind)), float(str(value)), int(str(version)), str(detail),
            float(str(seconds)))
        for kind, value, version, detail, seconds in cells
    ]  # fmt: skip
    signals = tuple(one for one in checks if one.kind is not CheckKind.DOUBT)
    doubt = next((one for one in checks if one.kind is CheckKind.DOUBT), None)
    return GradedTask(task_id, task_type, signals, doubt)
