"""Decisions: what reviewers said of tasks; append-only, taken back by a mark and never deleted."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from json import dumps

from engine.errors import BadSetting, NothingToDo
from engine.records import Decision, Evidence, EvidenceGrade, UndoStep, Verdict
from engine.store.clock import now
from engine.store.connection import Connection, Value
from engine.store.log import Log
from engine.store.tasks import Tasks
from engine.store.values import known

_INSERT = """
INSERT INTO decisions (task_id, batch, verdict, reason, input, output, who, at,
    evidence_grade, evidence_start, evidence_end, evidence_places)
VALUES (:task, :batch, :verdict, :reason, :input, :output, :who, :at,
    :evidence_grade, :evidence_start, :evidence_end, :evidence_places)
"""
_BATCH = "coalesce((SELECT batch FROM decisions ORDER BY id DESC LIMIT 1), 0) + 1"
_NEWEST = """
SELECT id, task_id, verdict, reason,
    iif(EXISTS (SELECT 1 FROM audits WHERE batch = decisions.batch), batch, NULL) AS batch
FROM decisions WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1
"""
_IS_THERE = "SELECT 1 FROM tasks WHERE id = :id"
_STANDING = "SELECT count(*) FROM decisions WHERE undone_at IS NULL AND batch = :batch"
_AGAIN = """
INSERT INTO decisions (task_id, batch, verdict, reason, input, output, who, at,
    evidence_grade, evidence_start, evidence_end, evidence_places)
SELECT task_id, :batch, verdict, reason, input, output, :who, :at,
    evidence_grade, evidence_start, evidence_end, evidence_places
