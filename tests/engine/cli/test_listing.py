"""`review --list` on a real project."""

import json
from pathlib import Path

import pytest

from engine.records import Check, CheckKind, Decision, Doubt, TaskFilter, Verdict
from engine.store import Project


@pytest.fixture
def doubted(project: Path) -> Path:
    with Project.open(project) as opened:
        for place, task in enumerate(opened.tasks.ids(TaskFilter())):
            checks = [
                Check(CheckKind.DOUBT, place / 100, 1, (Doubt.LOW, Doubt.HIGH)[place % 2]),
                Check(CheckKind.OUTPUT_MEAN, -0.5),
                Check(CheckKind.FORM, 0.0, detail="is it → yes"),
            ]
            opened.tasks.checks.add(task, checks)
    return project


def test_the_most_doubtful_task_is_listed_first(cli, doubted: Path):
    content = cli("review", doubted, "--list", "--json").json
    assert content["tasks_found"] == len(content["tasks"]) == 8
    assert [task["task"] for task in content["tasks"]] == list(range(8, 0, -1))
    assert content["tasks"][0]["signals"] == {"doubt": 0.07, "output_mean": -0.5}
    saved = cli("review", doubted, "--list", "--sort", "saved", "--limit", "3", "--json").json
    assert [task["task"] for task in saved["tasks"]] == [1, 2, 3]


def test_self_agreement_is_told_with_the_other_answers(cli, doubted: Path):
    detail = json.dumps({"same": 3, "of": 8, "others": [["at ten", 4], ["noon", 1]]})
    with Project.open(doubted) as opened:
        opened.tasks.checks.add(8, [Check(CheckKind.AGREEMENT, 3 / 8, 1, detail)])
    listed = cli("review", doubted, "--list", "--json").json["tasks"]
    assert listed[0]["self_agreement"] == {
        "same": 3,
        "of": 8,
        "others": [{"answer": "at ten", "times": 4}, {"answer": "noon", "times": 1}],
    }
    assert listed[0]["signals"]["agreement"] == 0.375
    assert listed[1]["self_agreement"] is None
    out = cli("review", doubted, "--list", "--limit", "1").out
    assert "Same answer 3 of 8 times; others: at ten (4), noon" in out


def test_what_of_a_free_answer_the_passage_does_not_hold_is_named(cli, doubted: Path):
    with Project.open(doubted) as opened:
        decision = Decision(8, Verdict.EDIT, output="It costs 1,250 euros, says Anna Müller.")
        opened._connection.write("UPDATE tasks SET task_type = 'qa' WHERE id = 8")
        opened.decisions.add([decision], "Ada")
    listed = cli("review", doubted, "--list", "--json").json["tasks"]
    assert listed[0]["unsupported"] == ["1,250", "Anna Müller"]
    assert (listed[0]["evidence"], listed[0]["evidence_places"]) == ("edited", 0)
    assert listed[1]["unsupported"] == []
    out = cli("review", doubted, "--list", "--limit", "1").out
    assert "Not in the passage: 1,250, Anna Müller" in out


def test_filters_narrow_and_are_counted(cli, doubted: Path):
    content = cli(
        "review", doubted, "--list", "--doubt", "high", "--type", "ynqa", "--document", "d0.txt",
        "--json",
    ).json  # fmt: skip
    assert content["tasks_found"] == 2
    assert content["counts"]["doubt"] == {"high": 2}
    assert content["counts"]["document"] == {"d0.txt": 2, "d1.txt": 2}
    assert content["counts"]["decision"] == {"none": 2}
    assert cli("review", doubted, "--list", "--decision", "none").out.startswith("8 tasks, 8 shown")


def test_people_see_doubt_and_texts(cli, doubted: Path):
    out = cli("review", doubted, "--list", "--limit", "1").out
    assert out.splitlines()[1].split()[:4] == ["8", "ynqa", "high", "doubt"]
    assert "Question 8?" in out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--list", "--document", "nobody.txt"], 1, "no document “nobody.txt”"),
        (["--list", "--decision", "none", "--decision", "skip"], 1, "stands alone"),
        (["--list", "--doubt", "much"], 2, "invalid choice"),
        (["--list", "--limit", "0"], 2, "is no number of tasks"),
        (["--accept", "all", "--limit", "3"], 2, "go with --list"),
    ],
)
def test_what_can_not_be_meant_is_said(cli, doubted: Path, options, code: int, said: str):
    spoken = cli("review", doubted, *options)
    assert (spoken.code, said in spoken.err) == (code, True), spoken.err


def test_habits_are_told(cli, doubted: Path, monkeypatch):
    monkeypatch.setattr("engine.tasks.habits.FEWEST", 4)
    spoken = cli("review", doubted, "--list", "--json")
    assert "A habit: 4 of 4 tasks of run 1 of the type" in spoken.err
    assert json.loads(spoken.out)["habits"][0]["form"] == "is it → yes"
