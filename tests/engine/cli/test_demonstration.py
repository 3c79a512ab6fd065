import json
from pathlib import Path

import pytest

from engine.cli.demonstration import _shortened
from engine.demo import UNITS
from tests.engine.cli.frail_worker import frail


def test_a_demo_says_what_it_made_and_where(cli, tiny: Path, tmp_path: Path):
    out = tmp_path / "try"
    spoken = cli("demo", "--out", out, "--model", tiny)
    assert spoken.code == 0
    assert spoken.out.startswith(f"Made in {out}:\n  demo.bonito")
    assert "4 documents" in spoken.out
    assert f"Run 1 done: {UNITS} of {UNITS} units" in spoken.out
    assert "Nobody has reviewed these tasks" in spoken.out
    assert spoken.out.count("  input:  ") in {2, 3}


def test_a_demo_tells_programs_everything(cli, tiny: Path, tmp_path: Path):
    content = cli("demo", "--out", tmp_path / "try", "--model", tiny, "--json").json
    assert content["counts"] == {"ready": 4}
    assert content["run"]["state"] == "done"
    assert sum(content["outcomes"].values()) == content["run"]["units_done"]
    (file,) = content["export"]["files"]
    rows = Path(file["path"]).read_text(encoding="utf-8").splitlines()
    assert len(rows) == file["rows"] == content["outcomes"]["ok"]
    assert len({example["task_type"] for example in content["examples"]}) in {2, 3}
    assert set(json.loads(rows[0])) == {"input", "output", "provenance"}


def test_without_a_folder_each_demo_gets_a_fresh_one(
    cli, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bonito-demo").mkdir()
    assert cli("demo", "--model", tiny, "--json").json["folder"] == "bonito-demo-2"


def test_a_folder_that_holds_something_is_left_alone(cli, tmp_path: Path):
    (tmp_path / "mine").write_text("mine")
    spoken = cli("demo", "--out", tmp_path, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Target exists")
    assert [file.name for file in tmp_path.iterdir()] == ["mine"]


def test_long_examples_keep_their_beginning_and_their_end():
    assert _shortened("short\ntext") == "short text"
    shown = _shortened("begin " + "x" * 1000 + " end?")
    assert shown.startswith("begin ")
    assert shown.endswith(" end?")
    assert len(shown) < 330


def test_a_demo_whose_run_fails_says_why_and_how_to_go_on(cli, tiny: Path, tmp_path: Path):
    spoken = cli("demo", "--out", tmp_path / "try", "--model", tiny, worker=frail)
    assert spoken.code == 1
    assert "this model has no weights" in spoken.err
    assert "--resume 1" in spoken.err
    assert f"Run 1 failed: 0 of {UNITS} units" in spoken.out
    assert "JSONL" not in spoken.out
    assert not (tmp_path / "try" / "export").exists()
