"""Kill import, export, backup, restore, passphrase and delete at random moments, and look.

    python -m tests.bench.kill_work                25 kills each
    python -m tests.bench.kill_work --kills 3      a short version; --only restore,delete

Each kill is a SIGKILL of a process that does nothing else, after a random share of the time that
the work takes when nobody disturbs it. Afterwards the project must open, be sound and hold what it
held before or after the work, and nothing in between; opening it, or doing the work again, must
leave no file behind. Every wait is bounded.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engine.errors import PassphraseWrong, ProjectProtected
from engine.records import Extract, TaskFilter
from engine.store import Project, backups_of, delete_project
from tests.projects import fill

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "a grey heron at dusk"  # noqa: S105 of no project but these
PATIENCE = 120.0  # seconds after which a child hangs
NAME = "work.bonito"
_TRIES = 4  # for each kill
BIG = 300_000  # words of the document that makes each step long enough to hit

# The work of each kind, in a process of its own; it says when it begins.
WORK = """
import sys
from pathlib import Path
from engine.export import ExportRequest, export
from engine.importing import import_paths
from engine.store import Project, backups_of, delete_project, restore

kind, path, passphrase = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
if kind in ("restore", "erase"):
    print("begins", flush=True)
    if kind == "restore":
        restore(path, backups_of(path)[-1].path)
    else:
        delete_project(path)
else:
    with Project.open(path) as project:
        print("begins", flush=True)
        if kind == "import":
            import_paths(project, [path.parent / "in"])
        elif kind == "export":
            export(project, ExportRequest(path.parent / "out", only_accepted=False))
        elif kind == "backup":
            project.back_up()
        elif kind == "passphrase":
            project.change_passphrase(passphrase)
        elif kind == "delete":
            project.delete_document(1, with_decisions=True)
print("done", flush=True)
"""
KINDS = ("import", "export", "backup", "restore", "passphrase", "delete", "erase")


@dataclass(slots=True)
class Outcome:
    """What the kills of one kind of work left."""

    kind: str
    kills: int = 0
    in_time: int = 0  # processes that were done before they were killed
    faults: list[str] = field(default_factory=list[str])


def template(folder: Path) -> Path:
    """A project with a large document and two backups, and files to import."""
    folder.mkdir()
    (folder / "in").mkdir()
    for number in range(12):
        (folder / "in" / f"{number}.txt").write_text(f"Text {number}. " * 3_000, "utf-8")
    path = folder / NAME
    with Project.create(path) as project:
        fill(project, documents=20)
        project.documents.add("/big", "big", "txt", 9, "big", Extract("word " * BIG))
        project.back_up()
        project.log.add("test", "something since")
        project.back_up()
    return path


def run(kind: str, path: Path, delay: float | None) -> float | None:
    """Do the work, killed `delay` seconds after it began; gives its seconds if it ended."""
    command = [sys.executable, "-c", WORK, kind, str(path), PASSPHRASE]
    # The readers of a killed import say that nobody listens any more.
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        try:
            if child.stdout.readline() != "begins\n":
                raise RuntimeError(f"{kind} did not begin")
            began = time.monotonic()
            if delay is None:
                child.wait(PATIENCE)
            else:
                time.sleep(delay)  # a blind delay on purpose: the moment is to be anyone's guess
        finally:
            child.kill()
        is_done = child.stdout.read() == "done\n"
    return time.monotonic() - began if is_done else None


def opened(path: Path) -> Project:
    """The project, with whichever passphrase it has."""
    try:
        return Project.open(path)
    except (ProjectProtected, PassphraseWrong):
        return Project.open(path, PASSPHRASE)


def look(kind: str, path: Path) -> list[str]:
    """What is lost, torn or left over; empty if nothing."""
    if kind == "erase":
        return _look_after_erasing(path)
    with opened(path) as project:
        faults = [damage] if (damage := project.find_damage()) else []
        documents, tasks = project.documents.all(), len(project.tasks.ids(TaskFilter()))
        for document in documents:
            project.documents.text(document.id)  # compares it with what was imported
        expected = {"delete": ((21, 80), (20, 76))}.get(kind, ((21, 80),))
        if kind != "import" and (len(documents), tasks) not in expected:
            faults.append(f"{len(documents)} documents, {tasks} tasks")
        faults += _look_at_copies(kind, path, project, len(documents))
    return faults + _look_at_files(kind, path)


def _look_at_copies(kind: str, path: Path, project: Project, documents: int) -> list[str]:
    faults: list[str] = []
    copies = backups_of(path)
    if len(copies) < 1 or (kind in {"import", "export"} and len(copies) != 2):
        faults.append(f"{len(copies)} backups")
    for copy in copies:
        if kind == "delete" and documents == 20 and b"Gate 0 opens" in copy.path.read_bytes():
            faults.append(f"{copy.path.name} holds the deleted document")
        is_plain = copy.path.read_bytes()[:6] == b"SQLite"
        if kind == "passphrase" and is_plain == project.is_protected:
            faults.append(f"{copy.path.name} asks for another passphrase than the project")
        with opened(copy.path) as backup:
            if damage := backup.find_damage():
                faults.append(f"{copy.path.name}: {damage}")
    return faults


def _look_at_files(kind: str, path: Path) -> list[str]:
    if kind == "export":
        run(kind, path, None)  # the next export clears up after the one that was killed
    known = {path.name, "in", "out"} | {copy.path.name for copy in backups_of(path)}
    return [f"left over: {file.name}" for file in path.parent.iterdir() if file.name not in known]


def _look_after_erasing(path: Path) -> list[str]:
    if path.exists():
        delete_project(path)
    return [f"left over: {file.name}" for file in path.parent.iterdir() if file.name != "in"]


def kill_often(kind: str, whole: Path, kills: int, seed: int = 1) -> Outcome:
    """Kill one kind of work so often, each time on a new copy of the template at `whole`."""
    outcome, dice = Outcome(kind), random.Random(f"{kind} {seed}")  # noqa: S311 to be repeated
    with tempfile.TemporaryDirectory() as name:

        def fresh(number: int) -> Path:
            return Path(shutil.copytree(whole.parent, Path(name) / f"{number}")) / NAME

        usual = run(kind, fresh(-1), None) or PATIENCE
        for number in range(kills * _TRIES):
            if outcome.kills == kills:
                break
            path = fresh(number)
            seconds = run(kind, path, dice.uniform(0, usual))
            if seconds is not None:  # done before it was killed: aim earlier
                outcome.in_time += 1
                usual *= 0.9
            else:
                outcome.kills += 1
            outcome.faults += [f"kill {number}: {fault}" for fault in look(kind, path)]
            shutil.rmtree(path.parent)
    return outcome


def main() -> int:
    """Print one line a kind, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    chosen = parser.parse_args()
    has_faults = False
    with tempfile.TemporaryDirectory() as folder:
        whole = template(Path(folder) / "template")
        for kind in chosen.only.split(","):
            outcome = kill_often(kind, whole, chosen.kills, chosen.seed)
            print(json.dumps(asdict(outcome)), flush=True)
            has_faults |= bool(outcome.faults)
    return int(has_faults)


if __name__ == "__main__":
    sys.exit(main())
