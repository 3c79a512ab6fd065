import json
from pathlib import Path

from engine.export import ExportRequest, export
from engine.records import Outcome
from engine.version import app_version
from tests.projects import MODEL, fill, new_project, spoil


def test_the_manifest_tells_how_the_export_came_to_be(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project, documents=4)
        spoil(project, Outcome.NO_PIPE)
        export(project, ExportRequest(tmp_path / "out", "alpaca", False, (50, 25, 25)))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["made_by"] == "Bonito Desktop"
    assert manifest["app_version"] == app_version()
    assert (manifest["format"], manifest["only"]) == ("alpaca", "all")
    assert manifest["split"] == [50, 25, 25]
    assert manifest["rows_by_type"] == {"exqa": 8, "ynqa": 8}
    assert manifest["project"]["outcomes"]["no_pipe"] == 1
    assert manifest["project"]["units_planned"] == 17
    assert sum(document["rows"] for document in manifest["documents"]) == manifest["rows"] == 16
    (run,) = manifest["runs"]
    assert run["model"] == {
        "name": "tiny",
        "sha256": MODEL.sha256,
        "adapter_sha256": "",
        "prompting": "bonito",
    }
    assert run["sampling"] == {"temperature": 1.0, "top_p": 1.0, "max_tokens": 256}
    assert run["seed"] == 42


def test_without_a_split_the_manifest_says_so(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project)
        export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["split"] is None
    assert {document["part"] for document in manifest["documents"]} == {"train"}
