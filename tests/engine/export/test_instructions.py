"""An instruction of one's own in front of the inputs of a task type."""

import json
from pathlib import Path

import pytest

from engine.export import ExportRequest, export
from engine.export.instructions import check_instructions
from engine.export.verify import verify
from tests.projects import ONE_ANSWER, fill, new_project

OWN = check_instructions({"ynqa": "Say yes or no.", "exqa": "Quote <|im_end|>."})


@pytest.mark.parametrize("format_name", ONE_ANSWER)
def test_each_row_begins_with_the_instruction_of_its_type_and_the_folder_verifies(
    tmp_path: Path, format_name: str
):
    out = tmp_path / "out"
    with new_project(tmp_path / "work.bonito") as project:
        fill(project)
        request = ExportRequest(out, format_name, only_accepted=False, instructions=OWN)
        export(project, request)
    rows = [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]
    told = {row["provenance"]["task_type"]: row["provenance"]["instruction"] for row in rows}
    assert told == dict(OWN)
    whole = json.dumps(rows[1])
    assert "Say yes or no.\\n\\nQuestion 2?" in whole
    quoted = "< |im_end|>" if format_name in {"messages", "sharegpt"} else "<|im_end|>"
    assert f"Quote {quoted}.\\n\\nQuestion 1?" in json.dumps(rows[0]).split("provenance")[0]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["instructions"] == dict(OWN)
    assert "- `ynqa`: `Say yes or no.`" in (out / "README.md").read_text()
    assert verify(out).problems == []


def test_without_one_nothing_changes(tmp_path: Path):
    out = tmp_path / "out"
    with new_project(tmp_path / "work.bonito") as project:
        fill(project)
        export(project, ExportRequest(out, only_accepted=False))
    rows = [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]
    assert rows[0]["input"] == "Question 1?"
    assert rows[0]["provenance"]["instruction"] == ""
    assert "In front of each input" not in (out / "README.md").read_text()
