"""The project in numbers, all counted in one read."""

from engine.records import Outcome, ProjectStatus, TaskFilter
from engine.store.connection import Connection
from engine.store.passages import Passages
from engine.store.runs import Runs
from engine.store.tasks import Tasks
from engine.store.values import known


def status(
    connection: Connection, passages: Passages, runs: Runs, tasks: Tasks
) -> ProjectStatus:  # fmt: skip
    """Passages are paragraphs of the newest settings; unreviewed are OK tasks without a verdict."""
    with connection.transaction():
        outcomes = connection.rows("SELECT outcome, count(*) AS n FROM tasks GROUP BY outcome")
        all_runs = tuple(runs.all())
        planned = sum(run.units_planned for run in all_runs)
        return ProjectStatus(
            documents=connection.number("SELECT count(*) FROM documents"),
            refused_files=connection.number("SELECT count(*) FROM refusals"),
            passages=sum(passages.counts().values()),
            runs=all_runs,
            units_planned=planned,
            units_open=planned - sum(run.units_done for run in all_runs),
            outcomes={known(Outcome, row["outcome"]): row["n"] for row in outcomes},
            verdicts=tasks.verdicts(),
            unreviewed=tasks.count(TaskFilter(outcomes=(Outcome.OK,), unreviewed_only=True)),
        )
