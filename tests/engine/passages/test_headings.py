"""Where sections start, by example."""

import tracemalloc

import pytest

from engine.passages.headings import marked_starts, section_starts
from engine.records import PageMark

EXAMPLES = [
    "^# Title\ntext\n^## Part\nmore",
    "Some text.\n\n^A short title\n\nThe text of it.",
    "^Title\n\nSubtitle\n\nThe text of it.",
    "The text.\n\n^one\n\ntwo\n\nthree\n\nThe end.",
    "^Title\n=====\n\nThe text.\n^Part\n----\nmore text.",
    "Text.\n\n```\n# no heading\n\n# nor this\n```\n\n^# Heading\n",
    "It ends like a sentence.\n\nText.",
    "Text.\n\n" + "far too many words for a title " * 3 + "\n\nText.",
    "Text.\n\nName\tAge\n\nText.",
    "Text.\n\n12\n\nText.",
    "#no space\n\ntext.",
    "",
]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_sections_start_where_marked(marked):
    text, expected = "", []
    for piece in marked.split("^"):
        text += piece
        expected.append(len(text))
    assert section_starts(text) == expected[:-1]


def marked(text, *labels):
    """The text without its marks, and where the file says that its sections start."""
    pieces = text.split("^")
    places = [sum(map(len, pieces[: number + 1])) for number in range(len(labels))]
    marks = [PageMark(place, label) for place, label in zip(places, labels, strict=True)]
    return "".join(pieces), marks, places


def test_sections_slides_sheets_and_rows_of_the_file_start_sections():
    text, marks, places = marked(
        "^It is one.\n\n^It is two.\n\n^It is three.", "slide 1", "sheet A", "row 3"
    )
    assert marked_starts(text, marks) == places


def test_a_page_of_paper_is_no_section_whatever_a_section_is_called():
    text, marks, places = marked(
        "^It goes\n^on.\n\n^Page 3 it is.", "page 1", "page 2", "section page 3"
    )
    assert marked_starts(text, marks) == places[2:]


def test_a_title_with_nothing_under_it_stays_with_the_next():
    text, marks, places = marked(
        "^Part one\n\n^Chapter one\n\nIt begins.\n\n^Chapter two\n\nIt ends.",
        "section Part one", "section Chapter one", "section Chapter two",
    )  # fmt: skip
    assert marked_starts(text, marks) == [places[0], places[2]]


def test_a_file_without_marks_starts_nothing():
    assert marked_starts("Some text.", []) == []


def test_a_million_lines_without_a_blank_one_take_no_memory_each():
    text = "a row\n" * 1_000_000
    tracemalloc.start()
    try:
        assert section_starts(text) == []
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(text)


def test_titles_start_sections_on_every_python():
    text = (
        "Guideline\n\nIt is for all who work here.\n\n1. Taking in\n\nBoxes get a number.\nAlways."
    )
    assert section_starts(text) == [0, text.index("1. Taking")]


def test_a_heading_right_under_another_starts_nothing_of_its_own():
    text = "## Step 9: do the thing\n\n### Notes 9\n\nBoxes get a number.\n\n## Step 10\n\nStop."
    marks = [
        PageMark(text.index(title), title) for title in ("## Step 9", "### Notes", "## Step 10")
    ]
    assert marked_starts(text, marks) == [0, text.index("## Step 10")]
