from pathlib import Path


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
