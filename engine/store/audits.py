"""Audits: draw a sample of the tasks that nobody reviewed, count what came of it, settle the rest.

A sample is drawn from well-formed tasks without a decision, by a seed, so that it can be drawn
again. Each is kept and logged, also those that nobody liked: who draws until a sample pleases is
seen to have done so.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from json import dumps, loads
from typing import cast

from engine.errors import BadSetting, NothingToDo
from engine.records import Audit, Decision, Outcome, Portion, TaskFilter, Verdict
from engine.store.clock import now
from engine.store.connection import Connection, Row
from engine.store.decisions import Decisions
from engine.store.log import Log
from engine.store.tasks import Tasks

_COUNTS = """
SELECT r.task_type, count(*) AS drawn, sum(r.verdict IN ('accept', 'reject', 'edit')) AS read,
    sum(r.verdict IN ('reject', 'edit')) AS wrong, sum(r.verdict IN ('accept', 'edit')) AS kept
FROM audit_samples s JOIN reviews r ON r.task_id = s.task_id WHERE s.audit_id = :id GROUP BY 1
"""
_TOGETHER = """
SELECT verdict, count(*) AS tasks FROM decisions WHERE batch = :batch AND undone_at IS NULL
GROUP BY 1
"""
_DONE = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected"}

_ACCEPTANCE = """
SELECT r.task_type, sum(r.verdict = 'accept') AS accepted, count(*) AS read
FROM reviews r JOIN decisions d ON d.id = r.decision_id
WHERE r.verdict IN ('accept', 'reject', 'edit')
    AND d.batch NOT IN (SELECT batch FROM audits WHERE batch IS NOT NULL)
GROUP BY 1
"""
# Tasks of a packed run have the numbers of their units, so that later ones can have lower numbers.
# Drawing a sample seals what there is; what was sealed later came later.
_THERE_THEN = """
SELECT value FROM json_each(:ids) WHERE value NOT IN
    (SELECT id FROM tasks WHERE run_id IN (SELECT run_id FROM packings))
OR (SELECT min(entry) FROM digests WHERE kind = 'task' AND id = value)
    <= (SELECT min(entry) FROM digests WHERE kind = 'audit' AND id = :audit)
