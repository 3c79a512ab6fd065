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
_SEALED_AT_ONCE = 5_000  # so that neither the list of new tasks nor that of digests grows
_LISTED = 5
_COLUMNS = (
    "id", "unit_id", "run_id", "passage_id", "task_type", "outcome", "fingerprint", "input",
    "output", "raw", "evidence_grade", "evidence_start", "evidence_end", "prompt_sha256",
    "prompt_tokens", "generated_tokens", "seconds", "detail", "created_at", "evidence_places",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO tasks ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _COLUMNS)})"
)
_TWIN = """
SELECT t.id, t.unit_id, t.detail, r.verdict, r.near FROM tasks t JOIN reviews r ON r.task_id = t.id
WHERE t.passage_id = :passage AND t.fingerprint = :fingerprint
"""
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


class Taking:
    """Takes the tasks of one packet, within the caller's transaction."""

    def __init__(self, into: Packets, source: Packets, run_id: int) -> None:
        self._log = into.log
        self._into, self._source, self._run_id = into.connection, source.connection, run_id
        row = self._into.row("SELECT * FROM packings WHERE run_id = :run", run=run_id) or {}
        self._number: int = row["first_task"] - row["first_unit"]  # plus a unit: its task
        self._unsealed = 0
        self.taken = Taken()

    def take(self, name: str, *, keep_own: bool) -> Taken:
        """All tasks of the packet that this project lacks.

        Raises `PacketRefused` if a unit has another answer here, unless that is to be kept.
        """
        after = 0
        sql = (
            f"SELECT {', '.join(_COLUMNS)} FROM tasks WHERE unit_id > :after AND run_id = :run"
            f" ORDER BY unit_id LIMIT {_AT_ONCE}"
        )
        while rows := self._source.rows(sql, after=after, run=self._run_id):
            self._slice(rows)
            after = rows[-1]["unit_id"]
        if self.taken.others and not keep_own:
            raise _another_answer(name, self.taken)
        self._take_near()
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
        for row in new:
            self._place(row)
        self._take_parts(new)
        self.taken.added += len(new)
        self._seal_now_and_then(len(new))

    def _own(self, ids: str) -> dict[int, Row]:
        rows = self._into.rows(
            f"SELECT unit_id, outcome, input, output, raw FROM tasks WHERE unit_id {_OF}", ids=ids
        )
        return {row["unit_id"]: row for row in rows}

    def _note_other(self, row: Row) -> None:
        self.taken.kept += 1
        if len(self.taken.others) < _LISTED:
            self.taken.others.append(f"{row['unit_id']} ({row['task_type']})")

    def _place(self, row: Row) -> None:
        """Store one task: as the first that says so, or as a duplicate."""
        cells: dict[str, Value] = {**row, "id": row["unit_id"] + self._number}
        if row["outcome"] not in _GOOD:
            self._into.write(_INSERT, **cells)
            return
        said = row["fingerprint"] or fingerprint(row["input"], row["output"])
        twin = self._into.row(_TWIN, passage=row["passage_id"], fingerprint=said)
        if twin and (twin["verdict"] or twin["unit_id"] < row["unit_id"]):
            told = same_as(twin["id"])
            self._into.write(
                _INSERT, **cells | {"outcome": "duplicate", "fingerprint": None, "detail": told}
            )
            return
        first = cells | {"outcome": "ok", "fingerprint": said}
        if twin:
            self._demote(twin, int(str(cells["id"])), row["passage_id"])
        if row["outcome"] == "duplicate":
            first |= {"detail": self._detail_of_twin(row["passage_id"], said)}
        self._into.write(_INSERT, **first)
        if twin and twin["near"]:
            self._into.write(
                "UPDATE reviews SET near = :near WHERE task_id = :id", near=twin["near"],
                id=cells["id"],
            )  # fmt: skip

    def _detail_of_twin(self, passage_id: int, said: str) -> str:
        """What the packet says of the task whose duplicate this was."""
        row = self._source.row(_TWIN, passage=passage_id, fingerprint=said)
        return row["detail"] if row else ""

    def _demote(self, twin: Row, first: int, passage_id: int) -> None:
        """An earlier unit of the plan said so: a task that counted becomes its duplicate.

        The queue's row is made anew, so that its triggers keep the counts and the index of words.
        """
        old, told = same_as(twin["id"]), same_as(first)
        review = self._into.row("SELECT * FROM reviews WHERE task_id = :id", id=twin["id"]) or {}
        self._into.write("DELETE FROM reviews WHERE task_id = :id", id=twin["id"])
        self._into.write(
            "UPDATE tasks SET outcome = 'duplicate', fingerprint = NULL, detail = :told"
            " WHERE id = :id",
            told=told, id=twin["id"],
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

    def _seal_now_and_then(self, added: int) -> None:
        self._unsealed += added
        if self._unsealed >= _SEALED_AT_ONCE:
            self._unsealed = 0
            said = f"{self.taken.added:,} tasks so far"
            self._log.add("merged", said, whole_tables=False)


_OF = "IN (SELECT value FROM json_each(:ids))"


def same_as(task_id: int) -> str:
    """What is said of a duplicate, as `tasks.py` says it."""
    return f"The same as task {task_id}."


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
