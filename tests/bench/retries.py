"""Measure what a second seed and a constrained attempt yield, and what they cost.

    python -m tests.bench.retries [UNITS] [MINUTES] [MODEL]

One run over the shipped samples, of which every attempt is kept. Valid is not right: the table
says how many answers can be taken apart and keep their type's rule, nothing more. The table in
engine/tasks/attempts.py was made with `MOST_ATTEMPTS = 3`.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

import engine
from engine import runs
from engine.importing import import_paths
from engine.records import Attempt, Outcome, RunRequest
from engine.runs.events import RunEvent, TaskAdded
from engine.store import Project
from engine.tasks.types import TASK_TYPES

VALID = {Outcome.OK, Outcome.DUPLICATE}
HOW = ("free", "free again", "constrained")


def first_attempt(event: TaskAdded) -> Attempt:
    """What a unit that was tried once has no row for."""
    task = event.task
    return Attempt(1, task.seed, False, task.outcome, task.raw, "", 0, 0.0)


def how_made(attempt: Attempt) -> str:
    """One of `HOW`."""
    return HOW[2] if attempt.is_constrained else HOW[min(attempt.number, 2) - 1]


def new_project(folder: Path) -> Project:
    """A project with the shipped samples in it."""
    project = Project.create(folder / "retries.bonito")
    import_paths(project, [Path(engine.__file__).parent / "samples"])
    return project


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 30
    model = sys.argv[3] if len(sys.argv) > 3 else "default"
    told: list[TaskAdded] = []

    def listen(event: RunEvent) -> None:
        if isinstance(event, TaskAdded):
            told.append(event)
            print(len(told), file=sys.stderr, flush=True)

    types = tuple(kind.short for kind in TASK_TYPES)
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder)) as project:
        handle = runs.start(project, RunRequest(model, types, limit_units=units), listen)
        state = handle.wait(60 * minutes)
        handle.stop()
        state = state or handle.wait()
        attempts = project.tasks.attempts
        made = [
            attempt
            for event in told
            for attempt in attempts.of(event.task.unit_id) or [first_attempt(event)]
        ]
    print(f"{len(told)} units, run {state}")
    print("| attempt     | made | valid | still bad | generated tokens | what is bad |")
    for how in HOW:
        those = [attempt for attempt in made if how_made(attempt) == how]
        valid = sum(attempt.outcome in VALID for attempt in those)
        tokens = sum(attempt.generated_tokens for attempt in those)
        bad = Counter(a.outcome.value for a in those if a.outcome not in VALID)
        what = ", ".join(f"{name} {count}" for name, count in bad.most_common())
        cells = (f"{how:<11}", len(those), valid, len(those) - valid, tokens or "-", what)
        print("|", " | ".join(map(str, cells)), "|")


if __name__ == "__main__":
    main()
