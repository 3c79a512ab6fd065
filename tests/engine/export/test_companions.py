import json
from pathlib import Path
from typing import Any

import pytest

from engine.export import FORMATS, ExportRequest, export
from engine.export.shapes import PASSAGES
from tests.projects import edit_all, fill, new_project


def exported(tmp_path: Path, shape: str) -> Path:
    with new_project(tmp_path / "work.bonito") as project:
        edit_all(project, fill(project, documents=3))
        out = tmp_path / "out"
        export(project, ExportRequest(out, format=shape, split=(80, 10, 10)))
    return out


def described(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def first_row(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "train.jsonl").read_text(encoding="utf-8").splitlines()[0])


@pytest.mark.parametrize("shape", [*FORMATS, PASSAGES])
def test_each_part_is_registered_with_columns_that_its_rows_have(tmp_path: Path, shape: str):
    folder = exported(tmp_path, shape)
    info = described(folder, "dataset_info.json")
    assert set(info) == {"train", "validation", "test"}
    for part, entry in info.items():
        assert entry["file_name"] == f"{part}.jsonl"
        assert set(entry["columns"].values()) <= set(first_row(folder))
    if turns := first_row(folder).get(info["train"]["columns"].get("messages")):
        tags = info["train"]["tags"]
        speakers = [turn[tags["role_tag"]] for turn in turns]
        assert speakers == [tags["user_tag"], tags["assistant_tag"]]
        assert all(turn[tags["content_tag"]] for turn in turns)


@pytest.mark.parametrize("shape", [*FORMATS, PASSAGES])
def test_the_description_vouches_for_the_files_and_names_their_columns(tmp_path: Path, shape: str):
    folder = exported(tmp_path, shape)
    croissant, manifest = described(folder, "croissant.json"), described(folder, "manifest.json")
    stated = {entry["path"]: entry["sha256"] for entry in manifest["files"] if "rows" in entry}
    assert {one["@id"]: one["sha256"] for one in croissant["distribution"]} == stated
    names = {field["name"] for part in croissant["recordSet"] for field in part["field"]}
    assert names == set(first_row(folder)) - {"provenance"}