ORDER BY 1
"""


class Audits:
    """The audits of a project."""

    def __init__(
        self, connection: Connection, tasks: Tasks, decisions: Decisions, log: Log
    ) -> None:
        self._connection, self._tasks, self._log = connection, tasks, log
        self._decisions = decisions

    def draw(self, narrow: TaskFilter, size: int, seed: int, who: str) -> Audit:
        """Draw a sample of the tasks that a filter means and nobody decided on.

        Raises `NothingToDo` where there is none, `BadSetting` for a size below 1.
        """
        if size < 1:
            raise BadSetting(f"A sample of {size} tasks says nothing; draw 1 or more.")
        meant = replace(narrow, audit_id=None, doubtful_first=False)
        ids, types = self._population(meant)
        if not ids:
            raise NothingToDo(
                "The filter leaves no well-formed task without a decision; widen it, or generate "
                "more tasks."
            )
        sample = sorted(random.Random(seed).sample(ids, min(size, len(ids))))  # noqa: S311 no secret
        with self._connection.transaction():
            audit_id = self._connection.write(
                """
                INSERT INTO audits (seed, who, at, filter, newest, drawn, tasks)
                VALUES (:seed, :who, :at, :filter, :newest, :drawn, :tasks)
                """,
                seed=seed, who=who, at=now(), filter=_stored(meant), newest=max(ids),
                drawn=len(sample), tasks=dumps(types),
            )  # fmt: skip
            self._connection.write(
                "INSERT INTO audit_samples SELECT :id, value FROM json_each(:tasks)",
                id=audit_id, tasks=dumps(sample),
            )  # fmt: skip
            said = f"Sample {audit_id}: {len(sample):,} of {len(ids):,} tasks drawn, seed {seed}"
            which = self._meaning(meant)
            self._log.add("audit", f"{said}; {which}" if which else said, who)
        return self.get(audit_id)

    def get(self, audit_id: int) -> Audit:
        """One audit with what came of it so far; `NothingToDo` if there is none."""
        row = self._connection.row("SELECT * FROM audits WHERE id = :id", id=audit_id)
        if row is None:
            raise NothingToDo(f"There is no sample {audit_id} in this project; draw one first.")
        return self._audit(row)

    def all(self) -> list[Audit]:
        """Every audit, oldest first."""
        rows = self._connection.rows("SELECT * FROM audits ORDER BY id")
        return [self._audit(row) for row in rows]

    def acceptance(self) -> dict[str, tuple[int, int]]:
        """Of each type, how many tasks a person accepted as they are, and how many were read.

        What was accepted together on the strength of a sample was not read.
        """
        rows = self._connection.rows(_ACCEPTANCE)
        return {row["task_type"]: (row["accepted"], row["read"]) for row in rows}

    def accept(self, audit_id: int, who: str, bound: str) -> int:
        """Accept what an audit stands for and nobody decided on since; gives how many."""
        return self._settle(audit_id, Verdict.ACCEPT, who, bound)

    def reject(self, audit_id: int, who: str, bound: str) -> int:
        """Reject what an audit stands for and nobody decided on since; gives how many."""
        return self._settle(audit_id, Verdict.REJECT, who, bound)

    def _settle(self, audit_id: int, verdict: Verdict, who: str, bound: str) -> int:
        """Decide alike on all that an audit stands for and that has no decision yet.

        One batch, so one step to take back; `bound` is the sentence that goes into the log. Raises
        `BadSetting` while the sample is not read to its end, `NothingToDo` if nothing is left.
        """
        audit = self.get(audit_id)
        if not audit.whole.is_complete:
            raise BadSetting(
                f"Sample {audit_id} is not read to its end ({audit.whole.read:,} of "
                f"{audit.whole.drawn:,}), so it says nothing; decide on each of its tasks first."
            )
        with self._connection.transaction():
            row = self._connection.row("SELECT * FROM audits WHERE id = :id", id=audit_id) or {}
            ids, _types = self._population(_filter(row["filter"]), row["newest"])
            ids = self._connection.numbers(_THERE_THEN, ids=dumps(ids), audit=audit_id)
            if not ids:
                raise NothingToDo(
                    f"Nothing that sample {audit_id} stands for is left to {verdict}."
                )
            reason = f"Sample {audit_id}"
            batch = self._decisions.add_together(
                [Decision(task_id, verdict, reason) for task_id in ids], who
            )
            self._connection.write(
                "UPDATE audits SET batch = :batch WHERE id = :id", batch=batch, id=audit_id
            )
            done = f"{len(ids):,} tasks {_DONE[verdict]} together"
            self._log.add("audit", f"{reason}: {done}; {bound}", who)
        return len(ids)

    def _meaning(self, narrow: TaskFilter) -> str:
        names = self._connection.texts(
            "SELECT name FROM documents WHERE id IN (SELECT value FROM json_each(:ids))",
            ids=dumps(narrow.document_ids),
        )
        gone = len(narrow.document_ids) - len(names)
        return _meaning(narrow, [*names, *["(deleted)"] * gone])

    def _population(
        self, meant: TaskFilter, newest: int | None = None
    ) -> tuple[list[int], dict[str, int]]:
        """The undecided well-formed tasks of a filter, and how many there are of each type."""
        narrow = replace(meant, outcomes=(Outcome.OK,), verdicts=(), unreviewed_only=True)
        ids = [task for task in self._tasks.ids(narrow) if newest is None or task <= newest]
        rows = self._connection.rows(
            """
            SELECT task_id, task_type FROM reviews WHERE verdict = ''
                AND task_id IN (SELECT value FROM json_each(:ids)) ORDER BY task_id
            """,
            ids=dumps(ids),
        )
        types = Counter[str](row["task_type"] for row in rows)
        return [row["task_id"] for row in rows], dict(sorted(types.items()))

    def _audit(self, row: Row) -> Audit:
        tasks = cast("dict[str, int]", loads(row["tasks"]))
        counted = {one["task_type"]: one for one in self._connection.rows(_COUNTS, id=row["id"])}
        types = {
            short: Portion(tasks[short], one["drawn"], one["read"], one["wrong"], one["kept"])
            for short, one in counted.items()
        }
        found = types.values()
        whole = Portion(
            sum(tasks.values()),
            row["drawn"],  # also of documents that were deleted since: then it stays incomplete
            sum(one.read for one in found),
            sum(one.wrong for one in found),
            sum(one.kept for one in found),
        )
        batch = row["batch"]
        rows = self._connection.rows(_TOGETHER, batch=batch) if batch else []
        done = {one["verdict"]: one["tasks"] for one in rows}
        meaning = self._meaning(_filter(row["filter"]))
        return Audit(
            row["id"], row["seed"], row["who"], row["at"], meaning, whole, types,
            accepted=done.get(Verdict.ACCEPT, 0), rejected=done.get(Verdict.REJECT, 0),
        )  # fmt: skip


def _stored(narrow: TaskFilter) -> str:
    """A filter as JSON, without what narrows nothing."""
    return dumps({name: value for name, value in asdict(narrow).items() if value})


def _filter(cell: str) -> TaskFilter:
    fields = cast("Mapping[str, object]", loads(cell))
    whole = {
        key: tuple(cast("list[object]", value)) if isinstance(value, list) else value
        for key, value in fields.items()
    }
    return TaskFilter(**whole)  # pyright: ignore[reportArgumentType] as it was stored


def _meaning(narrow: TaskFilter, names: Sequence[str]) -> str:
    """Which tasks a filter means, in words; `names` are those of its documents."""
    parts = [
        f"run {narrow.run_id}" if narrow.run_id is not None else "",
        ", ".join(narrow.task_types),
        f"documents {', '.join(names)}" if names else "",
        f"evidence {', '.join(narrow.evidence)}" if narrow.evidence else "",
        f"doubt {', '.join(narrow.doubts)}" if narrow.doubts else "",
        f"language {', '.join(narrow.languages)}" if narrow.languages else "",
        "found by a search" if narrow.search else "",
        "decided differently" if narrow.at_odds else "",
    ]
    return "; ".join(part for part in parts if part)
