"""Run thousands of units over a folder of real documents and prove that the counts add up.

    python -m tests.bench.thousands FOLDER PROJECT.bonito [--units 3000] [--fake] [--minutes 60]

Call it again to resume. Every unit must have exactly one task, and the sum over outcomes must be
the plan, in the database and in what `status --json` prints.
"""

import argparse
import contextlib
import io
import json
import sys
from pathlib import Path

from engine import runs
from engine.cli.main import main as command
from engine.importing import import_paths
from engine.records import RunRequest, TaskFilter
from engine.runs.events import RunEvent, TaskAdded
from engine.store import Project
from engine.tasks.types import TASK_TYPES
from engine.worker import fake
from engine.worker.main import main as real_worker


def generate(chosen: argparse.Namespace) -> None:
    """Begin the run or resume it, for so many minutes at most."""

    def listen(event: RunEvent) -> None:
        if isinstance(event, TaskAdded) and event.progress.units_done % 100 == 0:
            print(event.progress.units_done, file=sys.stderr, flush=True)

    worker = fake.main if chosen.fake else real_worker
    is_new = not chosen.project.exists()
    with Project.create(chosen.project) if is_new else Project.open(chosen.project) as project:
        if is_new:
            import_paths(project, [chosen.folder])
            types = tuple(kind.short for kind in TASK_TYPES)
            request = RunRequest("default", types, limit_units=chosen.units)
            handle = runs.start(project, request, listen, worker)
        else:
            handle = runs.resume(project, None, listen, worker)
        if handle.wait(60 * chosen.minutes) is None:
            handle.stop()
            handle.wait()


def status(project: Path) -> dict[str, object]:
    """What `status --json` prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        command(["status", str(project), "--json"])
    return json.loads(printed.getvalue())


def counted(path: Path) -> str:
    """The same counts from the database, with the run's."""
    with Project.open(path) as project:
        (run,) = project.runs.all()
        outcomes = project.runs.outcomes(run.id)
        left = len(project.runs.open_units(run.id, run.units_planned))
        tasks = project.tasks.page(project.tasks.ids(TaskFilter()))
        units = {task.unit_id for task in tasks}
        is_exact = sum(outcomes.values()) + left == run.units_planned and len(units) == len(tasks)
        return (
            f"{run.units_planned} planned = {sum(outcomes.values())} in outcomes + {left} open; "
            f"{len(tasks)} tasks of {len(units)} units; {project.find_damage() or 'integrity ok'}: "
            f"{'exact' if is_exact else 'WRONG'}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("project", type=Path)
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--fake", action="store_true", help="a worker that follows a script")
    chosen = parser.parse_args()
    generate(chosen)
    print(json.dumps(status(chosen.project), indent=2))
    print(counted(chosen.project))


if __name__ == "__main__":
    main()
