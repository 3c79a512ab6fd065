"""Rows held against what trainers document of the shapes they read, without those programs.

LLaMA-Factory: `data/README.md` (columns, tags, turns that alternate after an optional system turn).
TRL: "Dataset formats and types" (prompt-completion, conversational, unpaired preference,
preference, language modelling). Axolotl: "Dataset formats" (`alpaca`, `chat_template`, own
instruction fields).
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.export import FORMATS, ExportRequest, export
from engine.export.shapes import WITH_SYSTEM
from tests.projects import ONE_ANSWER, edit_all, fill, new_project

SYSTEMS = ("", "Answer briefly.")
CASES = [(shape, system) for shape in FORMATS for system in SYSTEMS]
POSSIBLE = [(shape, system) for shape, system in CASES if not system or shape in WITH_SYSTEM]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trainers")
    with new_project(folder / "work.bonito") as project:
        edit_all(project, fill(project))
        for shape, system in POSSIBLE:
            target = folder / f"{shape}-{bool(system)}"
            request = ExportRequest(target, shape, system=system)
            export(project, request)
        export(project, ExportRequest(folder / "passages-False", "passages"))
        own = replace(request, target=folder / "own", format="bonito", system="")
        export(project, replace(own, columns=(("input", "q"), ("output", "a"))))
    return folder


def first_row(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "train.jsonl").read_bytes().splitlines()[0])


def registered(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "dataset_info.json").read_bytes())["train"]


@pytest.mark.parametrize(("shape", "system"), POSSIBLE)
def test_llama_factory_finds_what_it_reads_in_every_format(made: Path, shape: str, system: str):
    folder = made / f"{shape}-{bool(system)}"
    entry, row = registered(folder), first_row(folder)
    columns = entry["columns"]
    if entry.get("formatting") == "sharegpt":
        tags = entry["tags"]
        speakers = [turn[tags["role_tag"]] for turn in row[columns["messages"]]]
        if system:
            assert speakers.pop(0) == tags["system_tag"]
        assert speakers == [tags["user_tag"], tags["assistant_tag"]]
        assert all(turn[tags["content_tag"]] for turn in row[columns["messages"]])
        return
    if entry.get("ranking"):
        assert set(columns) == {"prompt", "chosen", "rejected"} <= set(row)
        return
    assert {"prompt", "response"} <= set(columns) <= {
        "prompt", "query", "response", "system", "kto_tag"
    }  # fmt: skip
    assert row[columns["prompt"]].startswith("Question")
    assert (columns.get("system") in row) == bool(system)
    assert isinstance(row.get(columns.get("kto_tag", ""), True), bool)


@pytest.mark.parametrize("system", SYSTEMS)
def test_trl_finds_its_conversational_form(made: Path, system: str):
    row = first_row(made / f"messages-{bool(system)}")
    assert all(set(turn) == {"role", "content"} for turn in row["messages"])
    roles = [turn["role"] for turn in row["messages"]]
    assert roles == (["system"] if system else []) + ["user", "assistant"]


def test_trl_finds_its_prompt_completion_and_unpaired_preference_forms(made: Path):
    assert {"prompt", "completion"} == set(first_row(made / "prompt-False")) - {"provenance"}
    row = first_row(made / "preference-False")
    assert {name: type(value) for name, value in row.items() if name != "provenance"} == {
        "prompt": str, "completion": str, "label": bool
    }  # fmt: skip


def test_trl_finds_its_preference_and_its_language_modelling_form(made: Path):
    row = first_row(made / "dpo-False")
    assert list(row) == ["prompt", "chosen", "rejected", "provenance"]
    assert row["chosen"] != row["rejected"]
    row = first_row(made / "passages-False")
    assert list(row) == ["text", "provenance"]
    assert registered(made / "passages-False")["columns"] == {"prompt": "text"}


@pytest.mark.parametrize("shape", [*ONE_ANSWER[:-1], "passages"])
def test_axolotl_s_snippet_names_fields_that_the_rows_have(made: Path, shape: str):
    folder = made / f"{shape}-False"
    card = (folder / "README.md").read_text(encoding="utf-8")
    snippet = card.split("Axolotl:")[1].split("```")[1]
    named = [line.split(": ")[1] for line in snippet.splitlines() if "field" in line]
    assert set(named) <= set(first_row(folder))
    assert named or "type: alpaca" in snippet


def test_own_names_reach_every_description(made: Path):
    folder = made / "own"
    assert registered(folder)["columns"] == {"prompt": "q", "response": "a"}
    croissant = json.loads((folder / "croissant.json").read_bytes())
    assert [one["name"] for one in croissant["recordSet"][0]["field"]] == ["q", "a"]
    assert "field_instruction: q" in (folder / "README.md").read_text(encoding="utf-8")
