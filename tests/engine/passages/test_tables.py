"""Header rows: every passage that begins inside a table knows the first row of it."""

import pytest

from engine.passages.cut import cut
from engine.passages.tables import rows_joined
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


def test_the_parts_of_a_row_are_joined_and_those_of_prose_are_not():
    text = "a\tb. c\nd. e"
    assert rows_joined(text, [(0, 4), (5, 6), (7, 9), (10, 11)]) == [(0, 6), (7, 9), (10, 11)]
