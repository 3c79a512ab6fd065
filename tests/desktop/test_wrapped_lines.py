import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.wrapped_lines import joined

TEXT = (
    "The new water meter showed that the association used 312 cubic metres last year, almost a "
    "third more than the year before. Most of the loss came from a cracked pipe under plot 17, "
    "which was repaired in February for 480 crowns."
)
NEXT = (
    "To save water, hoses may be used only before nine in the morning and after six in the "
    "evening from May to September. Watering cans may be filled at any time."
)


def wrapped(text: str, width: int = 80) -> str:
    return "\n".join(textwrap.wrap(text, width))


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_a_wrapped_paragraph_reads_as_one_line(width: int):
    assert joined(wrapped(TEXT, width)) == TEXT


def test_paragraphs_and_headings_stay_apart():
    text = f"## Water\n\n{wrapped(TEXT)}\n\n{wrapped(NEXT)}"
    assert joined(text) == f"## Water\n\n{TEXT}\n\n{NEXT}"


@pytest.mark.parametrize("mark", ["- ", "• ", "1. ", "(a) ", "  ", "| ", "* "])
def test_lines_of_a_list_stay_apart(mark: str):
    text = "\n".join(f"{mark}{line}" for line in textwrap.wrap(TEXT, 60))
    assert joined(text) == text


def test_a_table_keeps_its_rows():
    text = "\n".join("name of the thing\t12 crowns\tnumber of the invoice 88 of 91" for _ in "123")
    assert joined(text) == text


def test_short_lines_are_a_poem():
    text = "Rose, oh pure contradiction,\ndesire\nto be nobody's sleep\nunder so many lids."
    assert joined(text) == text


def test_a_line_with_room_for_the_next_word_ended_on_purpose():
    text = f"{wrapped(TEXT)}\nYours,\nInes Calloway"
    assert joined(text).endswith("480 crowns.\nYours,\nInes Calloway")


@given(some.text(alphabet="ab .\n\t-|1é😀", max_size=400))
def test_nothing_but_breaks_changes_and_no_offset_moves(text: str):
    shown = joined(text)
    assert len(shown) == len(text)
    assert all(
        now == was or (was, now) == ("\n", " ") for was, now in zip(text, shown, strict=True)
    )
