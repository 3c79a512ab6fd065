from pathlib import Path

from tests.projects import fill, new_project


def test_the_log_tells_who_did_what(cli, project: Path, tmp_path: Path):
    cli("review", project, "--accept", "all", "--who", "Ada")
    cli("export", project, tmp_path / "o", "--who", "Bea")
    spoken = cli("log", project)
    assert spoken.code == 0
    assert "decided  Ada: 8 tasks at once" in spoken.out
    assert "exported  Bea: " in spoken.out
    assert "sealed:" not in spoken.out
    assert f"Head {spoken.out.split('Head ')[1]}" in spoken.out


def test_the_log_can_be_narrowed_and_read_by_programs(cli, project: Path, tmp_path: Path):
    cli("export", project, tmp_path / "o", "--only", "all", "--who", "Bea")
    (entry,) = cli("log", project, "--event", "exported", "--json").json["entries"]
    assert entry["who"] == "Bea"
    assert len(entry["facts"]["manifest_sha256"]) == 64
    assert cli("log", project, "--by", "nobody", "--json").json["entries"] == []
    assert len(cli("log", project, "--find", "D0.TXT", "--json").json["entries"]) == 1


def test_an_export_is_held_against_its_project_by_verify(cli, tmp_path: Path):
    project = tmp_path / "long.bonito"
    with new_project(project) as made:
        fill(made, answers="As long as no passage is, so it stands in none of them: {question}.")
    spoken = cli("export", project, tmp_path / "o", "--only", "all")
    anchor = next(line for line in spoken.out.splitlines() if "Note this line" in line)
    spoken = cli("verify", tmp_path / "o", "--project", project, "--head", anchor.split()[-1])
    assert spoken.code == 0
    assert "It came from this project" in spoken.out
    found = cli("verify", tmp_path / "o", "--project", project, "--json").json
    assert (found["project"]["holds"], found["project"]["rows"]) == (True, 8)


def test_a_project_is_held_against_no_other(cli, project: Path):
    spoken = cli("verify", project, "--project", project)
    assert spoken.code == 1
    assert "Only an export" in spoken.err


def test_a_deleted_document_is_named_nowhere_in_the_log(cli, project: Path):
    cli("delete", project, "--document", "d0.txt", "--yes")
    spoken = cli("log", project, "--all")
    assert "d0.txt" not in spoken.out
    assert "Document 1, with 4 tasks" in spoken.out
    assert cli("verify", project).code == 0


def test_every_single_decision_is_told_with_its_task(cli, project: Path):
    cli("review", project, "--reject", "2", "--reason", "Unclear", "--who", "Ada")
    cli("review", project, "--accept", "4", "--who", "Ben")
    spoken = cli("log", project, "--decisions")
    newest, first = spoken.out.splitlines()
    assert "Ben  accept: task 4 (" in newest
    assert "Ada  reject (Unclear): task 2 (" in first
    (content,) = cli("log", project, "--decisions", "--by", "Ada", "--json").json["decisions"]
    assert (content["task"], content["reason"], content["taken_back"]) == (2, "Unclear", "")
    assert cli("log", project, "--decisions", "--event", "run").code == 2
