"""Write engine/samples/run.jsonl anew: the tasks that stand in the sample project from the start.

    .venv/bin/python packaging/sample_run.py

A real run of the embedded model over the sample documents, each unit kept as it came: minutes on
two cores. To be run again when the embedded model, the documents or the wordings change.
"""

import sys
import tempfile
from dataclasses import replace
from importlib import resources
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from engine import demo, runs  # noqa: E402
from engine.records import AddedTask, RunRequest, Sampling, Task, TaskDraft  # noqa: E402
from engine.runs.written import WrittenRun, WrittenUnit, text_sha256, to_lines  # noqa: E402
from engine.store import Project  # noqa: E402

DEVICE = "the CPU of another computer, before this program was made"


def main() -> None:
    """Run, and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.bonito"
        demo.make_sample_project(path, has_tasks=False)
        with Project.open(path) as project:
            lines = list(to_lines(_run(project)))
    place = Path(str(resources.files("engine"))) / "samples" / demo.WRITTEN
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} units in {place}")


def _run(project: Project) -> WrittenRun:
    """All units of the types that the demo shows, as they were saved."""
    kept, save = list[tuple[int, TaskDraft]](), project.tasks.save

    def record(draft: TaskDraft) -> AddedTask:
        added = save(draft)
        kept.append((added.id, draft))
        return added

    project.tasks.save = record
    request = RunRequest(
        "default", demo.shown_types("default"), sampling=Sampling(max_tokens=demo.MAX_TOKENS)
    )
    handle = runs.start(project, request, lambda _event: None)
    handle.wait()
    run = project.runs.get(handle.run_id)
    places = {task: number for number, (task, _draft) in enumerate(kept, 1)}
    written = tuple(
        _unit(
            project,
            project.tasks.get(task),
            replace(draft, near_task=places.get(draft.near_task, 0)),
        )
        for task, draft in kept
    )
    model = replace(run.model, path=Path(run.model.path).name)
    return WrittenRun(model, run.task_types, run.sampling, run.agree, DEVICE, written)


def _unit(project: Project, task: Task, draft: TaskDraft) -> WrittenUnit:
    return WrittenUnit(
        document=task.document_name,
        start=task.passage_start,
        end=task.passage_end,
        sha256=text_sha256(project.passages.read(task.passage_id).text),
        task_type=task.task_type,
        sample=task.sample,
        seed=task.seed,  # of the attempt that counts
        draft=replace(draft, unit_id=0),
    )


if __name__ == "__main__":
    main()
