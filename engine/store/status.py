"""The project in numbers: all of them in one read, or only what tasks and decisions change."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from engine.records import REVIEWED, Outcome, ProjectStatus, Run, RunState, TaskCount, Verdict
from engine.store.connection import Connection
from engine.store.counts import task_counts
from engine.store.passages import Passages
from engine.store.runs import Runs


def status(connection: Connection, passages: Passages, runs: Runs) -> ProjectStatus:
    """Passages are paragraphs of the newest settings; unreviewed are OK tasks that none settled."""
    with connection.transaction():
        all_runs = tuple(runs.all())
        nothing = ProjectStatus(
            documents=connection.number("SELECT count(*) FROM documents"),
            refused_files=connection.number("SELECT count(*) FROM refusals"),
            passages=sum(passages.counts().values()),
            runs=all_runs,
            units_planned=sum(_awaited(run) for run in all_runs),
            units_open=0,
            outcomes={},
            verdicts={},
            unreviewed=0,
            mended=connection.number("SELECT count(*) FROM reviews WHERE refused != ''"),
        )
        return recounted(nothing, task_counts(connection))


def _awaited(run: Run) -> int:
    return run.units_done if run.state is RunState.GIVEN_UP else run.units_planned


def recounted(status: ProjectStatus, counts: Collection[TaskCount]) -> ProjectStatus:
    """The same project after tasks or decisions came or went; `mended` is of the whole read."""
    done, outcomes, verdicts = Counter[int](), Counter[Outcome](), Counter[Verdict]()
    well_formed = Counter[Verdict | None]()
    for count in counts:
        done[count.run_id] += count.tasks
        outcomes[count.outcome] += count.tasks
        if count.outcome is Outcome.OK:
            well_formed[count.verdict] += count.tasks
        if count.verdict is not None:
            verdicts[count.verdict] += count.tasks
    return replace(
        status,
        runs=tuple(replace(run, units_done=done[run.id]) for run in status.runs),
        units_open=status.units_planned - done.total(),
        outcomes=dict(outcomes),
        verdicts=dict(verdicts),
        unreviewed=sum(well_formed[one] for one in well_formed if one not in REVIEWED),
        skipped=well_formed[Verdict.SKIP],
        flagged=well_formed[Verdict.FLAG],
    )
