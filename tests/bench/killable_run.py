"""A process to be killed: begins or resumes the run of a project and says what is saved.

It prints `task UNIT TASK` for each task when it is told of it, and `ended STATE FAILURE` at last.
"""

import argparse
import os
import sys
from pathlib import Path

from engine import runs
from engine.errors import BonitoError
from engine.records import RunRequest, RunState, Sampling
from engine.runs.events import RunEnded, RunEvent, TaskAdded
from engine.store import Project
from engine.worker import fake
from engine.worker.main import main as real_worker


def say(event: RunEvent) -> None:
    """Tell the parent of a task that is committed, and of the end."""
    if isinstance(event, TaskAdded):
        print("task", event.task.unit_id, event.task.id, flush=True)
    elif isinstance(event, RunEnded):
        print("ended", event.state.value, event.failure, flush=True)


def limit_files(size: int) -> None:
    """Let this process write no file beyond `size` bytes, as on a disk that is full."""
    import resource  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def perform(arguments: argparse.Namespace) -> RunState | None:
    worker = fake.main if arguments.fake else real_worker
    if arguments.file_limit:
        limit_files(arguments.file_limit)
    if arguments.as_nobody and os.geteuid() == 0:
        os.setuid(65534)  # root may write anywhere
    with Project.open(arguments.project) as project:
        begun = project.runs.all()
        if begun and begun[0].units_done == begun[0].units_planned:
            return RunState.DONE
        if begun:
            return runs.resume(project, None, say, worker).wait(600)
        request = RunRequest(
            model=arguments.model,
            task_types=tuple(arguments.types.split(",")),
            samples=arguments.samples,
            sampling=Sampling(max_tokens=arguments.max_tokens),
            slots=arguments.slots,
        )
        return runs.start(project, request, say, worker).wait(600)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--types", default="exqa")
    parser.add_argument("--samples", type=int, default=1)
    parser.add_argument("--max-tokens", type=int, default=256)
    parser.add_argument("--slots", type=int, default=4)
    parser.add_argument("--fake", action="store_true", help="a worker that follows a script")
    parser.add_argument("--file-limit", type=int, metavar="BYTES")
    parser.add_argument("--as-nobody", action="store_true", help="give up root's rights")
    try:
        return 0 if perform(parser.parse_args()) is RunState.DONE else 1
    except BonitoError as error:
        print("refused", type(error).__name__, error, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main())
