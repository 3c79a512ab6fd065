import pytest

from desktop.edit_marks import removed


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("at nine o'clock", "at ten o'clock", ["nine"]),
        ("Who was it?\n\nthe old king", "Who was it?\n\nthe king", ["old"]),
        ("the king", "the old king", []),
        ("the  king", "the king", []),
        ("", "anything", []),
        ("one two three", "", ["one two three"]),
    ],
)
def test_what_an_edit_took_away_is_marked_where_it_stood(before, after, marked):
    assert [before[start:end] for start, end in removed(before, after)] == marked


def test_very_long_texts_are_not_compared():
    assert removed("word " * 2_000, "other") == []
