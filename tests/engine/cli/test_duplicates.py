import json
from pathlib import Path

import pytest

from tests.near_projects import CHANGED, OTHER, QUESTION, with_tasks
from tests.projects import new_project


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    path = tmp_path / "twins.bonito"
    with new_project(path) as project:
        with_tasks(project, [(QUESTION, "nine"), (OTHER, "the warden"), (CHANGED, "nine")])
    return path


def test_groups_are_found_and_listed(cli, twins: Path):
    spoken = cli("duplicates", twins)
    assert spoken.code == 0
    assert "2 tasks say nearly the same as others, in 1 group" in spoken.out
    assert CHANGED[-20:] in spoken.out
    assert "sign" not in spoken.out.split("export")[1]


def test_programs_get_the_numbers_of_the_tasks(cli, twins: Path):
    assert cli("duplicates", twins, "--json").json == {
        "groups": 1, "tasks": 2, "superfluous": 1, "is_current": True, "groups_found": [[1, 3]],
    }  # fmt: skip
    assert cli("status", twins, "--json").json["near_duplicates"]["tasks"] == 2
    assert "Near-duplicates  2 tasks in 1 group" in cli("status", twins).out


def test_a_project_without_any_says_so(cli, project: Path):
    assert "No two tasks say nearly the same" in cli("duplicates", project).out
    assert "Near-duplicates" not in cli("status", project).out


def test_the_list_can_be_narrowed_and_shows_them(cli, twins: Path):
    cli("duplicates", twins)
    found = cli("review", twins, "--list", "--near", "best", "--json").json
    assert [(task["task"], task["near_duplicates"]) for task in found["tasks"]] == [(1, 1), (2, 0)]
    assert found["counts"]["near"] == {"with": 2, "without": 1, "best": 2}
    assert "1 near-duplicate" in cli("review", twins, "--list", "--near", "with").out


def test_an_export_leaves_them_out_unless_they_are_kept(cli, twins: Path, tmp_path: Path):
    spoken = cli("export", twins, tmp_path / "a.jsonl", "--only", "all", "--json")
    assert (spoken.json["rows"], spoken.json["near_duplicates_left_out"]) == (2, 1)
    assert "1 task was left out" in spoken.err
    spoken = cli(
        "export", twins, tmp_path / "b.jsonl", "--only", "all", "--keep-near-duplicates", "--json"
    )
    assert (spoken.json["rows"], spoken.json["near_duplicates_left_out"]) == (3, 0)
    lines = (tmp_path / "b.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["output"] for line in lines] == ["nine", "the warden", "nine"]
