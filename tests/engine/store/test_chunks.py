from hypothesis import given
from hypothesis import strategies as st

from engine.store.chunks import LONGEST, USUAL, pieces

TEXTS = st.lists(
    st.sampled_from(["word ", "x" * 700, "\n", "\n\n", " ", "é🙂", "A sentence of words. "]),
    max_size=60,
).map("".join)


@given(TEXTS)
def test_the_pieces_give_exactly_the_text(text: str):
    found = list(pieces(text))
    assert "".join(text[start:end] for start, end in found) == text
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert all(end - start <= LONGEST for start, end in found)


def test_they_end_after_a_blank_line_where_one_comes_in_time():
    text = ("word " * 150 + "\n\n") * 10
    assert all(text[:end].endswith("\n\n") for _, end in pieces(text))


def test_else_after_a_word_and_a_text_without_white_space_is_cut_anywhere():
    text = "word " * 2000
    assert all(text[:end].endswith(" ") for _, end in pieces(text))
    assert list(pieces("x" * (LONGEST + 1))) == [(0, LONGEST), (LONGEST, LONGEST + 1)]


def test_a_long_text_has_pieces_of_about_the_usual_size():
    text = "One of many lines.\n" * 50_000
    assert len(text) / len(list(pieces(text))) > USUAL * 0.9


def test_an_empty_text_is_one_empty_piece():
    assert list(pieces("")) == [(0, 0)]
