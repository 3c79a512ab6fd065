"""The whole way from sample documents to an export, and the sample project of a first start.

Nothing is accepted on the user's behalf: the demo exports every well-formed task and says so.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from engine import runs
from engine.errors import NothingToDo, TargetExists, TargetUnwritable
from engine.export import ExportReport, ExportRequest, export
from engine.importing import import_paths
from engine.processes.child import ChildMain
from engine.records import (
    FileReport,
    Outcome,
    PassageKind,
    Run,
    RunRequest,
    RunState,
    Sampling,
    Task,
    TaskFilter,
)
from engine.runs.cutting import cut_missing
from engine.runs.events import Listener
from engine.runs.written import add_written, from_lines
from engine.store import Project
from engine.tasks.types import TASK_TYPES
from engine.worker.main import main as worker_main
from models.library import FoundModel, find

SAMPLES = (
    "archive-guideline.pdf",
    "ferry-notice.html",
    "garden-minutes.md",
    "library-letter.docx",
)
WRITTEN = "run.jsonl"  # of the samples: the tasks that the sample project opens with
UNITS = 32  # about twenty rows with the embedded model
MAX_TOKENS = 120
SHOWN = 3  # tasks shown at the end, each of another type

Wait = Callable[[runs.RunHandle], object]


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo made and where."""

    folder: Path
    project: Path
    files: tuple[FileReport, ...]
    run: Run
    outcomes: Mapping[Outcome, int]
    export: ExportReport | None  # None if the run did not get to its end
    examples: tuple[Task, ...]


def make_demo(
    out: Path,
    listener: Listener,
    model: str = "default",
    wait: Wait = runs.RunHandle.wait,
    worker: ChildMain = worker_main,
) -> Demo:
    """Make documents, a project, a run and an export in the new or empty folder `out`.

    `wait` waits for the end of the run; a caller may stop the run meanwhile. A run that did not
    get to its end is not exported. Raises `TargetExists`, `TargetUnwritable`, `NothingToDo` if not
    one task was well-formed, and whatever a run can raise.
    """
    documents = _copy_samples(out)
    path = out / "demo.bonito"
    with Project.create(path) as project:
        files = import_paths(project, documents)
        handle = runs.start(project, _request(model), listener, worker)
        wait(handle)
        run = project.runs.get(handle.run_id)
        request = ExportRequest(
            out / "export",
            only_accepted=False,
            personal_reason="The sample documents are invented.",
        )
        return Demo(
            folder=out,
            project=path,
            files=tuple(files),
            run=run,
            outcomes=project.runs.outcomes(run.id),
            export=export(project, request) if run.state is RunState.DONE else None,
            examples=tuple(_examples(project)),
        )


def make_sample_project(
    path: Path, worker: ChildMain = worker_main, *, has_tasks: bool = True
) -> None:
    """Make a project that holds the sample documents, cut into passages, and tasks to review.

    The tasks were written beforehand by the embedded model, and the project says so: in its log,
    and as the device of their run. Whatever is raised, no half-made project stays behind.
    """
    model = find("default")
    project = Project.create(path)
    with ExitStack() as on_failure:
        on_failure.callback(path.unlink)
        with project, ExitStack() as files:
            paths = [files.enter_context(resources.as_file(sample)) for sample in _samples()]
            import_paths(project, paths)
            cut_missing(project, model, tuple(PassageKind), worker)
            if has_tasks:
                _add_written_tasks(project, model)
        on_failure.pop_all()


def _add_written_tasks(project: Project, model: FoundModel) -> None:
    """The run that is kept beside the sample documents; another tokenizer cuts other passages."""
    place = resources.files("engine") / "samples" / WRITTEN
    written = from_lines(place.read_text(encoding="utf-8").splitlines())
    try:
        run = add_written(project, model, written)
    except NothingToDo as error:
        project.log.add("run", str(error))
        return
    project.log.add(
        "run",
        f"Run {run.id} came with the sample: its tasks were written beforehand by "
        f"{written.model.name}, not on this computer.",
    )


def free_folder(parent: Path, name: str = "bonito-demo") -> Path:
    """`name` in `parent`, or the first of `name-2`, `name-3`... that is not taken."""
    folder, number = parent / name, 1
    while folder.exists():
        number += 1
        folder = parent / f"{name}-{number}"
    return folder


def _copy_samples(out: Path) -> list[Path]:
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise TargetExists(f"“{out}” is not an empty folder; name a new one with --out.")
    folder = out / "documents"
    try:
        folder.mkdir(parents=True)
        for sample in _samples():
            (folder / sample.name).write_bytes(sample.read_bytes())
    except OSError as error:
        raise TargetUnwritable(
            f"“{out}” can't be written ({error.strerror}); name another folder with --out."
        ) from error
    return [folder / name for name in SAMPLES]


def _samples() -> Iterator[Traversable]:
    folder = resources.files("engine") / "samples"
    return (folder / name for name in SAMPLES)


def shown_types(model: str) -> tuple[str, ...]:
    """The task types that the catalogue says the model is best at, or all that it isn't poor at."""
    found = find(model)
    best = found.entry.best_types if found.entry else ()
    return best or tuple(kind.short for kind in TASK_TYPES if kind.short not in found.poor_types)


def _request(model: str) -> RunRequest:
    """A few units of each type that is shown."""
    return RunRequest(
        model=model,
        task_types=shown_types(model),
        sampling=Sampling(max_tokens=MAX_TOKENS),
        limit_units=UNITS,
    )


def _examples(project: Project) -> Iterator[Task]:
    """A few well-formed tasks, each of another type."""
    seen = set[str]()
    for task in project.tasks.page(project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))):
        if task.task_type not in seen and len(seen) < SHOWN:
            seen.add(task.task_type)
            yield task
