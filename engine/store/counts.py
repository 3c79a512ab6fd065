"""Counts of tasks and decisions: kept by triggers, read as a few short rows."""

from engine.records import Outcome, TaskCount, Verdict
from engine.store.connection import Connection
from engine.store.values import known


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
