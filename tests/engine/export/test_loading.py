from dataclasses import replace
from pathlib import Path

import pytest

from engine.export import FORMATS, ExportRequest
from engine.export.loading import how_to_load

RENAMED = {
    "bonito": (("input", "question"),),
    "prompt": (("prompt", "question"),),
    "alpaca": (("instruction", "question"),),
    "messages": (("messages", "question"),),
    "sharegpt": (("conversations", "question"),),
    "preference": (("prompt", "question"),),
    "dpo": (("prompt", "question"),),
    "passages": (("text", "question"),),
}
ALL = (*FORMATS, "passages")


def said(shape: str) -> str:
    return how_to_load(ExportRequest(Path("out"), shape))


@pytest.mark.parametrize("shape", ALL)
def test_every_format_names_the_two_programs_that_read_them_all(shape: str):
    assert "load_dataset" in said(shape)
    assert "LLaMA-Factory" in said(shape)


def test_a_program_is_named_only_for_the_formats_that_it_reads():
    supervised = {"prompt", "messages", "passages"}
    assert {shape for shape in ALL if "SFTTrainer" in said(shape)} == supervised
    assert {shape for shape in ALL if "KTOTrainer" in said(shape)} == {"preference"}
    assert {shape for shape in ALL if "DPOTrainer" in said(shape)} == {"dpo"}
    assert {shape for shape in ALL if "Axolotl" not in said(shape)} == {"preference", "dpo"}


@pytest.mark.parametrize("shape", ALL)
def test_own_names_stand_in_every_snippet_that_names_columns(shape: str):
    request = replace(ExportRequest(Path("out"), shape), columns=RENAMED[shape])
    text = how_to_load(request)
    if "trl" in text:
        assert 'remove_columns(set(rows.column_names) - {"question"' in text
        assert 'rename_columns({"question": ' in text
    if "axolotl" in text.lower():
        assert ": question" in text


def test_no_snippet_has_a_blank_left_to_fill():
    for shape in ALL:
        for blank in ("COLUMNS", "ENTRY", "TRAINER", "{0}", "{{"):
            assert blank not in said(shape)
