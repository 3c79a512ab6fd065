import json
from pathlib import Path


def test_accepted_tasks_are_exported_to_a_file(cli, project: Path, tmp_path: Path):
    cli("review", project, "--accept", "1,2")
    out = tmp_path / "out.jsonl"
    spoken = cli("export", project, out, "--format", "messages", "--json")
    assert spoken.code == 0
    assert spoken.json["rows"] == 2
    assert spoken.json["files"][0]["path"] == str(out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [list(row) for row in rows] == [["messages", "provenance"]] * 2


def test_an_export_for_people_names_every_file(cli, project: Path, tmp_path: Path):
    spoken = cli("export", project, tmp_path / "o", "--only", "all", "--split", "80/10/10")
    assert spoken.code == 0
    assert spoken.out.startswith(f"8 rows written to {tmp_path / 'o'}\n  train.jsonl")
    assert "part is empty" in spoken.err


def test_an_instruction_of_one_s_own_stands_in_front_of_the_inputs(cli, project, tmp_path: Path):
    out = tmp_path / "out.jsonl"
    spoken = cli("export", project, out, "--only", "all", "--instruction", "exqa=Quote.")
    assert spoken.code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    first, second = rows[0]["input"], rows[1]["input"]
    assert (first.startswith("Quote.\n\n"), second.startswith("Quote.")) == (True, False)
    spoken = cli("export", project, out, "--only", "all", "--instruction", "Quote.")
    assert spoken.code == 1
    assert "TYPE=TEXT" in spoken.err


def test_plain_rows_carry_no_provenance(cli, project: Path, tmp_path: Path):
    out = tmp_path / "out.jsonl"
    assert cli("export", project, out, "--only", "all", "--plain").code == 0
    assert '"provenance"' not in out.read_text(encoding="utf-8")


def test_nothing_accepted_is_a_sentence_that_says_what_to_do(cli, project: Path, tmp_path: Path):
    spoken = cli("export", project, tmp_path / "out", "--json")
    assert spoken.code == 1
    assert spoken.json["error"]["title"] == "Nothing to do"
    assert "--only all" in spoken.err


def test_an_unwritable_target_is_a_sentence(cli, project: Path, tmp_path: Path):
    (tmp_path / "file").write_text("")
    spoken = cli("export", project, tmp_path / "file" / "out", "--only", "all")
    assert spoken.code == 1
    assert spoken.err.startswith("bonito-desktop: ")
    assert spoken.err.count("\n") == 1


def test_the_project_itself_is_never_the_target(cli, project: Path):
    before = project.read_bytes()
    assert cli("export", project, project, "--only", "all").code == 1
    assert project.read_bytes() == before


def test_a_selection_is_written_and_stands_in_the_manifest(cli, project: Path, tmp_path: Path):
    out = tmp_path / "out"
    asked = ("--types", "exqa", "--documents", "1", "--runs", "1", "--doubt", "low,some,high")
    spoken = cli("export", project, out, "--only", "all", "--types", "exqa", "--documents", "1")
    assert (spoken.code, spoken.out.splitlines()[0]) == (0, f"2 rows written to {out}")
    rows = [json.loads(line) for line in (out / "train.jsonl").read_bytes().splitlines()]
    assert {row["provenance"]["task_type"] for row in rows} == {"exqa"}
    selection = json.loads((out / "manifest.json").read_bytes())["selection"]
    assert selection == {"task_types": ["exqa"], "documents": [1], "runs": [], "doubt": []}
    assert (
        "No task is in this selection" in cli("export", project, out, "--only", "all", *asked).err
    )


def test_a_selection_that_makes_no_sense_is_wrong_usage(cli, project: Path, tmp_path: Path):
    for option in (("--runs", "one"), ("--doubt", "much")):
        assert cli("export", project, tmp_path / "out", *option).code == 2
    assert "no document “x”" in cli("export", project, tmp_path / "o", "--documents", "x").err


def test_own_columns_a_system_message_and_the_passage_are_asked_for(
    cli, project: Path, tmp_path: Path
):
    out, system = tmp_path / "out", tmp_path / "system.txt"
    system.write_text("Be brief.\n", encoding="utf-8")
    asked = ("--only", "all", "--format", "messages", "--system", f"@{system}")
    options = (*asked, "--column-names", "messages=chat", "--with-passage", "--with-model-words")
    assert cli("export", project, out, *options).code == 0
    row = json.loads((out / "train.jsonl").read_bytes().splitlines()[0])
    assert row["chat"][0] == {"role": "system", "content": "Be brief."}
    assert row["provenance"]["passage_text"]["text"].startswith("Gate")
    assert row["provenance"]["model_words"]["output"]["text"] == ""
    for wrong in (("--column-names", "input"), ("--system", "x", "--format", "bonito")):
        assert cli("export", project, out, "--only", "all", *wrong).code == 1


def test_what_was_rejected_is_exported_as_what_is_not_wanted(cli, project: Path, tmp_path: Path):
    cli("review", project, "--accept", "1")
    cli("review", project, "--reject", "2")
    out = tmp_path / "out"
    assert cli("export", project, out, "--only", "decided", "--format", "preference").code == 0
    rows = [json.loads(line) for line in (out / "train.jsonl").read_bytes().splitlines()]
    assert [row["label"] for row in rows] == [True, False]
    assert cli("export", project, out, "--only", "rejected", "--json").json["rows"] == 1


def test_passages_are_exported_instead_of_tasks(cli, project: Path, tmp_path: Path):
    out = tmp_path / "texts.jsonl"
    spoken = cli("export", project, out, "--passages", "--json")
    assert spoken.code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [list(row) for row in rows] == [["text", "provenance"]] * spoken.json["rows"]
    assert cli("export", project, out, "--passages", "--format", "alpaca").code == 1
    spoken = cli("export", project, out, "--passages", "--only", "all")
    assert (spoken.code, "leave out --only" in spoken.err) == (1, True)
    spoken = cli("export", project, out, "--passages", "--types", "exqa")
    assert (spoken.code, "leave out --types" in spoken.err) == (1, True)
