import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engine.errors import (
    NotAProject,
    ProjectDamaged,
    ProjectExists,
    ProjectLocked,
    ProjectMissing,
    ProjectNewer,
    ProjectReadOnly,
)
from engine.records import Outcome, RunState, TaskDraft, TaskFilter, Unit
from engine.store import Project

ROOT = Path(__file__).resolve().parents[3]
posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and pipes")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def tamper(path: Path, *statements: str) -> None:
    """What another program, or a hostile one, might do to a closed project."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def open_elsewhere(path: Path, *options: str) -> str:
    """The name of the error that another process gets, or `opened`."""
    program = """
import os, sys
from pathlib import Path
from engine.errors import ProjectError
from engine.store import Project
if sys.argv[2:] and os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    Project.open(Path(sys.argv[1])).close()
    print("opened")
except ProjectError as error:
    print(type(error).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


# --- making ---------------------------------------------------------------------------------------


@posix_only
def test_nobody_else_may_read_a_new_project(path):
    old = os.umask(0)
    try:
        with Project.create(path) as project:
            project.log.add("test", "so that there is a -wal file")
            modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert modes == {path.name: 0o600, path.name + "-wal": 0o600}


def test_a_closed_project_is_one_file(path):
    project = Project.create(path)
    project.close()
    project.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_was_stored_is_there_after_opening_again(path, project, document_id):
    project.close()
    with Project.open(path) as again:
        assert again.path == path
        assert again.documents.get(document_id).name == "rules.pdf"
        assert again.find_damage() == ""


def test_a_copy_of_a_closed_project_is_a_project(path, project, document_id, tmp_path):
    project.close()
    shutil.copy(path, tmp_path / "copy ?#%41.bonito")
    with Project.open(tmp_path / "copy ?#%41.bonito") as copy:
        assert len(copy.documents.all()) == 1


@pytest.mark.parametrize("existing", ["harbour.bonito", "harbour.bonito-wal"])
def test_a_new_project_overwrites_nothing(path, existing):
    (path.parent / existing).write_bytes(b"precious")
    before = snapshot(path.parent)
    with pytest.raises(ProjectExists, match=f"“{existing}” exists already"):
        Project.create(path)
    assert snapshot(path.parent) == before


@pytest.mark.parametrize("folder", ["missing", "file", "x" * 300])
def test_a_new_project_where_no_file_can_be_made_says_so(tmp_path, folder):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ProjectReadOnly, match="choose a folder that exists"):
        Project.create(tmp_path / folder / "harbour.bonito")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is where even root can't write")
def test_a_new_project_in_a_read_only_place_says_so():
    with pytest.raises(ProjectReadOnly):
        Project.create(Path("/proc/harbour.bonito"))


# --- opening what is no project -------------------------------------------------------------------


def test_a_missing_file_is_missing(path):
    with pytest.raises(ProjectMissing, match="There is no file"):
        Project.open(path)
    assert list(path.parent.iterdir()) == []


def test_a_file_below_a_file_is_missing(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ProjectMissing):
        Project.open(tmp_path / "file" / "harbour.bonito")


def test_a_name_that_the_system_refuses_is_no_crash(tmp_path):
    with pytest.raises(ProjectReadOnly, match="can't be read"):
        Project.open(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"Dear reader,\n" * 500, b"PK\x03\x04" + bytes(4096), b"SQLite format 3\0" * 300],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(NotAProject, match=r"choose a \.bonito file"):
        Project.open(path)
    assert snapshot(path.parent) == {path.name: content}


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_another_program_s_database_is_refused_and_left_alone(path, journal):
    tamper(path, f"PRAGMA journal_mode = {journal}", "CREATE TABLE bookmarks (url)")
    before = snapshot(path.parent)
    with pytest.raises(NotAProject):
        Project.open(path)
    assert snapshot(path.parent) == before


def test_another_program_s_database_is_left_alone_while_that_program_has_it_open(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE bookmarks (url)")
    wal = path.with_name(path.name + "-wal").read_bytes()
    with pytest.raises(NotAProject):
        Project.open(path)
    other.execute("INSERT INTO bookmarks VALUES ('x')")
    assert path.with_name(path.name + "-wal").read_bytes().startswith(wal)
    other.close()


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(NotAProject, match="is not a file"):
        Project.open(tmp_path)


@posix_only
def test_a_pipe_is_no_project_and_is_not_waited_for(path):
    os.mkfifo(path)
    with pytest.raises(NotAProject):
        Project.open(path)


def test_a_newer_project_is_refused_and_left_alone(path):
    Project.create(path).close()
    tamper(path, "PRAGMA user_version = 99")
    before = snapshot(path.parent)
    with pytest.raises(ProjectNewer, match="update the application"):
        Project.open(path)
    assert snapshot(path.parent) == before


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -5",
        "DROP TABLE log",
        "CREATE TABLE more (x)",
        "CREATE TRIGGER evil AFTER INSERT ON log BEGIN DELETE FROM tasks; END",
        "CREATE VIEW evil AS SELECT 1",
    ],
)
def test_a_file_that_only_claims_to_be_ours_is_damaged(path, change):
    Project.create(path).close()
    tamper(path, change)
    with pytest.raises(ProjectDamaged, match="go back to a copy"):
        Project.open(path)


