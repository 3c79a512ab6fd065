import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.export import ExportRequest, export
from engine.export.verify import lines, verify
from tests.projects import fill, new_project


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with new_project(folder / "work.bonito") as project:
        fill(project, documents=6)
        export(project, ExportRequest(folder / "out", "bonito", False, (60, 20, 20)))
    return folder / "out"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "out"))


def forge(folder: Path, **changes: object) -> None:
    """Change the manifest, as somebody would who wants it to agree."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | changes), encoding="utf-8")


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)


def test_an_export_as_it_was_written_holds(folder: Path):
    found = verify(folder)
    assert found.problems == []
    assert (found.rows, found.documents) == (24, 6)
    assert found.files == 8  # three parts, card, two descriptions, proof of the split, check
    assert "none of them in two files" in lines(found)[0]


def test_one_changed_byte_is_found(folder: Path):
    path = folder / "train.jsonl"
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    assert any(text.startswith("train.jsonl: was changed") for text in verify(folder).problems)


def test_a_missing_row_is_found_and_counted(folder: Path):
    path = folder / "train.jsonl"
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:-1]))
    said = f"train.jsonl: holds {len(rows) - 1} rows, and the manifest says {len(rows)}."
    assert said in verify(folder).problems


def test_a_missing_file_and_one_too_many_are_found(folder: Path):
    (folder / "test.jsonl").rename(folder / "extra.jsonl")
    problems = verify(folder).problems
    assert any(text.startswith("test.jsonl: can't be read") for text in problems)
    assert "extra.jsonl: is not in the manifest." in problems


def test_a_document_in_two_parts_is_found_though_every_checksum_is_right(folder: Path):
    row = (folder / "train.jsonl").read_bytes().splitlines(keepends=True)[0]
    path = folder / "test.jsonl"
    path.write_bytes(path.read_bytes() + row)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        if entry["path"] == "test.jsonl":
            entry["rows"] += 1
            entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    forge(folder, files=manifest["files"], rows=manifest["rows"] + 1)
    problems = verify(folder).problems
    assert any(text.endswith("is in test.jsonl and train.jsonl.") for text in problems)


def test_a_document_that_the_manifest_does_not_name_is_found(folder: Path):
    forge(folder, documents=[])
    assert len(verify(folder).problems) == 6


def test_lines_that_are_no_rows_are_counted(folder: Path):
    path = folder / "train.jsonl"
    path.write_bytes(path.read_bytes() + b"[1]\nnot json\n")
    problems = verify(folder).problems
    number = len((folder / "train.jsonl").read_bytes().splitlines()) - 1
    said = f"some of its lines hold no JSON object of ours. (line {number}) And 1 more like it."
    assert f"train.jsonl: {said}" in problems


def test_a_manifest_never_makes_us_read_outside_of_the_folder(folder: Path):
    forge(folder, files=[{"path": "../work.bonito", "sha256": "", "rows": None}], rows=0)
    assert "../work.bonito: lies outside of the folder; not looked at." in verify(folder).problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"files": 3}',
        '{"files": [1]}',
        '{"files": [], "documents": [1], "rows": 0}',
        "\xff",
    ],
)
def test_what_is_no_manifest_is_said(tmp_path: Path, text: str):
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    (problem,) = verify(tmp_path).problems
    assert problem.startswith("manifest.json can't be read")


def test_many_problems_are_cut_short(folder: Path):
    for number in range(30):
        (folder / f"x{number}.jsonl").touch()
    shown = lines(verify(folder))
    assert len(shown) == 22
    assert shown[-1] == "... and 10 more."


def test_the_copy_in_the_folder_needs_nothing_of_ours(folder: Path):
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = run(command)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("As it was written: 8 files, 24 rows, 6 documents")
    (folder / "train.jsonl").unlink()
    assert run(command).returncode == 1
