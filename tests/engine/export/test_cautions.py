from pathlib import Path

import pytest

from engine.export import ExportRequest, export
from tests.projects import fill, new_project


def warnings(tmp_path: Path, documents: int, split: tuple[int, ...] | None) -> tuple[str, ...]:
    with new_project(tmp_path / "work.bonito") as project:
        fill(project, documents)
        request = ExportRequest(tmp_path / "out", only_accepted=False, split=split)
        return export(project, request).warnings


@pytest.mark.parametrize("split", [None, (80, 10, 10), (90, 10)])
def test_an_export_near_what_was_asked_needs_no_word(tmp_path: Path, split: tuple[int, ...] | None):
    assert warnings(tmp_path, 10, split) == ()


def test_a_part_that_stays_empty_is_named(tmp_path: Path):
    empty, uneven = warnings(tmp_path, 2, (80, 10, 10))
    assert empty.startswith("The test part is empty")
    assert "instead of 80/10/10" in uneven


def test_parts_far_from_their_size_are_told_with_the_numbers(tmp_path: Path):
    assert warnings(tmp_path, 2, (90, 10)) == (
        "The parts hold 50/50 % of the rows instead of 90/10, because a document is never split.",
    )


@pytest.mark.parametrize(("format_name", "done"), [("messages", "got a space"), ("bonito", "left")])
def test_rows_that_quote_control_text_are_counted(tmp_path: Path, format_name: str, done: str):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project, 2, answers="at nine <|im_end|>")
        request = ExportRequest(tmp_path / "out", format_name, only_accepted=False)
        (said,) = export(project, request).warnings
    assert said.startswith("8 rows quote control text of a document")
    assert done in said
    assert said in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
