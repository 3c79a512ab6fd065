"""Checks: what was observed of tasks, stored in the transaction of the task and gone with it."""

from collections import Counter
from collections.abc import Callable, Sequence
from json import dumps, loads
from typing import cast

from engine.records import Check, CheckKind, Outcome, SelfAgreement
from engine.store.connection import Connection, Row
from engine.store.task_ids import SLICE
from engine.store.values import damaged, known

_FORMS = """
SELECT r.run_id, r.task_type, c.detail AS form, count(*) AS tasks
FROM reviews r JOIN checks c ON c.task_id = r.task_id AND c.kind = :form
WHERE r.task_id > :after AND r.task_id <= :until AND r.outcome = 'ok'
GROUP BY 1, 2, 3
"""


_AGREEMENTS = """
SELECT count(*) AS tasks, sum(value >= 1) AS always, sum(value <= 0.5) AS half
FROM checks WHERE kind = :kind
"""


class Checks:
    """The checks of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, task_id: int, checks: Sequence[Check]) -> None:
        """Store what was observed of a task, all in one statement; one of each kind stands."""
        rows = [[c.kind.value, c.version, c.value, c.detail, c.seconds] for c in checks]
        self._connection.write(
            """
            INSERT OR REPLACE INTO checks (task_id, kind, version, value, detail, seconds)
            SELECT :task, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
            FROM json_each(:rows)
            """,
            task=task_id, rows=dumps(rows),
        )  # fmt: skip

    def of(self, task_id: int) -> list[Check]:
        """Everything that was observed of a task, by kind."""
        rows = self._connection.rows(
            "SELECT kind, version, value, detail, seconds FROM checks WHERE task_id = :task"
            " ORDER BY kind",
            task=task_id,
        )
        return [_check(row) for row in rows]

    def forms(self, is_cancelled: Callable[[], bool]) -> Counter[tuple[int, str, str]]:
        """How many well-formed tasks of each run and type have each form; read in slices."""
        found = Counter[tuple[int, str, str]]()
        newest = self._connection.number("SELECT max(task_id) FROM checks") or 0
        for after in range(0, newest, SLICE):
            if is_cancelled():
                break
            for row in self._connection.rows(
                _FORMS, after=after, until=after + SLICE, form=CheckKind.FORM.value
            ):
                found[row["run_id"], row["task_type"], row["form"]] += row["tasks"]
        return found

    def agreements(self) -> tuple[int, int, int]:
        """Well-formed tasks drawn again; of these always the same, and half of the times or less.

        Reads nothing where no run drew answers again, for every check has to be looked at.
        """
        if not self._connection.number("SELECT count(*) FROM runs WHERE agree > 0"):
            return 0, 0, 0
        row = self._connection.row(_AGREEMENTS, kind=CheckKind.AGREEMENT.value) or {}
        return row["tasks"], row["always"] or 0, row["half"] or 0

    def first_of_run(self, run_id: int, count: int) -> list[tuple[str, CheckKind, float]]:
        """Type, kind and value for the first `count` well-formed tasks of each type of a run."""
        rows = self._connection.rows(
            """
            SELECT r.task_type, c.kind, c.value FROM (
                SELECT task_id, task_type,
                    row_number() OVER (PARTITION BY task_type ORDER BY task_id) AS place
                FROM reviews WHERE run_id = :run AND outcome = :ok AND refused = ''
            ) r JOIN checks c ON c.task_id = r.task_id WHERE r.place <= :count
            ORDER BY r.task_id
            """,
            run=run_id, ok=Outcome.OK.value, count=count,
        )  # fmt: skip
        return [(row["task_type"], known(CheckKind, row["kind"]), row["value"]) for row in rows]


def _check(row: Row) -> Check:
    return Check(
        known(CheckKind, row["kind"]), row["value"], row["version"], row["detail"], row["seconds"]
    )


def agreement_in(cell: str | None) -> SelfAgreement | None:
    """The self-agreement that a cell holds as JSON; raises `ProjectDamaged` for anything else."""
    if cell is None:
        return None
    try:
        content = cast("dict[str, object]", loads(cell))
        same, of = int(cast("int", content["same"])), int(cast("int", content["of"]))
        pairs = cast("list[tuple[str, int]]", content["others"])
        return SelfAgreement(same, of, tuple((str(text), int(count)) for text, count in pairs))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise damaged("self-agreement", cell) from None
