import pytest

from engine.export import FORMATS
from engine.export.loading import how_to_load


@pytest.mark.parametrize("shape", FORMATS)
def test_every_format_names_the_two_programs_that_read_them_all(shape: str):
    said = how_to_load(shape)
    assert "load_dataset" in said
    assert "LLaMA-Factory" in said


def test_a_program_is_named_only_for_the_formats_that_it_reads():
    assert {shape for shape in FORMATS if "SFTTrainer" in how_to_load(shape)} == {
        "prompt",
        "messages",
    }
    assert {shape for shape in FORMATS if "Axolotl" in how_to_load(shape)} == {
        "alpaca",
        "messages",
        "sharegpt",
    }


def test_no_snippet_has_a_blank_left_to_fill():
    for shape in FORMATS:
        assert "COLUMNS" not in how_to_load(shape)
        assert "ENTRY" not in how_to_load(shape)
