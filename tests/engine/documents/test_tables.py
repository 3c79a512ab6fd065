"""CSV and JSON Lines: records with the names of their columns, or the columns that were chosen."""

import csv
import json

import pytest

from engine.documents import columnar, csv_table, jsonl
from engine.errors import DocumentRefused
from engine.records import FileStatus, ImportOptions, PageMark

PROSE = "The tenant has to pay the rent on the third working day of each month."


def refusal(call, *arguments):
    with pytest.raises(DocumentRefused) as caught:
        call(*arguments)
    return caught.value


def lines(*values):
    return "\n".join(json.dumps(value) for value in values).encode()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_all_columns_are_read_by_their_names(separator):
    rows = [["id", "body", "label"], ["1", f'"{PROSE}"', "a"], ["2", f'"{PROSE} Or not."', ""]]
    found = csv_table.read("\n".join(separator.join(row) for row in rows).encode())
    first = f"id: 1\nbody: {PROSE}\nlabel: a"
    assert found.text.strip() == f"{first}\n\nid: 2\nbody: {PROSE} Or not."
    assert found.pages == (PageMark(0, "row 1, id 1"), PageMark(len(first) + 2, "row 2, id 2"))
    assert not found.note


def test_one_remark_never_takes_the_place_of_the_table():
    rows = [f"{n},Valve {n},{n * 3}," for n in range(40)]
    rows[7] += f'"{PROSE} {PROSE}"'
    text = csv_table.read("\n".join(["no,item,price,remark", *rows]).encode()).text
    assert all(f"item: Valve {n}\nprice: {n * 3}" in text for n in range(40))
    assert text.count("remark:") == 1


def test_columns_can_be_named_or_numbered():
    data = b"id,Name\n1,Ann\n2,\n3,Bo\n"
    for column in ("name", "2"):
        found = csv_table.read(data, ImportOptions(columns=(column,)))
        assert found.text.strip() == "Ann\n\nBo"
        assert found.note == "The text is taken from column “Name”; 1 other left out: “id”."
        assert [mark.label for mark in found.pages] == ["row 1, id 1", "row 3, id 3"]
    refused = refusal(csv_table.read, data, ImportOptions(columns=("age",)))
    assert refused.status is FileStatus.NO_TEXT
    assert "“id”, “Name”" in str(refused)
    numbered = refusal(csv_table.read, b"1,2\n3,4\n", ImportOptions(columns=("x",)))
    assert "the numbers 1 to 2" in str(numbered)


def test_questions_stay_with_their_answers_where_both_are_chosen():
    options = ImportOptions(columns=("question", "answer"))
    rows = {"question": "Why?", "answer": "So.", "source": "book 3", "score": 1}
    table = b"question,answer,source,score\nWhy?,So.,book 3,1\n"
    for found in (csv_table.read(table, options), jsonl.read(lines(rows), options)):
        assert found.text.strip() == "question: Why?\nanswer: So."
        assert [mark.label for mark in found.pages] == ["row 1, source book 3"]
        assert found.note.endswith("2 others left out: “source” and “score”.")
    refused = refusal(jsonl.read, lines(rows), ImportOptions(columns=("query",)))
    assert "no column “query”; choose one of “question”, “answer”" in str(refused)


def test_a_record_asked_to_be_one_passage_has_no_blank_line_inside():
    data = lines({"title": "A", "text": "One.\n\n\nTwo."}, {"title": "B", "text": "Three."})
    found = jsonl.read(data, ImportOptions(records=True))
    assert found.text.strip() == "title: A\ntext: One.\nTwo.\n\ntitle: B\ntext: Three."
    assert csv_table.read(b"1,2\n3,4\n", ImportOptions(records=True)).text.count("\n\n") == 2


def test_lines_before_a_table_are_text_and_told():
    data = (
        "Report of May\nPrinted on;3 June\n\nDate;Place;Amount;Text\n1.5.;A;1,50;a\n2.5.;B;2,70;b\n"
    )
    found = csv_table.read(data.encode())
    assert found.text.startswith("Report of May\n\nPrinted on;3 June\n\nDate: 1.5.\nPlace: A\n")
    assert "Amount: 1,50" in found.text
    assert found.note == "2 lines before the table kept as text."


def test_excel_names_the_separator_in_a_line_of_its_own():
    assert csv_table.read(b"sep=|\r\na|b;c\r\n1|2;3\r\n").text.strip() == "a: 1\nb;c: 2;3"


