"""Let another Nano than the one in this package write tasks through the engine, as the app does."""

import dataclasses
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from engine import runs
from engine.export import ExportRequest, export
from engine.importing import import_paths
from engine.records import Outcome, RunRequest, RunState
from engine.store import Project
from engine.worker.main import LoadedModel, serve, wait_briefly
from engine.worker.messages import LoadModel
from models.nano.build.lessons import TASK_TYPE, write_lines


def work_with(
    adapter: str, reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]"
) -> None:
    """The real worker, with another adapter over Nano's base than the one in this package."""
    wait_briefly()
    from engine.worker.llama import load  # noqa: PLC0415 - in the child alone

    def load_other(request: LoadModel, on_step: Callable[[], None]) -> LoadedModel:
        other = dataclasses.replace(request, adapter=adapter) if request.adapter else request
        return load(other, on_step)

    serve(reads, writes, load_other, [Path(adapter)])


def write_tasks(texts: Sequence[str], adapter: Path, out: Path) -> None:
    """Import the texts, let Nano write, export what is well-formed; says what became of the units.

    Each text is a document of its own, so that a passage is as long as in the labelled data. What a
    run that was cut off has left is thrown away.
    """
    folder = out / "project"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    request = RunRequest("default", (TASK_TYPE,))
    with Project.create(folder / "domain.bonito") as project:
        import_paths(project, sorted(folder.glob("*.txt")))
        worker = partial(work_with, str(adapter))
        handle = runs.start(project, request, lambda _: None, worker)
        if handle.wait() is not RunState.DONE:
            raise SystemExit("The run did not get to its end; start the same command again.")
        outcomes = project.runs.outcomes(handle.run_id)
        write_lines(out / "outcomes.jsonl", [{o.value: n for o, n in outcomes.items()}])
        print(
            f"{sum(outcomes.values())} units, {outcomes.get(Outcome.OK, 0)} well-formed", flush=True
        )
        export(project, ExportRequest(out / "tasks.jsonl", only_accepted=False))
