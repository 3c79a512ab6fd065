"""The project after a process that was killed, and after a disk that was full."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import DiskFull
from engine.records import RunState, TaskFilter
from engine.store import Project

ROOT = Path(__file__).resolve().parents[3]

# Adds documents, plans, tasks and batches of three decisions; says each one that is committed.
WRITER = """
import sys
from pathlib import Path
from engine.records import Span
from engine.records import *
from engine.store import Project

project = Project.open(Path(sys.argv[1]))
model, settings = ModelIdentity("m", "p", "s", "bonito"), PassageSettings()
for round in range(len(project.documents.all()), 10_000):
    text = f"{round} " * 20_000
    document = project.documents.add(
        f"/{round}", str(round), "txt", 1, str(round), Extract(text)).document_id
    project.passages.save(document, settings, [Span(n, n + 1, 1) for n in range(20)])
    units = [PlannedUnit(p, "qa", 0, 1) for _, p in project.passages.ids(settings, [document])]
    run = project.runs.create(RunRequest("m", ("qa",)), model, units)
    ids = []
    for unit in project.runs.open_units(run.id, 12):
        task = project.tasks.add(TaskDraft(unit.id, Outcome.OK, "raw " * 500, str(unit.id), "a"))
        ids.append(task.id)
        print(task.id, flush=True)
    project.decisions.add([Decision(id, Verdict.ACCEPT) for id in ids[:3]], "Ada")
    project.runs.set_state(run.id, RunState.STOPPED)
"""


def killed_after(path: Path, tasks: int) -> list[int]:
    """Run the writer and kill it in mid-work; gives the tasks that it said were saved."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with child:
        said = [int(child.stdout.readline()) for _ in range(tasks)]
        child.kill()
        said += [int(line) for line in child.stdout if line.endswith("\n")]
    return said


def test_killed_anywhere_a_project_holds_all_that_was_said_and_nothing_by_halves(path):
    Project.create(path).close()
    said: list[int] = []
    for tasks in (1, 5, 17, 26, 60):
        said += killed_after(path, tasks)
        with Project.open(path) as project:
            assert project.find_damage() == ""
            stored = project.tasks.ids(TaskFilter())
            assert set(said) <= set(stored)
            assert len(stored) - len(said) <= len((1, 5, 17, 26, 60))  # committed, not yet said
            check_wholeness(project)


def check_wholeness(project: Project) -> None:
    status = project.status()
    assert sum(status.verdicts.values()) % 3 == 0
    assert sum(status.outcomes.values()) + status.units_open == status.units_planned
    for document in project.documents.all():
        assert len(project.documents.text(document.id)) == document.characters
    assert status.passages % 20 == 0
    for run in status.runs:
        is_complete = run.units_done == run.units_planned
        ended = {RunState.DONE} if is_complete else {RunState.INTERRUPTED, RunState.STOPPED}
        assert run.state in ended
        assert len(project.runs.open_units(run.id, 99)) == run.units_planned - run.units_done
        assert run.units_planned == 20


# Saves until the system lets it write no further; says what was saved and which error came.
FILLER = """
import resource, sys
from pathlib import Path
from engine.errors import ProjectError
from engine.records import Extract
from engine.store import Project

path, limit = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    project = Project.open(path) if path.exists() else Project.create(path)
    for n in range(1000):
        project.documents.add(f"/{n}", str(n), "txt", 1, str(n), Extract(f"{n:02}" * 50_000))
        print(n, flush=True)
except ProjectError as error:
    print(type(error).__name__, error)
    if path.exists():
        project.close()  # moves to the file what still fits: it is torn, and whole with its -wal
"""


def fill(path: Path, limit: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(path), str(limit)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes is POSIX")
def test_a_full_disk_is_said_and_all_that_was_saved_before_is_there(path):
    Project.create(path).close()
    *saved, last = fill(path, limit=400_000)
    assert last.startswith("DiskFull")
    assert "make room" in last
    assert saved
    with Project.open(path) as project:
        assert [document.name for document in project.documents.all()] == saved
        assert project.find_damage() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes is POSIX")
@pytest.mark.parametrize("limit", [0, 5_000, 60_000])
def test_a_new_project_on_a_full_disk_leaves_no_file(path, limit):
    [last] = fill(path, limit)
    assert last.startswith("DiskFull")
    assert list(path.parent.iterdir()) == []


def test_pages_that_run_out_are_a_full_disk(project):
    pages = project._connection.number("PRAGMA page_count")
    project._connection.rows(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DiskFull, match=r"disk of “harbour\.bonito” is full"):
        project.log.add("test", "x" * 100_000)
    assert project.find_damage() == ""
