"""Counts of tasks and decisions: kept by triggers, read as a few short rows."""

from engine.records import Outcome, TaskCount, TypeYield, Verdict
from engine.store.connection import Connection
from engine.store.values import known

_YIELDS = """
SELECT task_type, sum(tasks) AS units, sum(iif(outcome = 'ok', tasks, 0))
    - (SELECT count(*) FROM reviews WHERE refused != '' {which} AND task_type = c.task_type) AS good
FROM task_counts c WHERE tasks > 0 {which} GROUP BY 1 ORDER BY 1
"""


def task_counts(connection: Connection) -> tuple[TaskCount, ...]:
    """One count for each run, type, outcome and verdict that occurs: hundreds of rows at most."""
    return tuple(
        TaskCount(
            run_id=row["run_id"],
            task_type=row["task_type"],
            outcome=known(Outcome, row["outcome"]),
            verdict=known(Verdict, row["verdict"]) if row["verdict"] else None,
            tasks=row["tasks"],
        )
        for row in connection.rows("SELECT * FROM task_counts WHERE tasks > 0")
    )


def type_yields(connection: Connection, run_id: int | None) -> tuple[TypeYield, ...]:
    """Units of a run, or of all with None, and how many the model wrote well-formed, by type."""
    which = "" if run_id is None else "AND run_id = :run"
    rows = connection.rows(_YIELDS.format(which=which), run=run_id)
    return tuple(TypeYield(row["task_type"], row["units"], row["good"]) for row in rows)
