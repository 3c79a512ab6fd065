"""Rows of a workbook as records: columns that are chosen, or one passage a row."""

import pytest

from engine.documents import xlsx
from engine.errors import DocumentRefused
from engine.records import FileStatus, ImportOptions
from tests.engine.documents import files


def sheet(*rows: tuple[str, ...]) -> str:
    """The inside of sheetData, of texts; an empty one is a cell that is not there."""
    made: list[str] = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{column}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
            for column, value in zip("ABCDEF", row, strict=False)
            if value
        )
        made.append(f'<row r="{number}">{cells}</row>')
    return "".join(made)


QUESTIONS = sheet(
    ("Questions of tenants",),
    ("id", "question", "answer", "who"),
    ("7", "Who pays?", "The tenant.", "Ann"),
    ("8", "When?", "", "Bob"),
)
PRICES = sheet(("flat", "rent"), ("one", "900"), ("two", "800"))
DATA = files.xlsx(QUESTIONS, PRICES)


def test_chosen_columns_are_the_text_and_what_is_left_out_is_told():
    found = xlsx.read(DATA, ImportOptions(columns=("question", "3")))
    assert found.text == (
        "Questions of tenants\n\nquestion: Who pays?\nanswer: The tenant.\n\nquestion: When?"
    )
    assert "“question” and “answer”; 2 others left out: “id” and “who”." in found.note
    assert found.note.endswith("1 sheet without these columns left out.")


def test_each_row_is_a_record_that_tells_where_it_is_from():
    found = xlsx.read(DATA, ImportOptions(records=True))
    assert found.text.endswith("flat: one\nrent: 900\n\nflat: two\nrent: 800")
    assert [mark.label for mark in found.pages] == [
        "sheet Sheet1",
        "sheet Sheet1, row 1, id 7",
        "sheet Sheet1, row 2, id 8",
        "sheet Sheet2, row 1",
        "sheet Sheet2, row 2",
    ]
    starts = [found.text[mark.start :].partition("\n")[0] for mark in found.pages]
    assert starts == ["Questions of tenants", "id: 7", "id: 8", "flat: one", "flat: two"]


def test_a_column_that_no_sheet_has_is_refused_with_those_there_are():
    with pytest.raises(DocumentRefused, match="no column “price”; choose one of “id”") as refused:
        xlsx.read(DATA, ImportOptions(columns=("price",)))
    assert refused.value.status is FileStatus.NO_TEXT


def test_without_a_choice_the_sheets_stay_as_they_stand():
    assert xlsx.read(DATA).text.startswith("Questions of tenants\nid\tquestion\tanswer\twho\n7\t")
