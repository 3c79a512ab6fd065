from pathlib import Path

from engine.store.connection import Connection


def test_an_export_is_checked_by_one_command(cli, project: Path, tmp_path: Path):
    cli("export", project, tmp_path / "o", "--only", "all")
    spoken = cli("verify", tmp_path / "o", "--json")
    assert spoken.code == 0
    assert (spoken.json["holds"], spoken.json["rows"]) == (True, 8)


def test_a_changed_export_fails_and_says_what_changed(cli, project: Path, tmp_path: Path):
    cli("export", project, tmp_path / "o", "--only", "all")
    with (tmp_path / "o" / "train.jsonl").open("ab") as file:
        file.write(b"\n")
    spoken = cli("verify", tmp_path / "o")
    assert spoken.code == 1
    assert "train.jsonl: was changed" in spoken.out


def test_a_folder_that_is_no_export_is_said(cli, tmp_path: Path):
    spoken = cli("verify", tmp_path)
    assert spoken.code == 1
    assert "is this an export's folder?" in spoken.out


def test_a_project_is_proved_by_the_same_command(cli, project: Path):
    spoken = cli("verify", project, "--json")
    assert spoken.code == 0
    assert (spoken.json["holds"], spoken.json["items"]["task"]) == (True, 8)
    head = spoken.json["head"]
    assert head in cli("verify", project, "--head", head).out
    spoken = cli("verify", project, "--head", "0" * 64)
    assert spoken.code == 1
    assert "is not in its log" in spoken.out


def test_a_changed_project_fails_and_names_what_was_changed(cli, project: Path):
    connection = Connection(project)
    connection.write("UPDATE tasks SET output = 'No.' WHERE id = 3")
    connection.close()
    spoken = cli("verify", project)
    assert spoken.code == 1
    assert "Task 3 (“d" in spoken.out


def test_what_is_neither_an_export_nor_a_project_is_said(cli, tmp_path: Path):
    spoken = cli("verify", tmp_path / "none")
    assert spoken.code == 1
    assert "There is no file" in spoken.err


def test_a_changed_project_is_put_right_from_a_backup(cli, project: Path):
    cli("backup", project)
    connection = Connection(project)
    connection.write("UPDATE tasks SET output = 'No.' WHERE id = 3")
    connection.close()
    assert "Add --repair" in cli("verify", project).out
    spoken = cli("verify", project, "--repair")
    assert spoken.code == 0
    assert "Put back: task 3." in spoken.out
    assert cli("verify", project, "--json").json["holds"]


def test_what_no_backup_has_is_left_and_a_whole_backup_is_named(cli, project: Path):
    cli("backup", project)
    connection = Connection(project)
    connection.write("UPDATE log SET detail = 'x' WHERE id = 2")
    connection.close()
    spoken = cli("verify", project, "--repair")
    assert spoken.code == 1
    assert "1 problem left. This backup is whole:" in spoken.out
    assert "(backup " in spoken.out
