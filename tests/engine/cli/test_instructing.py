from pathlib import Path

import pytest

from engine.cli.instructing import parse_instructions
from engine.errors import BadSetting, UnknownTaskType
from engine.export.instructions import LONGEST, check_instructions

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
