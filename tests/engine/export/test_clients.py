"""The programs that load an export, asked themselves: `uv sync --group clients` brings them.

Each runs in a process of its own, without a network: they bring numpy and pandas, and ours must
not depend on what another test imported.
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.export import FORMATS, ExportRequest, export
from engine.export.shapes import PASSAGES
from tests.projects import edit_all, fill, new_project

MISSING = [name for name in ("datasets", "mlcroissant") if not importlib.util.find_spec(name)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

ROWS = {"train": 16, "validation": 4, "test": 4}
PASSAGE_ROWS = {"train": 8, "validation": 2, "test": 2}

_ASKS = """
import json, sys, datasets, mlcroissant
from huggingface_hub import DatasetCard
folder = sys.argv[1]
by_card = datasets.load_dataset(folder)
by_folder = datasets.load_dataset("json", data_dir=folder)
streamed = datasets.load_dataset(folder, streaming=True)
described = mlcroissant.Dataset(jsonld=folder + "/croissant.json")
parts = [part.uuid for part in described.metadata.record_sets]
issues = described.metadata.issues
card = DatasetCard.load(folder + "/README.md").data
print(json.dumps({
    "card": {part: len(rows) for part, rows in by_card.items()},
    "folder": {part: len(rows) for part, rows in by_folder.items()},
    "streamed": {part: sum(1 for _ in rows) for part, rows in streamed.items()},
    "croissant": {part: sum(1 for _ in described.records(record_set=part)) for part in parts},
    "issues": [*issues.errors, *issues.warnings],
    "header": [card.license, card.size_categories, card.task_categories],
}))
"""


@pytest.fixture(params=[*FORMATS, PASSAGES])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with new_project(tmp_path / "work.bonito") as project:
        edit_all(project, fill(project, documents=6))
        export(
            project,
            ExportRequest(
                tmp_path / "out",
                format=request.param,
                split=(80, 10, 10),
                licence="cc-by-4.0",
            ),
        )
    return tmp_path / "out"


def asked(folder: Path) -> dict[str, Any]:
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder.parent / "home")}
    done = subprocess.run(
        [sys.executable, "-c", _ASKS, str(folder)],
        check=False, capture_output=True, text=True, timeout=500, env=os.environ | offline,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_programs_that_load_an_export_read_every_part_and_no_other_file(
    folder: Path, request: pytest.FixtureRequest
):
    found, of_passages = asked(folder), request.node.callspec.params["folder"] == PASSAGES
    for way in ("card", "folder", "streamed", "croissant"):
        assert found[way] == (PASSAGE_ROWS if of_passages else ROWS), way
    assert found["issues"] == []
    kinds = ["text-generation" if of_passages else "question-answering"]
    assert found["header"] == ["cc-by-4.0", ["n<1K"], kinds]