FROM decisions WHERE {which} ORDER BY id
"""
_INSERT_ONE = _INSERT.replace(":batch", _BATCH)
_AT_ONCE = 5_000


class Decisions:
    """The decisions of a project."""

    def __init__(self, connection: Connection, tasks: Tasks, log: Log) -> None:
        self._connection = connection
        self._tasks = tasks
        self._log = log

    def add(self, decisions: Sequence[Decision], who: str) -> int:
        """Store all of them or none, as one batch; gives their number.

        Raises `NothingToDo` for an unknown task, `BadSetting` for an edit without its text.
        """
        if len(decisions) == 1:
            self._add_one(decisions[0], who)
        else:
            self._add_many(decisions, who)
        return len(decisions)

    def _add_one(self, decision: Decision, who: str) -> None:
        """The usual case: one statement is a transaction by itself, and the lock spares another."""
        with self._connection.alone(), self._telling(_edited([decision]), who):
            if not self._connection.number(_IS_THERE, id=decision.task_id):
                raise _unknown(decision.task_id)
            self._connection.write(_INSERT_ONE, **_columns(self._whole(decision), who, now()))

    def add_together(self, decisions: Iterable[Decision], who: str) -> int:
        """Store decisions as one batch within the caller's transaction; gives its number.

        Each is taken after the one before is stored, so that edits of one task build on each other.
        """
        batch, at = self._connection.number(f"SELECT {_BATCH}"), now()
        rows = ({**_columns(one, who, at), "batch": batch} for one in decisions)
        # Some at once: with all 65,000 in one savepoint SQLite took ten times as long.
        while (first := next(rows, None)) is not None:
            self._connection.write_many(_INSERT, chain([first], islice(rows, _AT_ONCE - 1)))
        return batch

    def _add_many(self, decisions: Sequence[Decision], who: str) -> None:
        with self._connection.transaction(), self._telling(_edited(decisions), who):
            self._refuse_unknown([decision.task_id for decision in decisions])
            self.add_together((self._whole(decision) for decision in decisions), who)
            if decisions:
                self._log.add("decided", f"{len(decisions):,} tasks at once", who)

    def newest(self) -> int:
        """The number of the decision that was stored last."""
        return self._connection.number("SELECT id FROM decisions ORDER BY id DESC LIMIT 1")

    def decided_since(self, task_ids: Sequence[int], newest: int, at: str) -> set[int]:
        """Those of these tasks on which a later decision was stored, or one taken back since `at`.

        Times are ISO 8601 in UTC, to the second, so that they are in the order of their letters.
        """
        found = self._connection.numbers(
            """
            SELECT DISTINCT task_id FROM decisions WHERE (id > :newest OR undone_at >= :at)
                AND task_id IN (SELECT value FROM json_each(:ids))
            """,
            newest=newest, at=at, ids=dumps(list(task_ids)),
        )  # fmt: skip
        return set(found)

    def undo_step(self) -> UndoStep | None:
        """What `undo` would take back now."""
        row = self._connection.row(_NEWEST)
        if row is None:
            return None
        batch = row["batch"]
        tasks = 1 if batch is None else self._connection.number(_STANDING, batch=batch)
        verdict = known(Verdict, row["verdict"])
        return UndoStep(row["id"], row["task_id"], verdict, row["reason"], batch, tasks)

    def redo(self, step: UndoStep, who: str) -> None:
        """Decide once more what was taken back: a new decision, for what was undone stays told."""
        if step.batch is None:
            with self._telling(_edited([step]), who):
                self._connection.write(
                    _AGAIN.replace(":batch", _BATCH).format(which="id = :id"),
                    id=step.decision_id, who=who, at=now(),
                )  # fmt: skip
        else:
            self._redo_together(step, who)

    def _redo_together(self, step: UndoStep, who: str) -> None:
        """What a sample stood for, which from now on points to the new decisions."""
        with self._connection.transaction():
            batch = self._connection.number(f"SELECT {_BATCH}")
            self._connection.write(
                _AGAIN.format(which="batch = :before AND undone_at = (SELECT undone_at FROM"
                    " decisions WHERE id = :id)"),
                batch=batch, before=step.batch, id=step.decision_id, who=who, at=now(),
            )  # fmt: skip
            self._connection.write(
                "UPDATE audits SET batch = :batch WHERE batch = :before",
                batch=batch, before=step.batch,
            )  # fmt: skip
            self._log.add("audit", f"{step.tasks:,} decisions taken back are made again", who)

    def undo(self) -> int | None:
        """Take back the newest decision that stands; gives its task, or None if none is left.

        What was accepted together on the strength of a sample goes back together.
        """
        with self._connection.alone():
            step = self.undo_step()
            return None if step is None else self.take_back(step)

    def take_back(self, step: UndoStep) -> int:
        """Take back what `undo_step` told just now; gives its task."""
        if step.batch is not None:
            return self.undo_batch()[-1]
        with self._telling(_edited([step])):
            self._connection.write(
                "UPDATE decisions SET undone_at = :now WHERE id = :id",
                id=step.decision_id, now=now(),
            )  # fmt: skip
        return step.task_id

    def undo_batch(self) -> list[int]:
        """Take back all that stands of the newest `add`; the tasks it was about."""
        with self._connection.transaction():
            batch = self._connection.number(
                "SELECT batch FROM decisions WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
            )
            tasks = self._connection.numbers(
                "SELECT task_id FROM decisions WHERE undone_at IS NULL AND batch = :batch"
                " ORDER BY id",
                batch=batch,
            )
            with self._telling(tasks):
                self._connection.write(
                    "UPDATE decisions SET undone_at = :now"
                    " WHERE undone_at IS NULL AND batch = :batch",
                    batch=batch, now=now(),
                )  # fmt: skip
            if len(tasks) > 1:
                self._log.add("decided", f"{len(tasks):,} decisions taken back at once")
        return tasks

    @contextmanager
    def _telling(self, edited: Sequence[int], who: str = "") -> Generator[None]:
        """Tell the log which of these refused units become tasks by an edit, or cease to be some.

        Any other decision is none of these and costs nothing more.
        """
        if not edited:
            yield
            return
        with self._connection.transaction():
            before = self._mended(edited)
            yield
            after = self._mended(edited)
            for task, refused in sorted(after.items() - before.items()):
                said = f"Task {task}, refused as {refused}: kept as edited"
                self._log.add("mended", said, who)
            for task, refused in sorted(before.items() - after.items()):
                said = f"Task {task}, refused as {refused}: its edit was taken back"
                self._log.add("mended", said, who)

    def _mended(self, tasks: Sequence[int]) -> dict[int, str]:
        """Those of these tasks that an edit made of a refused unit, and why it was refused."""
        rows = self._connection.tuples(
            "SELECT task_id, refused FROM reviews WHERE refused != ''"
            " AND task_id IN (SELECT value FROM json_each(:ids))",
            ids=dumps(list(tasks)),
        )
        return dict(rows)

    def _refuse_unknown(self, ids: Sequence[int]) -> None:
        unknown = self._connection.numbers(
            """
            SELECT value FROM json_each(:ids)
            WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE id = value) LIMIT 1
            """,
            ids=dumps(list(ids)),
        )
        if unknown:
            raise _unknown(unknown[0])

    def _whole(self, decision: Decision) -> Decision:
        """An edit with both texts: what the reviewer left alone stays as it is shown."""
        new = (decision.input, decision.output)
        if decision.verdict is not Verdict.EDIT:
            if new != (None, None):
                raise BadSetting("Only an edit carries a new input or output; nothing was saved.")
            return decision
        if new == (None, None) or any(text is not None and not text.strip() for text in new):
            raise BadSetting("An edit needs an input and an output; reject the task instead.")
        shown = self._tasks.get(decision.task_id)
        if not shown.can_be_edited:
            raise BadSetting(f"The model wrote nothing in task {shown.id}; there is none to edit.")
        found = decision.evidence or Evidence(EvidenceGrade.EDITED)
        before = _in_lines(shown.output)
        texts = (
            _in_lines(shown.input if decision.input is None else decision.input),
            before if decision.output is None else _in_lines(decision.output),
        )
        if not all(text.strip() for text in texts):  # a unit that was refused may lack one
            raise BadSetting("An edit needs an input and an output; reject the task instead.")
        return replace(
            decision,
            evidence=shown.evidence if texts[1] == before else found,
            input=texts[0],
            output=texts[1],
        )


def _columns(decision: Decision, who: str, at: str) -> dict[str, Value]:
    found = decision.evidence
    return {
        "evidence_grade": found.grade.value if found else None,
        "evidence_start": found.start if found else None,
        "evidence_end": found.end if found else None,
        "evidence_places": found.places if found else 0,
        "task": decision.task_id,
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "input": decision.input,
        "output": decision.output,
        "who": who,
        "at": at,
    }


def _in_lines(text: str) -> str:
    """With line feeds alone, as documents are stored: a window counts CR LF as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _edited(decisions: Sequence[Decision | UndoStep]) -> list[int]:
    """The tasks of those that are edits."""
    return [one.task_id for one in decisions if one.verdict is Verdict.EDIT]


def _unknown(task_id: int) -> NothingToDo:
    return NothingToDo(f"There is no task {task_id} in this project; no decision was saved.")
