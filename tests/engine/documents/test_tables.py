"""CSV and JSON Lines: the text column, named or guessed, or the whole table."""

import csv
import json

import pytest

from engine.documents import columnar, csv_table, jsonl
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark

PROSE = "The tenant has to pay the rent on the third working day of each month."


def refusal(call, *arguments):
    with pytest.raises(DocumentRefused) as caught:
        call(*arguments)
    return caught.value


def lines(*values):
    return "\n".join(json.dumps(value) for value in values).encode()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_column_of_prose_is_the_text(separator):
    rows = [["id", "body", "label"], ["1", f'"{PROSE}"', "a"], ["2", f'"{PROSE} Or not."', "b"]]
    found = csv_table.read("\n".join(separator.join(row) for row in rows).encode())
    assert found.text == f"{PROSE}\n\n{PROSE} Or not."
    assert found.pages == (PageMark(0, "row 1"), PageMark(len(PROSE) + 2, "row 2"))
    assert found.note == "The text is taken from column “body”, one of 3."


def test_a_column_can_be_named_or_numbered():
    data = b"id,Name\n1,Ann\n2,\n3,Bo\n"
    for column in ("name", "2"):
        found = csv_table.read(data, column)
        assert found.text == "Ann\n\nBo"
        assert found.note == "The text is taken from column “Name”, one of 2."
    refused = refusal(csv_table.read, data, "age")
    assert refused.status is FileStatus.NO_TEXT
    assert "“id”, “Name”" in str(refused)
    assert "the numbers 1 to 2" in str(refusal(csv_table.read, b"1,2\n3,4\n", "x"))


def test_a_table_of_short_cells_is_kept_whole():
    assert csv_table.read(b"name,age\nAnn,7\n\nBo,\n").text == "name\tage\nAnn\t7\nBo\t"
    assert csv_table.read(b"1,2\n3,4\n").text == "1\t2\n3\t4"
    assert csv_table.read(b"alone").text == "alone"
    assert csv_table.read(b"\n").text == ""


def test_a_table_without_names_has_its_first_row_read():
    found = csv_table.read(f'1,"{PROSE}"\n2,"{PROSE} Again."\n,\n3'.encode())
    assert found.text.startswith(PROSE)
    assert found.note == "The text is taken from column 2, one of 2."


def test_a_usual_name_wins_over_a_slightly_longer_column():
    data = lines({"note": PROSE + " More.", "text": PROSE, "void": ""})
    assert jsonl.read(data).text == PROSE


def test_records_hold_texts_lists_and_strings():
    chat = {"messages": [{"role": "user", "content": PROSE}, {"n": 1, "none": None}], "id": 1}
    assert jsonl.read(lines(chat)).text == f"user\n{PROSE}\n1"
    assert jsonl.read(lines("one", "two") + b"\n\n").text == "text\none\ntwo"
    assert jsonl.read(lines({"a": "x"}, {"b": True}), "b").text == "true"


def test_a_line_that_is_no_json_is_named():
    assert "Line 2 is no JSON" in str(refusal(jsonl.read, b'{"a": 1}\n{"a": \n'))
    assert "no JSON" in str(refusal(jsonl.read, b"9" * 10_000))


def test_deep_json_is_refused_or_cut():
    assert refusal(jsonl.read, b"[" * 100_000).status is FileStatus.DAMAGED
    assert jsonl.read(b"[" * 40 + b'"x"' + b"]" * 40).text == "text\n"


def test_too_many_fields_are_too_big():
    data = lines({str(number): number for number in range(2_000)})
    assert refusal(jsonl.read, data).status is FileStatus.TOO_BIG


def test_a_table_that_csv_refuses_is_damaged(monkeypatch):
    monkeypatch.setattr(csv_table, "_LONGEST_CELL", 10)
    assert refusal(csv_table.read, b"a,b\n" + b"x" * 100).status is FileStatus.DAMAGED
    assert csv.field_size_limit() > 10  # put back: it is the whole process's


def test_marks_are_bounded_and_true(monkeypatch):
    monkeypatch.setattr(columnar, "_MOST_MARKS", 2)
    found = csv_table.read(b"t,u\n" + b"x,y\n" * 5, "t")
    assert [mark.label for mark in found.pages] == ["row 3"]