def test_commas_in_numbers_part_no_cells():
    assert csv_table.read(b"1,5;2,5;3,5\n1,5;2,5;4,5\n").text == "1,5\t2,5\t3,5\n1,5\t2,5\t4,5"


def test_lines_end_as_every_computer_ends_them():
    for end in ("\n", "\r\n", "\r"):
        data = end.join(["a,b", "1,2", '3,"x"', "5,6"]).encode()
        assert csv_table.read(data).text.strip() == "a: 1\nb: 2\n\na: 3\nb: x\n\na: 5\nb: 6"


def test_a_table_that_names_would_make_too_large_is_kept_without_and_says_so(monkeypatch):
    monkeypatch.setattr(csv_table, "_MOST_CHARACTERS", 30)
    found = csv_table.read(b"name,age\nAnn,7\nBo,8\n")
    assert found.text == "name\tage\nAnn\t7\nBo\t8"
    assert "without the names" in found.note


def test_tables_without_names_and_lists_are_kept_whole():
    assert csv_table.read(b"1,2\n3,4\n").text == "1\t2\n3\t4"
    assert csv_table.read(b"alone").text == "alone"
    assert csv_table.read(b"apples\npears\n").text == "apples\npears"
    assert csv_table.read(f"text\n{PROSE}\n".encode()).text.strip() == PROSE
    assert csv_table.read(b"\n").text == ""
    wide = csv_table.read(b"name,age\nAnn,7,x\n").text
    assert wide.strip() == "name: Ann\nage: 7\ncolumn 3: x"


def test_records_hold_texts_lists_and_strings():
    chat = {"messages": [{"role": "user", "content": PROSE}, {"n": 1, "none": None}], "id": 1}
    assert jsonl.read(lines(chat)).text.strip() == f"messages: user\n{PROSE}\n1\nid: 1"
    assert jsonl.read(lines("one", "two") + b"\n\n").text.strip() == "one\n\ntwo"
    chosen = jsonl.read(lines({"a": "x"}, {"b": True}), ImportOptions(columns=("b",)))
    assert chosen.text.strip() == "true"


def test_a_torn_line_among_many_is_left_out_and_told():
    data = lines(*({"text": f"Sentence {n}."} for n in range(50))) + b'\n{"text": "to'
    found = jsonl.read(data)
    assert found.text.strip().endswith("Sentence 49.")
    assert found.note == "1 line that is no JSON left out: 51."


def test_a_line_that_is_no_json_is_named():
    assert "Line 2 is no JSON" in str(refusal(jsonl.read, b'{"a": 1}\n{"a": \n'))
    assert "no JSON" in str(refusal(jsonl.read, b"9" * 10_000))


def test_deep_json_is_refused_or_cut():
    assert refusal(jsonl.read, b"[" * 100_000).status is FileStatus.DAMAGED
    assert jsonl.read(b"[" * 40 + b'"x"' + b"]" * 40).text == ""


def test_too_many_fields_are_too_big():
    data = lines({str(number): number for number in range(2_000)})
    chosen = ImportOptions(columns=("7",))
    assert refusal(jsonl.read, data, chosen).status is FileStatus.TOO_BIG


def test_a_table_that_csv_refuses_is_damaged(monkeypatch):
    monkeypatch.setattr(csv_table, "_LONGEST_CELL", 10)
    assert refusal(csv_table.read, b"a,b\n" + b"x" * 100).status is FileStatus.DAMAGED
    assert csv.field_size_limit() > 10  # put back: it is the whole process's


def test_marks_are_bounded_and_true(monkeypatch):
    monkeypatch.setattr(columnar, "_MOST_MARKS", 2)
    found = csv_table.read(b"t,u\n" + b"x,y\n" * 5, ImportOptions(columns=("t",)))
    assert [mark.label for mark in found.pages] == ["row 4"]
    assert found.pages[0].start == len("x\n\n" * 3)


def test_a_million_records_are_joined_as_they_come(monkeypatch):
    monkeypatch.setattr(columnar, "_BATCH", 4)
    data = b"t,u\n" + b"".join(b"%d,y\n" % number for number in range(9))
    found = csv_table.read(data)
    assert found.text.strip().split("\n\n") == [f"t: {number}\nu: y" for number in range(9)]
    assert [found.text[mark.start :][:4] for mark in found.pages] == [f"t: {n}" for n in range(9)]
