"""Near-duplicates: what is compared, the groups found, and which task shows for its group.

A group is known by its first task. Where a document was deleted since, a group of one is left: that
counts as none.
"""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from json import dumps

from engine.records import ComparedTask, NearCounts
from engine.store.connection import Connection, Row, Value

_SLICE = 1_000  # tasks whose texts are read at once
_MARKED_AT_ONCE = 5_000

# A person's word first, then what stands in the passage, then the least doubt, then the oldest.
BEST_FIRST = """
CASE verdict WHEN 'edit' THEN 0 WHEN 'accept' THEN 0 WHEN 'reject' THEN 2 ELSE 1 END,
CASE evidence WHEN 'exact' THEN 0 WHEN 'normalised' THEN 1 ELSE 2 END,
doubt_place DESC, task_id
"""
_TEXTS = """
SELECT r.task_id AS id, t.passage_id,
    coalesce(e.input, t.input) AS input, coalesce(e.output, t.output) AS output
FROM tasks t JOIN reviews r ON r.task_id = t.id LEFT JOIN decisions e ON e.id = r.edit_id
WHERE r.outcome = 'ok' AND {condition} ORDER BY r.task_id
"""
_PASSAGES = """SELECT DISTINCT t.passage_id FROM tasks t JOIN reviews r ON r.task_id = t.id
WHERE r.outcome = 'ok'"""
_SEEN = """
SELECT count(*) AS tasks, coalesce(max(task_id), 0) AS newest,
    coalesce(sum(edit_id), 0) AS edits
FROM reviews WHERE outcome = 'ok'
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there was to compare: the same again means that nothing has changed."""

    tasks: int
    newest: int
    edits: int


def has_near_duplicates(row: str) -> str:
    """The condition that a row of `reviews` has others in its group."""
    return f"""({row}.near > 0 AND EXISTS (SELECT 1 FROM reviews o WHERE o.near = {row}.near
        AND o.near > 0 AND o.outcome = 'ok' AND o.task_id != {row}.task_id))"""


def best_of_groups(condition: str = "1") -> str:
    """The ids of one task of each group: what shows for it, among those that meet a condition."""
    return f"""
    SELECT task_id FROM (SELECT task_id, row_number() OVER (
        PARTITION BY near ORDER BY {BEST_FIRST}) AS place
        FROM reviews WHERE near > 0 AND outcome = 'ok' AND {condition}) WHERE place = 1
    """


class NearDuplicates:
    """The near-duplicates of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beside(self, passage_id: int) -> list[ComparedTask]:
        """The well-formed tasks of a passage, of any run."""
        return self._compared("t.passage_id = :passage", passage=passage_id)

    def all(self) -> Iterator[list[ComparedTask]]:
        """Every well-formed task, in slices, between which the connection is free for others."""
        last = 0
        while found := self._compared(
            "r.task_id IN (SELECT task_id FROM reviews WHERE outcome = 'ok' AND task_id > :last"
            f" ORDER BY task_id LIMIT {_SLICE})",
            last=last,
        ):
            yield found
            last = found[-1].id

    def some(self, ids: Sequence[int]) -> list[ComparedTask]:
        """These of the well-formed tasks, in the order of their numbers."""
        return self._compared(
            "r.task_id IN (SELECT value FROM json_each(:ids))", ids=dumps(list(ids))
        )

    def passages(self) -> "array[int]":
        """The passages that have a well-formed task, in the order of their numbers."""
        return self._connection.packed(f"{_PASSAGES} ORDER BY 1")

    def letters(self) -> int:
        """How long those passages are together."""
        return self._connection.number(
            f'SELECT coalesce(sum("end" - start), 0) FROM passages WHERE id IN ({_PASSAGES})'
        )

    def mark(self, task_id: int, other_id: int) -> None:
        """A task just saved says nearly the same as another one: it joins that one's group."""
        self._connection.write(
            """
            UPDATE reviews SET near = (SELECT iif(near > 0, near, task_id) FROM reviews
                WHERE task_id = :other) WHERE task_id IN (:task, :other)
            """,
            task=task_id, other=other_id,
        )  # fmt: skip

    def seen(self) -> Seen:
        """What there is to compare now."""
        row = self._connection.row(_SEEN) or {}
        return Seen(row["tasks"], row["newest"], row["edits"])

    def save(self, firsts: Iterable[tuple[int, int]], seen: Seen, version: int) -> None:
        """Store what a comparison of everything found; `seen` is what there was before it.

        `firsts` are the tasks that are in groups, in the order of their numbers, each with the
        first of its group.
        """
        with self._connection.transaction():
            last, left = 0, iter(firsts)
            while part := list(islice(left, _MARKED_AT_ONCE)):
                self._mark_all(part, last, part[-1][0])
                last = part[-1][0]
            self._mark_all([], last, seen.newest)
            self._connection.write(
                "INSERT OR REPLACE INTO comparisons VALUES (1, :version, :tasks, :newest, :edits)",
                version=version, tasks=seen.tasks, newest=seen.newest, edits=seen.edits,
            )  # fmt: skip

    def _mark_all(self, firsts: Sequence[tuple[int, int]], above: int, last: int) -> None:
        """Give these tasks their group, and those between them and above `above` none."""
        self._connection.write(
            "UPDATE reviews SET near = 0 WHERE near > 0 AND task_id > :above AND task_id <= :last"
            " AND task_id NOT IN (SELECT value FROM json_each(:wanted))",
            above=above, last=last, wanted=dumps([task for task, _first in firsts]),
        )  # fmt: skip
        self._connection.write(
            "UPDATE reviews SET near = value ->> 1 FROM json_each(:pairs)"
            " WHERE task_id = value ->> 0 AND near != value ->> 1",
            pairs=dumps(firsts),
        )

    def is_current(self, version: int) -> bool:
        """All tasks were compared by this version, and none was added or edited since."""
        row = self._connection.row("SELECT * FROM comparisons WHERE version = :v", v=version)
        return row is not None and _seen(row) == self.seen()

    def counts(self, version: int) -> NearCounts:
        """Groups of two and more, and the tasks in them."""
        row = self._connection.row(
            """
            SELECT count(*) AS groups, coalesce(sum(tasks), 0) AS tasks FROM (
                SELECT count(*) AS tasks FROM reviews
                WHERE near > 0 AND outcome = 'ok' GROUP BY near HAVING count(*) > 1)
            """
        ) or {}  # fmt: skip
        return NearCounts(row["groups"], row["tasks"], self.is_current(version))

    def groups(self) -> list[list[int]]:
        """The tasks of each group, the best of it first."""
        rows = self._connection.rows(
            "SELECT near, task_id FROM reviews WHERE near > 0 AND outcome = 'ok'"
            f" ORDER BY near, {BEST_FIRST}"
        )
        found = dict[int, list[int]]()
        for row in rows:
            found.setdefault(row["near"], []).append(row["task_id"])
        return [group for group in found.values() if len(group) > 1]

    def _compared(self, condition: str, **values: Value) -> list[ComparedTask]:
        sql = _TEXTS.format(condition=condition)
        return [ComparedTask(**row) for row in self._connection.rows(sql, **values)]


def _seen(row: Row) -> Seen:
    return Seen(row["tasks"], row["newest"], row["edits"])
