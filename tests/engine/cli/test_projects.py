import sqlite3
from pathlib import Path

import pytest

from engine.records import FileStatus, Outcome, RunState
from engine.store import Project
from tests.projects import spoil


def test_a_new_project_is_made_and_opens(cli, tmp_path: Path):
    path = tmp_path / "new.bonito"
    assert cli("new", path).code == 0
    spoken = cli("status", path, "--json")
    assert spoken.code == 0
    assert spoken.json["documents"] == 0


def test_new_tells_programs_what_it_made(cli, tmp_path: Path):
    path = tmp_path / "new.bonito"
    assert cli("new", path, "--json").json == {"project": str(path)}


def test_new_never_overwrites(cli, tmp_path: Path):
    path = tmp_path / "thesis.txt"
    path.write_text("mine")
    spoken = cli("new", path)
    assert (spoken.code, spoken.out) == (1, "")
    assert spoken.err.startswith("bonito-desktop: ")
    assert path.read_text() == "mine"


def test_the_status_counts_everything(cli, project: Path):
    with Project.open(project) as opened:
        spoil(opened, Outcome.NO_PIPE)
    cli("review", project, "--accept", "1,2")
    content = cli("status", project, "--json").json
    assert content["documents"] == 2
    assert content["passages"] == 4
    assert content["units"]["planned"] == 9
    assert content["units"]["open"] == 0
    assert {k: v for k, v in content["units"]["outcomes"].items() if v} == {"ok": 8, "no_pipe": 1}
    assert content["decisions"]["accept"] == 2
    assert [run["run"] for run in content["runs"]] == [2, 1]
    assert content["runs"][1]["model"]["name"] == "tiny"


def test_the_status_reads_well(cli, project: Path):
    cli("review", project, "--accept", "1,2")
    with Project.open(project) as opened:
        opened.documents.refuse("/in/x.zip", "x.zip", FileStatus.UNSUPPORTED, "Not a document.")
        opened.runs.set_state(1, RunState.FAILED, "The worker stopped.")
    out = cli("status", project).out
    assert "Documents  2 (1 file refused)" in out
    assert "Units      8 planned, 0 open" in out
    assert "Decisions  2, 6 not reviewed" in out
    assert "1: failed, 8 of 8 units, tiny" in out
    assert "The worker stopped." in out


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE theirs (x)")
    database.close()


def newer(path: Path) -> None:
    Project.create(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (Path.exists, "Project not found"),
        (foreign, "Not a Bonito project"),
        (newer, "Made by a newer version"),
        (lambda path: path.write_bytes(b"text"), "Not a Bonito project"),
        (Path.mkdir, "Not a Bonito project"),
    ],
)
def test_what_is_no_project_is_refused_and_left_as_it_is(cli, tmp_path: Path, make, title: str):
    path = tmp_path / "work.bonito"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    spoken = cli("status", path, "--json")
    assert spoken.code == 1
    assert spoken.json["error"]["title"] == title
    assert spoken.err == f"bonito-desktop: {spoken.json['error']['message']}\n"
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_project_that_is_open_elsewhere_is_refused(cli, project: Path):
    with Project.open(project):
        spoken = cli("status", project, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Project is open elsewhere")
