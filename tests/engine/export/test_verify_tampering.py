"""Ways to tamper with an export, each of which the check must notice."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.export import ExportRequest, export
from engine.export.verify import lines, verify
from engine.records import Decision, TaskFilter, Verdict
from tests.bench.forging import Change, rehash
from tests.bench.tamper import WAYS, is_noticed
from tests.projects import fill, new_project


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tampered")
    with new_project(folder / "work.bonito") as project:
        fill(project, documents=6)
        accepted = [Decision(task, Verdict.ACCEPT) for task in project.tasks.ids(TaskFilter())]
        project.decisions.add(accepted, "me")
        export(project, ExportRequest(folder / "out", "bonito", True, (60, 20, 20)))
        export(project, ExportRequest(folder / "plain", "bonito", True, (60, 20, 20), False))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "out", tmp_path / "out"))


def test_a_forger_who_changes_nothing_leaves_nothing_to_notice(folder: Path):
    rehash(folder)
    assert verify(folder).problems == []


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def forge_row(folder: Path, change: Change) -> None:
    """Change the first row of the training part, and make every checksum right again."""
    path = folder / "train.jsonl"
    rows = rows_of(path)
    change(rows[0])
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    rehash(folder)


def test_untouched_exports_hold_and_claim_only_what_was_checked(made: Path):
    assert verify(made / "out").problems == []
    plain = verify(made / "plain")
    assert plain.problems == []
    assert "none of them in two files" not in " ".join(lines(plain))
    assert "nor whether one document is in two files" in " ".join(lines(plain))


NAMES = ["x.json", "X.JSONL", "train.csv", "train.parquet", "train-00001.jsonl.gz", "t.py", "a"]


@pytest.mark.parametrize("name", NAMES)
def test_any_file_too_many_is_noticed_whatever_its_ending(folder: Path, name: str):
    (folder / name).write_bytes((folder / "train.jsonl").read_bytes())
    assert f"{name}: is not in the manifest." in verify(folder).problems


def test_a_folder_too_many_is_noticed(folder: Path):
    (folder / "data").mkdir()
    shutil.copy(folder / "train.jsonl", folder / "data" / "train.jsonl")
    assert verify(folder).problems == ["data: is not in the manifest."]


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links and pipes for administrators only")
@pytest.mark.parametrize("name", ["train.jsonl", "README.md", "manifest.json"])
@pytest.mark.parametrize("kind", ["link", "pipe", "device", "loop"])
def test_what_is_no_regular_file_is_refused_and_never_hangs(folder: Path, name: str, kind: str):
    path = folder / name
    path.rename(folder.parent / name)
    if kind == "link":
        path.symlink_to(folder.parent / name)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    assert any(text.startswith(f"{name}") for text in verify(folder).problems)


@pytest.mark.parametrize("name", ["train.jsonl", "manifest.json"])
@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "1" * 10_000, '{"a": NaN}'])
def test_deep_nesting_and_odd_numbers_are_problems_and_no_errors(folder: Path, name: str, text):
    (folder / name).write_text(text, encoding="utf-8")
    if name != "manifest.json":
        rehash(folder)
    assert verify(folder).problems != []


PROVENANCE: dict[str, Change] = {
    "another task's number": lambda said: said.update(task=said["task"] + 1),
    "a decision that is left out": lambda said: said.update(decision="reject"),
    "another model": lambda said: said["model"].update(sha256="0" * 64),
    "another adapter": lambda said: said["model"].update(adapter_sha256="0" * 64),
    "another model's name": lambda said: said["model"].update(name="gpt"),
    "an unknown run": lambda said: said.update(run=99),
    "other sampling": lambda said: said["sampling"].update(temperature=2.0),
    "another version": lambda said: said.update(app_version="9"),
    "a type that was not planned": lambda said: said.update(task_type="sentiment"),
    "a sample that was not planned": lambda said: said.update(sample=77),
    "evidence outside of its passage": lambda said: said["evidence"].update(
        grade="exact", start=99_999_998, end=99_999_999
    ),
    "evidence that runs backwards": lambda said: said["evidence"].update(
        grade="normalised", start=said["passage"]["start"] + 3, end=said["passage"]["start"]
    ),
    "exact evidence of another length": lambda said: said["evidence"].update(
        grade="exact", start=said["passage"]["start"], end=said["passage"]["start"] + 5
    ),
    "a place without evidence": lambda said: said["evidence"].update(grade="none", start=0, end=1),
    "an empty passage": lambda said: said["passage"].update(start=5, end=5),
    "another document": lambda said: said["document"].update(sha256="f" * 64),
    "a missing field": lambda said: said.pop("evidence"),
    "a field of another kind": lambda said: said.update(run=[1]),
}


@pytest.mark.parametrize("change", PROVENANCE.values(), ids=PROVENANCE)
def test_a_row_that_contradicts_itself_or_the_manifest_is_noticed(folder: Path, change: Change):
    forge_row(folder, lambda row: change(row["provenance"]))
    assert verify(folder).problems != []


ROWS: dict[str, Change] = {
    "no provenance": lambda row: row.pop("provenance"),
    "another column": lambda row: row.update(note="x"),
    "a column less": lambda row: row.pop("input"),
    "another shape": lambda row: row.update(messages=[row.pop("input"), row.pop("output")]),
    "a number for a text": lambda row: row.update(output=7),
    "NaN": lambda row: row.update(output=float("nan")),
    "null": lambda row: row.update(output=None),
}


@pytest.mark.parametrize("change", ROWS.values(), ids=ROWS)
def test_a_row_of_another_shape_is_noticed(folder: Path, change: Change):
    forge_row(folder, change)
    assert verify(folder).problems != []


MANIFESTS: dict[str, Change] = {
    "bytes": lambda said: said["files"][0].update(bytes=1),
    "rows of a file": lambda said: said["files"][0].update(rows=1),
    "all rows": lambda said: said.update(rows=1),
    "rows of a document": lambda said: said["documents"][0].update(rows=1),
    "part of a document": lambda said: said["documents"][0].update(part="nowhere"),
    "a document less": lambda said: said["documents"].pop(),
    "a document more": lambda said: said["documents"].append({"sha256": "e" * 64, "rows": 0}),
    "rows by type": lambda said: said.update(rows_by_type={"exqa": 1}),
    "no provenance": lambda said: said.update(provenance_in_rows=False),
    "a run less": lambda said: said.update(runs=[]),
    "a run's model": lambda said: said["runs"][0]["model"].update(sha256="1" * 64),
    "runs of another kind": lambda said: said.update(runs=7),
    "a file listed twice": lambda said: said["files"].append(said["files"][0]),
    "another format": lambda said: said.update(format="messages"),
    "a newer layout": lambda said: said.update(layout=99),
    "another selection": lambda said: said.update(only="nothing"),
}


@pytest.mark.parametrize("change", list(MANIFESTS.values())[:-1], ids=list(MANIFESTS)[:-1])
def test_a_manifest_that_the_rows_contradict_is_noticed(folder: Path, change: Change):
    rehash(folder, change)
    assert verify(folder).problems != []


def test_a_key_that_stands_twice_is_noticed(folder: Path):
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("{", '{"rows": 1,', 1))
    (problem,) = verify(folder).problems
    assert problem.startswith("manifest.json can't be read")


def test_a_document_moved_to_another_part_is_noticed_though_all_is_rehashed(folder: Path):
    moved = (folder / "test.jsonl").read_bytes()
    path = folder / "train.jsonl"
    path.write_bytes(path.read_bytes() + moved)
    (folder / "test.jsonl").write_bytes(b"")
    rehash(folder)
    assert any("another part" in text for text in verify(folder).problems)


def test_a_row_that_stands_twice_is_noticed(folder: Path):
    path = folder / "train.jsonl"
    data = path.read_bytes()
    path.write_bytes(data + data.splitlines(keepends=True)[0])
    rehash(folder)
    assert "train.jsonl: the same task stands twice." in " ".join(verify(folder).problems)


def test_many_problems_of_one_kind_are_one_sentence(folder: Path):
    path = folder / "train.jsonl"
    rows = rows_of(path)
    for row in rows:
        row["provenance"]["run"] = 99
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    rehash(folder)
    (problem,) = verify(folder).problems
    assert problem.endswith(f"(line 1) And {len(rows) - 1} more like it.")


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links and pipes for administrators only")
def test_of_the_63_ways_only_what_rows_can_t_show_goes_unnoticed(folder: Path):
    noted = verify(folder).manifest_sha256
    found = {way.name: is_noticed(way, folder, noted) for way in WAYS}
    assert len(WAYS) == len(found) == 63
    assert {name for name, (alone, _noted) in found.items() if not alone} == {
        "another page", "another seed", "a replaced verify.py"
    }  # fmt: skip
    assert all(noted for _alone, noted in found.values())
