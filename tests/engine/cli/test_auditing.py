"""`audit`, from the draw to the accepted rest, on a real project."""

from pathlib import Path

import pytest


def test_a_sample_is_drawn_read_and_its_rest_accepted(cli, project: Path):
    drawn = cli("audit", project, "--draw", "4", "--seed", "3", "--json").json
    assert drawn["audit"]["sentence"] == "0 of 4 read; nothing can be said of the 8 yet"
    ids = ",".join(map(str, drawn["sample"]))
    listed = cli("review", project, "--list", "--json").json["tasks"]
    assert {task["task"] for task in listed} >= set(drawn["sample"])
    assert cli("audit", project, "--accept", "1").code == 1
    assert cli("review", project, "--accept", ids).code == 0
    shown = cli("audit", project).out
    assert "Sample 1: 4 read, 0 wrong: with 95 % confidence fewer than" in shown
    assert cli("audit", project, "--accept", "1").out == "4 tasks accepted together\n"
    status = cli("status", project, "--json").json
    assert (status["unreviewed"], status["audits"][0]["accepted_together"]) == (0, 4)
    assert cli("audit", project, "--undo", "--json").json == {"taken_back": 4}
    assert cli("status", project, "--json").json["unreviewed"] == 4


def test_the_rest_of_a_bad_sample_is_rejected(cli, project: Path):
    drawn = cli("audit", project, "--draw", "4", "--seed", "3", "--json").json
    assert cli("audit", project, "--reject", "1").code == 1
    cli("review", project, "--reject", ",".join(map(str, drawn["sample"])))
    assert cli("audit", project, "--reject", "1").out == "4 tasks rejected together\n"
    content = cli("status", project, "--json").json["audits"][0]
    assert (content["rejected_together"], content["accepted_together"]) == (4, 0)
    assert content["loss"].startswith("4 read, 0 worth keeping: with 95 % confidence fewer than")
    assert "4 tasks rejected together on its strength" in cli("audit", project).out


def test_a_sample_can_be_narrowed_and_is_told_by_type(cli, project: Path):
    spoken = cli("audit", project, "--draw", "9", "--type", "ynqa", "--document", "d1.txt")
    assert "Sample 1 (ynqa; documents d1.txt): 0 of 2 read" in spoken.out
    assert "Read and decide on: 6,8" in spoken.out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--accept", "5"], 1, "no sample 5"),
        (["--draw", "0"], 1, "draw 1 or more"),
        (["--type", "ynqa"], 2, "go with --draw"),
        (["--undo"], 1, "no decision to take back"),
    ],
)
def test_what_can_not_be_done_is_said(cli, project: Path, options, code: int, said: str):
    spoken = cli("audit", project, *options)
    assert (spoken.code, said in spoken.err) == (code, True), spoken.err


def test_without_a_sample_that_is_said(cli, project: Path):
    assert cli("audit", project).out.startswith("No sample was drawn yet")


def test_after_forty_decisions_of_a_type_its_acceptance_is_shown(cli, project: Path, monkeypatch):
    monkeypatch.setattr("engine.cli.audit_lines.FEWEST_DECISIONS", 4)
    cli("review", project, "--accept", "2,4,6")
    assert "Of 4 read" not in cli("status", project).out
    cli("review", project, "--reject", "8")
    spoken = cli("status", project)
    assert "Of 4 read ynqa tasks 3 were accepted as they are (75%; 95 %: 19 to 99)" in spoken.out
    content = cli("status", project, "--json").json["acceptance"]["ynqa"]
    assert (content["accepted"], content["read"]) == (3, 4)
