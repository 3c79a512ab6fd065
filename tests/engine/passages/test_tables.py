"""Header rows: every passage that begins inside a table knows the first row of it."""

import pytest

from engine.passages.cut import cut
from engine.passages.tables import stretches
from engine.records import PassageSettings

ROWS = "\n".join(f"C-{n}\tParty {n}\t{n * 10}" for n in range(40))


def words(texts):
    return [len(text.split()) for text in texts]


def headers(text, limit=30):
    spans = cut(text, PassageSettings(max_tokens=limit, min_tokens=0), words)
    return [span.header and text[span.header.start : span.header.end] for span in spans]


def test_the_header_row_goes_with_every_passage_but_the_one_that_holds_it():
    first, *others = headers(f"Contract\tParty\tFee\n{ROWS}")
    assert first is None
    assert set(others) == {"Contract\tParty\tFee"}


def test_each_table_has_its_own_header_and_prose_has_none():
    text = f"A\tB\tC\n{ROWS}\n\n{'Prose goes on. ' * 30}\n\nD\tE\tF\n{ROWS}"
    found = headers(text)
    assert found[-1] == "D\tE\tF"
    assert {"A\tB\tC", None, "D\tE\tF"} == set(found)


def test_a_markdown_header_brings_the_rule_under_it():
    rows = "\n".join(f"| C-{n} | Party {n} |" for n in range(40))
    assert (
        headers(f"| Contract | Party |\n|---|---|\n{rows}")[-1] == "| Contract | Party |\n|---|---|"
    )


@pytest.mark.parametrize(
    "first", ["C-9\t12\t13.5", "\tParty\tFee", "Just one cell\tand two", "long " * 20 + "\tb\tc"]
)
def test_a_first_row_that_is_no_header_is_none(first: str):
    assert set(headers(f"{first}\n{ROWS}")) == {None}


def test_each_row_is_a_part_of_its_own_and_prose_between_rows_is_one():
    text = "Prose. More\nprose.\na\tb. c\nd. e\n| f | g |\nEnd."
    found = [(text[a:b].strip(), is_row) for a, b, is_row in stretches(text, 0, len(text))]
    assert found == [
        ("Prose. More\nprose.", False), ("a\tb. c", True), ("d. e", False), ("| f | g |", True),
        ("End.", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row", ["| {0} | He paid. She did not. | City |", "{0}\tHe paid. She did not.\tX"]
)
def test_no_row_is_cut_inside_while_it_fits(row: str):
    text = "\n".join(row.format(f"Person {n}") for n in range(60))
    spans = cut(text, PassageSettings(max_tokens=30, min_tokens=5), words)
    assert len(spans) > 5
    assert all(span.start == 0 or text[span.start - 1] == "\n" for span in spans)
