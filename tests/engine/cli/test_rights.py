from pathlib import Path

import pytest

from engine.store import Project


def rights_in(path: Path) -> list[str]:
    with Project.open(path) as project:
        return [document.rights for document in project.documents.all()]


def test_rights_are_noted_for_one_for_those_without_and_for_all(cli, project: Path):
    assert "2 documents, 2 without a note" in cli("rights", project).out
    one = cli("rights", project, "--note", "CC0", "--document", "2", "--who", "Ana")
    assert (one.code, one.err) == (0, "Noted for 1 document.\n")
    cli("rights", project, "--note", "Contract 7")
    assert rights_in(project) == ["Contract 7", "CC0"]
    cli("rights", project, "--note", "", "--all")
    assert rights_in(project) == ["", ""]


def test_programs_get_the_notes(cli, project: Path):
    said = cli("rights", project, "--note", "CC0", "--document", "1", "--json").json
    assert [one["rights"] for one in said["documents"]] == ["CC0", ""]
    assert said["without_note"] == 1


def test_who_noted_what_stands_in_the_log(cli, project: Path):
    cli("rights", project, "--note", "CC0", "--all", "--who", "Ana")
    with Project.open(project) as opened:
        newest = opened.log.all()[-1]
    assert (newest.event, newest.who) == ("rights", "Ana")
    assert newest.detail == "documents 1, 2: CC0"


@pytest.mark.parametrize("option", [("--all",), ("--document", "1")])
def test_whose_rights_without_a_note_is_wrong_usage(cli, project: Path, option: tuple[str, ...]):
    assert cli("rights", project, *option).code == 2


def test_a_note_that_is_a_whole_contract_is_refused(cli, project: Path):
    assert "2,000 characters" in cli("rights", project, "--note", "x" * 2_001).err


def test_an_import_notes_the_rights_of_the_files_that_are_new(cli, project: Path, tmp_path: Path):
    (tmp_path / "new.txt").write_text("The gate opens at nine, says the warden.", encoding="utf-8")
    assert cli("import", project, tmp_path / "new.txt", "--rights", "  Our  own work ").code == 0
    assert rights_in(project) == ["", "", "Our own work"]
    cli("import", project, tmp_path / "new.txt", "--rights", "Other")
    assert rights_in(project)[-1] == "Our own work"
