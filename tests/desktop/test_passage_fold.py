from desktop.passage_fold import LEAST, fold

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
