"""Take the tasks of a packet in plan order, so that merging in any order gives the same rows.

Three things make that so. The number of a task follows from its unit (`packings`). Which of two
answers of a passage that say the same is the duplicate follows from the plan, unless a person has
decided on one of them. And nothing else that is stored of a task depends on other tasks.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps

from engine.errors import PacketRefused
from engine.store.connection import Row, Value
from engine.store.packets import Packets
from engine.store.tasks import fingerprint

_AT_ONCE = 500
_LISTED = 5
_COLUMNS = (
    "id", "unit_id", "run_id", "passage_id", "task_type", "outcome", "fingerprint", "input",
    "output", "raw", "evidence_grade", "evidence_start", "evidence_end", "prompt_sha256",
    "prompt_tokens", "generated_tokens", "seconds", "detail", "created_at", "evidence_places",
)  # fmt: skip
# All rows of a slice in one statement: the index of words writes itself out after each one.
_INCOMING = f"CREATE TEMP TABLE incoming AS SELECT {', '.join(_COLUMNS)} FROM tasks LIMIT 0"
_COLLECT = f"INSERT INTO incoming VALUES ({', '.join(f':{column}' for column in _COLUMNS)})"
_INSERT = f"INSERT INTO tasks ({', '.join(_COLUMNS)}) SELECT * FROM incoming ORDER BY unit_id"
_TWINS = """
SELECT t.passage_id, t.fingerprint, t.id, t.unit_id, r.verdict != '' AS is_decided
FROM json_each(:said) s JOIN tasks t ON t.passage_id = s.value ->> 0
    AND t.fingerprint = s.value ->> 1 JOIN reviews r ON r.task_id = t.id
"""
_DETAIL = "SELECT detail FROM tasks WHERE passage_id = :passage AND fingerprint = :said"
_NEAR = """
SELECT t.passage_id, t.fingerprint, f.unit_id FROM reviews r JOIN tasks t ON t.id = r.task_id
    JOIN tasks f ON f.id = r.near
