"""What stands apart at one height on most pages goes, if it repeats or counts; titles stay."""

from engine.documents.furniture import without_furniture
from engine.documents.layout import Line


def page(number, head="", foot="", size=10.0):
    lines = [Line(head, 50, 200, 750, size)] if head else []
    lines += [Line(f"Line {row} of page {'abcdefghij'[number]}", 50, 300, 700 - 12 * row, 10)
              for row in range(30)]  # fmt: skip
    return [*lines, *([Line(foot, 50, 60, 40, 10)] if foot else [])]


def kept(pages):
    """The lines that are left and are none of the text."""
    found = without_furniture(pages, [(0.0, 792.0)] * len(pages)).pages
    return [line.text for lines in found for line in lines if not line.text.startswith("Line ")]


def test_headers_that_name_the_chapter_go_with_each_chapter():
    heads = ["1. Aim", "1. Aim", "1. Aim", "2. Way", "2. Way", "3. End", "3. End", "3. End"]
    assert kept([page(n, head) for n, head in enumerate(heads)]) == []


def test_a_chapter_of_one_page_has_its_header_taken_too():
    heads = ["1. Aim", "1. Aim", "2. Way", "3. End", "3. End", "3. End"]
    assert kept([page(n, head) for n, head in enumerate(heads)]) == []


def test_numbers_of_front_matter_and_text_go():
    feet = ["iii", "iv", "v", "1", "2", "3", "4", "5"]
    assert kept([page(n, foot=foot) for n, foot in enumerate(feet)]) == []


def test_larger_titles_and_lines_that_never_repeat_stay():
    titles = ["Aim", "Aim", "Way", "Way", "End", "End"]
    assert kept([page(n, title, size=18) for n, title in enumerate(titles)]) == titles
    unlike = ["Dear Ann", "An offer", "Of boats", "To Bern", "By rail", "At last"]
    assert kept([page(n, head) for n, head in enumerate(unlike)]) == unlike


def test_what_stands_close_to_the_text_or_on_few_pages_stays():
    rows = [[Line("Name Age", 50, 200, 712, 10), *page(n)] for n in range(2)]
    assert kept(rows) == ["Name Age"] * 2
    few = [page(n, "1. Aim" if n in {1, 2} else "") for n in range(6)]
    assert kept(few) == ["1. Aim"] * 2
