"""Count what a model gives under each prompting: units, well-formed tasks by type, what went wrong.

    python -m tests.bench.strangers MODEL[,MODEL...] [PROMPTING,PROMPTING...] [UNITS] [--show]

One run over the shipped samples for each model and prompting ("auto" is what the file calls for).
A run that ends because the model writes no tasks is counted as far as it came. Well-formed is not
right: --show prints each task, so that a person can read them.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from engine import runs
from engine.demo import make_sample_project
from engine.records import AddedTask, Outcome, Run, RunRequest, Task
from engine.runs.events import RunEvent, TaskAdded
from engine.store import Project
from engine.tasks.markers import CONTEXT
from engine.tasks.types import TASK_TYPES

MOST_SECONDS = 1500


def generate(path: Path, model: str, prompting: str, units: int) -> tuple[Run, list[AddedTask]]:
    """The run, and its tasks in the order in which they came."""
    told: list[AddedTask] = []

    types = tuple(kind.short for kind in TASK_TYPES)
    asked = "" if prompting == "auto" else prompting
    with Project.open(path) as project:

        def listen(event: RunEvent) -> None:
            if isinstance(event, TaskAdded):
                told.append(event.task)
                if "--show" in sys.argv:
                    show(project.tasks.get(event.task.id))

        request = RunRequest(model, types, limit_units=units, prompting=asked, slots=8)
        handle = runs.start(project, request, listen)
        if handle.wait(MOST_SECONDS) is None:
            handle.stop()
            handle.wait()
        return project.runs.get(handle.run_id), told


def row(model: str, run: Run, told: list[AddedTask]) -> str:
    """One line of the table."""
    made, good = Counter(t.task_type for t in told), Counter[str]()
    bad = Counter(task.outcome.value for task in told if task.outcome is not Outcome.OK)
    good.update(task.task_type for task in told if task.outcome is Outcome.OK)
    by_type = " ".join(f"{short} {good[short]}/{count}" for short, count in sorted(made.items()))
    wrong = ", ".join(f"{count} {name}" for name, count in bad.most_common())
    return (
        f"| {Path(model).stem} | {run.model.prompting} | {run.state.value} | {len(told)} "
        f"of {run.units_planned} | {good.total()} | {wrong or '-'} | {by_type} |"
    )


def show(task: Task) -> None:
    """A task as the model wrote it, with its passage folded."""
    print(f"--- {task.task_type}: {task.outcome.value}")
    print(task.raw.replace(CONTEXT, "[...]").strip(), flush=True)


def main() -> None:
    given = [one for one in sys.argv[1:] if one != "--show"]
    models, promptings = given[0].split(","), (given[1:2] or ["auto"])[0].split(",")
    units = int(given[2]) if len(given) > 2 else 32
    print("| model | prompting | run | units | well-formed | else | by type |")
    for model in models:
        for prompting in promptings:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "strangers.bonito"
                make_sample_project(path)
                run, told = generate(path, model, prompting, units)
            print(row(model, run, told), flush=True)


if __name__ == "__main__":
    main()