WHERE r.near > 0 AND r.outcome = 'ok' AND r.run_id = :run ORDER BY t.unit_id
"""
_GOOD = {"ok", "duplicate"}
_MARK = """
INSERT OR IGNORE INTO unsealed (kind, id) SELECT 'task', id FROM tasks
WHERE passage_id = :passage AND outcome = 'duplicate' AND detail = :detail
"""


@dataclass(slots=True)
class Taken:
    """What was taken of a packet so far."""

    added: int = 0
    same: int = 0
    kept: int = 0
    gone: int = 0
    others: list[str] = field(default_factory=list[str])  # units with another answer, in words


@dataclass(frozen=True, slots=True)
class _Twin:
    """The task that counts among those of a passage that say the same."""

    task: int
    unit: int
    is_decided: int  # a person said something of it


Twins = dict[tuple[int, str], _Twin]
"""By passage and what is said."""


class Taking:
    """Takes the tasks of one packet, within the caller's transaction."""

    def __init__(self, into: Packets, source: Packets, run_id: int) -> None:
        self._into, self._source, self._run_id = into.connection, source.connection, run_id
        row = self._into.row("SELECT * FROM packings WHERE run_id = :run", run=run_id) or {}
        self._number: int = row["first_task"] - row["first_unit"]  # plus a unit: its task
        self._into.write("DROP TABLE IF EXISTS temp.incoming")
        self._into.write(_INCOMING)
        self.taken = Taken()

    def take(self, name: str, *, keep_own: bool) -> Taken:
        """All tasks of the packet that this project lacks.

        Raises `PacketRefused` if a unit has another answer here, unless that is to be kept.
        """
        after = 0
        sql = (
            f"SELECT {', '.join(_COLUMNS)} FROM tasks WHERE unit_id > :after AND +run_id = :run"
            f" ORDER BY unit_id LIMIT {_AT_ONCE}"
        )
        while rows := self._source.rows(sql, after=after, run=self._run_id):
            self._slice(rows)
            after = rows[-1]["unit_id"]
        if self.taken.others and not keep_own:
            raise _another_answer(name, self.taken)
        self._take_near()
        self._into.write("DROP TABLE temp.incoming")
        return self.taken

    def _slice(self, rows: Sequence[Row]) -> None:
        ids = dumps([row["unit_id"] for row in rows])
        own = self._own(ids)
        units = set(self._into.numbers(f"SELECT id FROM units WHERE id {_OF}", ids=ids))
        new = list[Row]()
        for row in rows:
            if row["unit_id"] not in units:
                self.taken.gone += 1  # its document was deleted here
            elif row["unit_id"] not in own:
                new.append(row)
            elif _is_same(own[row["unit_id"]], row):
                self.taken.same += 1
            else:
                self._note_other(row)
        self._store(self._placed(new))
        self._take_parts(new)
        self.taken.added += len(new)

    def _own(self, ids: str) -> dict[int, Row]:
        rows = self._into.rows(
            f"SELECT unit_id, outcome, input, output, raw FROM tasks WHERE unit_id {_OF}", ids=ids
        )
        return {row["unit_id"]: row for row in rows}

    def _note_other(self, row: Row) -> None:
        self.taken.kept += 1
        if len(self.taken.others) < _LISTED:
            self.taken.others.append(f"{row['unit_id']} ({row['task_type']})")

    def _store(self, cells: Sequence[Mapping[str, Value]]) -> None:
        self._into.write("DELETE FROM incoming")
        self._into.write_many(_COLLECT, cells)
        self._into.write(_INSERT)

    def _placed(self, rows: Sequence[Row]) -> list[dict[str, Value]]:
        """The tasks to store, in plan order: each the first that says so, or a duplicate."""
        said = {row["unit_id"]: _said(row) for row in rows if row["outcome"] in _GOOD}
        twins = self._twins(rows, said)
        return [self._place(row, said.get(row["unit_id"]), twins) for row in rows]

    def _twins(self, rows: Sequence[Row], said: Mapping[int, str]) -> Twins:
        """The tasks stored here that say what one of these says."""
        wanted = [
            (row["passage_id"], said[row["unit_id"]]) for row in rows if row["unit_id"] in said
        ]
        found = self._into.tuples(_TWINS, said=dumps(wanted))
        return {(passage, words): _Twin(*rest) for passage, words, *rest in found}

    def _place(self, row: Row, said: str | None, twins: Twins) -> dict[str, Value]:
        cells: dict[str, Value] = {**row, "id": row["unit_id"] + self._number}
        if said is None:
            return cells
        key = row["passage_id"], said
        twin = twins.get(key)
        if twin and (twin.is_decided or twin.unit < row["unit_id"]):
            told = same_as(twin.task)
            return cells | {"outcome": "duplicate", "fingerprint": None, "detail": told}
        first = row["unit_id"] + self._number
        if twin:
            self._demote(twin, first, row["passage_id"])
        twins[key] = _Twin(first, row["unit_id"], is_decided=False)
        if row["outcome"] == "duplicate":  # of a later unit of the plan, which ended earlier
            details = self._source.texts(_DETAIL, passage=row["passage_id"], said=said)
            cells["detail"] = next(iter(details), "")
        return cells | {"outcome": "ok", "fingerprint": said}

    def _demote(self, twin: _Twin, first: int, passage_id: int) -> None:
        """An earlier unit of the plan said so: a task that counted becomes its duplicate.

        The queue's row is made anew, so that its triggers keep the counts and the index of words.
        """
        old, told = same_as(twin.task), same_as(first)
        review = self._into.row("SELECT * FROM reviews WHERE task_id = :id", id=twin.task) or {}
        self._into.write("DELETE FROM reviews WHERE task_id = :id", id=twin.task)
        self._into.write(
            "UPDATE tasks SET outcome = 'duplicate', fingerprint = NULL, detail = :told"
            " WHERE id = :id",
            told=told, id=twin.task,
        )  # fmt: skip
        self._into.write(
            "UPDATE tasks SET detail = :told WHERE passage_id = :passage AND detail = :old"
            " AND outcome = 'duplicate'",
            told=told, old=old, passage=passage_id,
        )  # fmt: skip
        self._into.write(_MARK, passage=passage_id, detail=told)
        self._put("reviews", [{**review, "outcome": "duplicate", "near": 0}])

    def _take_parts(self, rows: Iterable[Row]) -> None:
        """Attempts and checks of tasks just stored; the checks bring the doubt into the queue."""
        ids = dumps([row["unit_id"] for row in rows])
        tasks = {row["id"]: row["unit_id"] + self._number for row in rows}
        attempts = self._source.rows(f"SELECT * FROM attempts WHERE unit_id {_OF}", ids=ids)
        self._put("attempts", attempts)
        checks = self._source.rows(
            f"SELECT * FROM checks WHERE task_id {_OF}", ids=dumps(list(tasks))
        )
        self._put("checks", [{**row, "task_id": tasks[row["task_id"]]} for row in checks])

    def _put(self, table: str, rows: Sequence[Mapping[str, Value]]) -> None:
        if rows:
            names = list(rows[0])
            values = ", ".join(f":{name}" for name in names)
            self._into.write_many(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", rows
            )

    def _take_near(self) -> None:
        """The groups of near-duplicates that the run found in its passages."""
        groups = self._source.each(_NEAR, run=self._run_id)
        self._into.write_many(
            "UPDATE reviews SET near = :near WHERE near = 0 AND outcome = 'ok' AND task_id ="
            " (SELECT id FROM tasks WHERE passage_id = :passage AND fingerprint = :said)",
            ({"passage": passage, "said": said, "near": first + self._number}
             for passage, said, first in groups),
        )  # fmt: skip


_OF = "IN (SELECT value FROM json_each(:ids))"


def same_as(task_id: int) -> str:
    """What is said of a duplicate, as `tasks.py` says it."""
    return f"The same as task {task_id}."


def _said(row: Row) -> str:
    """What two answers have in common that say the same."""
    return row["fingerprint"] or fingerprint(row["input"], row["output"])


def _is_same(own: Row, other: Row) -> bool:
    """The same answer, whichever of two is the other's duplicate."""
    names = ("input", "output", "raw")
    return all(own[name] == other[name] for name in names) and (
        own["outcome"] == other["outcome"] or {own["outcome"], other["outcome"]} == _GOOD
    )


def _another_answer(name: str, taken: Taken) -> PacketRefused:
    listed = ", ".join(taken.others) + (" …" if taken.kept > len(taken.others) else "")
    return PacketRefused(
        f"{taken.kept:,} units of “{name}” have another answer in this project already: {listed}. "
        "Nothing was merged; to take the rest and keep the answers here, merge with --keep-own."
    )
