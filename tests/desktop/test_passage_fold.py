import pytest

from desktop.passage_fold import LEAST, asked_place, fold

PASSAGE = "The ferry leaves at nine. " * 5


def test_the_copy_of_a_passage_becomes_a_few_words():
    folded = fold(f"Answer by the text.\n\n{PASSAGE.strip()}\n\nWhen does it leave?", PASSAGE)
    assert folded is not None
    start, end = folded.place
    assert folded.text[start:end] == " The passage, 25 words "
    assert folded.text.startswith("Answer by the text.\n\n")
    assert folded.text.endswith("\n\nWhen does it leave?")


def test_an_input_without_the_whole_passage_stays_as_it_is():
    assert fold("When does it leave?", PASSAGE) is None
    assert fold(PASSAGE[:LEAST], PASSAGE) is None
    assert fold("", "") is None


def test_a_short_passage_is_left_in_its_place():
    short = "word " * (LEAST // 5 - 1)
    assert fold(f"{short}?", short) is None


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [("", "\n\nWho may enter?", "behind"), ("Who may enter?\n\n", "", "front"), ("", "", "front")],
)
def test_what_is_asked_stands_behind_the_passage_or_in_front_of_it(
    before: str, after: str, asked: str
):
    text = f"{before}{PASSAGE.strip()}{after}"
    start, end = asked_place(text, PASSAGE) or (-1, -1)
    assert text[start:end] == (after if asked == "behind" else before)


def test_without_a_copy_of_the_passage_there_is_no_place_of_the_question():
    assert asked_place("Who may enter?", PASSAGE) is None
    assert asked_place("Who may enter?", "") is None
