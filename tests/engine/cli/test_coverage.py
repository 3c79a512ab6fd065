from pathlib import Path


def test_the_coverage_of_each_document_is_told(cli, project: Path):
    cli("review", project, "--accept", "1")
    content = cli("coverage", project, "--json").json
    assert content["accepted"] == 24
    first, second = content["documents"]
    assert (first["kept"], first["accepted"]) == (48, 24)
    assert first["types"]["exqa"] == {"kept": 48, "accepted": 24}
    assert second["accepted"] == 0
    assert "coverage" not in cli("status", project, "--json").json
    assert cli("status", project, "--coverage", "--json").json["coverage"] == {
        "characters": content["characters"], "kept": 96, "accepted": 24,
    }  # fmt: skip


def test_the_status_tells_it_when_asked(cli, project: Path):
    assert "characters:" in cli("status", project, "--coverage").out
    assert "characters:" not in cli("status", project).out


def test_people_read_shares_and_gaps(cli, project: Path):
    cli("review", project, "--reject", "1-4")
    said = cli("coverage", project).out
    assert "d0.txt: 0 % gave tasks that are kept, 0 % accepted ones; 1 gap" in said
    (line,) = [line for line in said.splitlines() if line.startswith("d1.txt")]
    assert "gap" not in line


def test_gaps_are_of_a_new_run(cli, project: Path):
    spoken = cli("run", project, "--resume", "1", "--fill-gaps")
    assert spoken.code == 2
    assert "--fill-gaps can't be changed" in spoken.err
