"""Columns are read one after the other, tables row by row."""

from engine.documents.columns import blocks
from engine.documents.layout import Line


def line(text, left, row, width=None, size=10):
    right = left + (width or len(text) * 5)
    return Line(text, left, right, 700 - 12 * row, size)


LEFT = [
    "The ferry leaves the old harbour at",
    "nine in the morning and goes to the",
    "island where the market is held and",
    "where nobody ever has to hurry",
]
RIGHT = [
    "back in time for dinner on the days",
    "when the wind is not too strong and",
    "the captain has slept well and has",
    "found his hat and his good humour",
]


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other():
    rows = [line("A title over both of the columns that goes right across the page", 50, 0, 400)]
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True), start=2):
        rows += [line(left, 50, number, 180), line(right, 260, number, 180)]
    assert blocks(rows)[1:] == [" ".join(LEFT), " ".join(RIGHT)] or blocks(rows)[1:] == [
        " ".join(LEFT + RIGHT)
    ]


def test_a_short_line_at_a_columns_end_belongs_to_it():
    rows = []
    for number, (left, right) in enumerate(zip([*LEFT, ""], [*RIGHT, "again."], strict=True)):
        rows += [line(left, 50, number, 180)] * bool(left) + [line(right, 260, number, 180)]
    assert " ".join(blocks(rows)).endswith("good humour again.")


def test_rows_of_cells_are_a_table():
    cells = [("Name", "Age", "Town"), ("Ann", "7", "Bern"), ("Bo", "90", "Oslo")]
    rows = [line("Who they are:", 50, 0)]
    for number, row in enumerate(cells, start=2):
        rows += [line(text, 50 + 100 * place, number) for place, text in enumerate(row)]
    rows.append(line("That was the table, and the text goes on.", 50, 7))
    assert blocks(rows) == [
        "Who they are:", "Name\tAge\tTown\nAnn\t7\tBern\nBo\t90\tOslo",
        "That was the table, and the text goes on.",
    ]  # fmt: skip


def test_a_single_row_with_a_gap_is_a_line():
    rows = [line("Bern,", 50, 0), line("1 May", 250, 0), line("Dear all", 50, 3)]
    assert blocks(rows) == ["Bern, 1 May", "Dear all"]


def test_a_bullet_drawn_apart_stays_with_its_item():
    rows = [each for n in range(3) for each in (line("•", 50, n), line(f"item {n}", 80, n))]
    assert blocks(rows) == ["• item 0", "• item 1", "• item 2"]


def test_columns_end_where_a_line_crosses_the_gutter():
    rows = []
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        rows += [line(left, 50, number, 180), line(right, 260, number, 180)]
    rows.append(line("And this runs across both of them, as a table note would do", 50, 6, 400))
    assert blocks(rows)[-1].startswith("And this")


def test_nothing_gives_nothing():
    assert blocks([]) == []
