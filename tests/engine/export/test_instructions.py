"""An instruction of one's own in front of the inputs of a task type."""

import json
from pathlib import Path

import pytest

from engine.errors import BadSetting, UnknownTaskType
from engine.export import FORMATS, ExportRequest, export
from engine.export.instructions import LONGEST, check_instructions, parse_instructions
from engine.export.verify import verify
from engine.store import Project
from tests.projects import fill

OWN = parse_instructions(["ynqa=Say yes or no.", "extractive question answering=Quote <|im_end|>."])


def test_instructions_are_read_in_the_order_of_the_types_and_empty_ones_left_out(tmp_path: Path):
    assert OWN == (("exqa", "Quote <|im_end|>."), ("ynqa", "Say yes or no."))
    file = tmp_path / "wording.txt"
    file.write_text("\ufeffAnswer briefly.\n", encoding="utf-8")
    assert parse_instructions([f"qa=@{file}", "nli= "]) == (("qa", "Answer briefly."),)
    assert check_instructions(OWN) == OWN


@pytest.mark.parametrize(
    ("given", "error", "reason"),
    [
        ("Say yes.", BadSetting, "not of the form TYPE=TEXT"),
        ("nothing=Say yes.", UnknownTaskType, "is no task type"),
        ("qa=@/nowhere/at/all.txt", BadSetting, "can't be read"),
        ("qa=" + "x" * (LONGEST + 1), BadSetting, "take 4,000 at most"),
    ],
)
def test_what_can_not_be_an_instruction_is_refused_with_the_reason(given, error, reason):
    with pytest.raises(error, match=reason):
        parse_instructions([given])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path):
    file = tmp_path / "wording.txt"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSetting, match="not UTF-8"):
        parse_instructions([f"qa=@{file}"])


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_row_begins_with_the_instruction_of_its_type_and_the_folder_verifies(
    tmp_path: Path, format_name: str
):
    out = tmp_path / "out"
    with Project.create(tmp_path / "work.bonito") as project:
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
    with Project.create(tmp_path / "work.bonito") as project:
        fill(project)
        export(project, ExportRequest(out, only_accepted=False))
    rows = [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]
    assert rows[0]["input"] == "Question 1?"
    assert rows[0]["provenance"]["instruction"] == ""
    assert "In front of each input" not in (out / "README.md").read_text()
