"""What is marked of an answer in its passage, and what is named as missing."""

from dataclasses import replace

import pytest

from desktop.support_marks import marks
from engine.records import Evidence, EvidenceGrade, Header, Outcome, PassageText, Task
from engine.tasks.evidence import find, in_document

TEXT = "It opens at nine. Dogs may enter at nine with Anna Müller, for 1,250 euros."
PASSAGE = PassageText(100, TEXT)


def task(short: str, output: str, passage: PassageText = PASSAGE) -> Task:
    found = in_document(find(output, passage.shown), passage)
    return Task(
        id=5, run_id=2, unit_id=9, task_type=short, sample=0, seed=77, outcome=Outcome.OK,
        input="?", output=output, raw="", prompt_sha256="", evidence=found, document_id=3,
        document_name="a.pdf", passage_id=4, passage_start=passage.start,
        passage_end=passage.start + len(passage.text), page="", verdict=None, created_at="",
    )  # fmt: skip


def test_every_place_of_an_answer_is_marked_and_counted():
    found = marks(task("exqa", "at nine"), PASSAGE)
    assert [TEXT[start:end] for start, end in found.passage] == ["at nine", "at nine"]
    assert found.evidence == (
        "The answer stands in the passage, word for word. It stands 2 times; each place is marked."
    )
    assert found.missing == ""


def test_the_place_that_was_stored_comes_first_for_the_pane_goes_there():
    one = task("exqa", "at nine")
    second = TEXT.rindex("at nine")
    stored = Evidence(EvidenceGrade.EXACT, 100 + second, 100 + second + 7)
    object.__setattr__(one, "evidence", stored)
    assert marks(one, PASSAGE).passage[0] == (second, second + 7)


def test_one_place_is_not_counted():
    assert "times" not in marks(task("exqa", "Dogs"), PASSAGE).evidence


def test_of_a_free_answer_what_the_passage_holds_is_marked_and_the_rest_named():
    output = "Somebody pays 1250 euros, not 1,300, to Anna Muller."
    found = marks(task("summarization", output), PASSAGE)
    assert sorted(TEXT[start:end] for start, end in found.passage) == ["1,250", "Anna Müller"]
    assert [output[start:end] for start, end in found.output] == ["1,300"]
    assert found.missing == "Not in the passage: 1,300."
    assert found.evidence == ""


@pytest.mark.parametrize(
    ("short", "asked", "marked"),
    [
        ("ynqa", "When does it open?\nIs “at nine” the right answer? Yes or no?", ["at nine"] * 2),
        ("ynqa", "Somebody answers “Who may enter?” with “Dogs”. Is that right?", ["Dogs"]),
        ("qg", "The answer is: 1,250 euros\nWhat is the question?", ["1,250 euros"]),
        ("qg", "Ask something about the text below whose answer is “Dogs”.", ["Dogs"]),
        ("nli", "Is it opened by “Bob Dylan”?", []),
        ("exqa", "What is “Dogs”?", []),
    ],
)
def test_where_the_answer_has_no_place_what_the_input_names_is_marked(
    short: str, asked: str, marked: list[str]
):
    one = replace(task(short, "Yes"), input=f"{TEXT}\n\n{asked}")
    found = marks(one, PASSAGE)
    assert [TEXT[start:end] for start, end in found.passage] == marked
    assert found.evidence == (f"Marked: “{marked[0]}”." if marked else "")


def test_an_edited_question_is_not_looked_for_in_the_passage():
    asked = replace(
        task("qg", "Who may come in?"),
        input="The answer is: Dogs\nWhat is the question?",
        evidence=Evidence(EvidenceGrade.EDITED),
    )
    assert marks(asked, PASSAGE).evidence == "Marked: “Dogs”."


def test_a_common_word_is_no_place_of_a_name_that_begins_like_it():
    text = "A word processor is a program. In 1978 came WordStar, later others."
    passage = PassageText(0, text)
    found = marks(task("qg", "When was WordStar made?", passage), passage)
    assert "word" not in [text[start:end] for start, end in found.passage]
    assert "WordStar" in [text[start:end] for start, end in found.passage]


def test_a_label_has_no_marks():
    found = marks(task("ynqa", "In Oslo, yes, for 7"), PASSAGE)
    assert (found.passage, found.output, found.missing) == ((), (), "")


def test_places_are_those_of_the_passage_s_own_text_behind_a_header_row():
    rows = PassageText(40, "Anna | 30", Header(0, 12, 3), "Name | Euros")
    found = marks(task("qa", "30", rows), rows)
    assert [rows.text[start:end] for start, end in found.passage] == ["30"]
    named = marks(task("qa", "The Euros of Anna are 31", rows), rows)
    assert named.missing == "Not in the passage: 31."
    assert [rows.text[start:end] for start, end in named.passage] == ["Anna"]