@pytest.mark.parametrize("part", [0.01, 0.5, 0.9])
def test_a_torn_project_is_damaged(path, part):
    Project.create(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(ProjectDamaged, match="damaged or cut short"):
        Project.open(path)


def test_a_project_overwritten_in_the_middle_is_found_out(path, project, tasks):
    project.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = b"\x55" * (len(content) - 4096 * 3)
    path.write_bytes(content)
    with pytest.raises(ProjectDamaged), Project.open(path) as opened:
        opened.status()


def test_a_full_check_names_the_damage(path, project, tasks):
    project.close()
    tamper(path, "PRAGMA foreign_keys = OFF", "DELETE FROM units WHERE id = 1")
    with Project.open(path) as opened:
        assert "tasks refers to nothing" in opened.find_damage()
    tamper(path, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET rootpage = 3")
    with pytest.raises(ProjectDamaged), Project.open(path) as opened:
        raise ProjectDamaged(opened.find_damage())


# --- who may write --------------------------------------------------------------------------------


def test_a_project_whose_folder_takes_no_file_is_read_only(path):
    Project.create(path).close()
    path.with_name(path.name + "-wal").mkdir()  # as good as a read-only folder, even for root
    with pytest.raises(ProjectReadOnly, match="copy it to a folder of your own"):
        Project.open(path)


@posix_only
@pytest.mark.parametrize(
    ("file_mode", "folder_mode"), [(0o444, 0o755), (0o000, 0o755), (0o666, 0o555)]
)
def test_a_write_protected_project_is_read_only(file_mode, folder_mode):
    with TemporaryDirectory() as folder:  # not tmp_path: nobody but its owner may look into that
        path = Path(folder) / "harbour.bonito"
        Project.create(path).close()
        path.chmod(file_mode)
        path.parent.chmod(folder_mode)
        assert open_elsewhere(path, "as anybody") == "ProjectReadOnly"
        path.parent.chmod(0o755)


def test_an_open_project_lets_nobody_else_in(path, project):
    with pytest.raises(ProjectLocked, match="open in another window or program"):
        Project.open(path)
    assert open_elsewhere(path) == "ProjectLocked"
    project.log.add("test", "still writable")
    project.close()
    assert open_elsewhere(path) == "opened"


def test_runs_that_a_dead_process_left_running_are_interrupted(path, project, plan):
    done = plan()
    project.runs.set_state(done.id, RunState.DONE)
    running = plan()
    project.close()
    with Project.open(path) as again:
        assert again.runs.get(running.id).state is RunState.INTERRUPTED
        assert again.runs.get(done.id).state is RunState.DONE
        assert again.runs.unfinished().id == running.id


def test_a_run_whose_process_died_after_its_last_task_is_done(path, project, plan):
    run = plan()
    for unit in project.runs.open_units(run.id, 99):
        project.tasks.add(TaskDraft(unit.id, Outcome.NO_PIPE, "raw"))
    project.close()
    with Project.open(path) as again:
        assert again.runs.get(run.id).state is RunState.DONE
        assert again.runs.unfinished() is None


def in_threads(work: Callable[[Unit], None], units: Sequence[Unit]) -> None:
    """Do the work for every unit, six at a time; raises what one of them raised."""
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, units))


def test_many_threads_write_and_read_at_once(project, plan):
    units = project.runs.open_units(plan(("qa",), samples=20).id, 100)

    def work(unit):
        task = project.tasks.add(TaskDraft(unit.id, Outcome.OK, "r", f"q{unit.id}", "a"))
        assert project.tasks.get(task.id) == task
        project.status()

    in_threads(work, units)
    assert project.tasks.count(TaskFilter(outcomes=(Outcome.OK,))) == len(units) == 60


def test_of_the_same_answers_at_the_same_moment_one_is_kept_as_good(project, plan):
    units = project.runs.open_units(plan(("qa",), samples=20).id, 100)
    in_threads(lambda unit: project.tasks.add(TaskDraft(unit.id, Outcome.OK, "r", "q", "a")), units)
    assert project.status().outcomes == {Outcome.OK: 3, Outcome.DUPLICATE: 57}
