import sys

import pytest

from desktop.edit_marks import diff


@pytest.mark.parametrize(
    ("before", "after", "text", "gone", "come"),
    [
        ("at nine o'clock", "at ten o'clock", "at nine ten o'clock", ["nine"], ["ten"]),
        ("Who?\n\nthe old king", "Who?\n\nthe king", "Who?\n\nthe old king", ["old"], []),
        ("the king", "the old king", "the old king", [], ["old"]),
        ("the  king", "the king", "the king", [], []),
        ("", "anything", "anything", [], ["anything"]),
        ("one two three", "", "one two three", ["one two three"], []),
        ("nine", "at ten", "nine at ten", ["nine"], ["at ten"]),
    ],
)
def test_what_went_stands_before_what_came(before, after, text, gone, come):
    found = diff(before, after)
    assert found.text == text
    assert [text[start:end] for start, end in found.gone] == gone
    assert [text[start:end] for start, end in found.come] == come


def test_very_long_texts_are_not_compared():
    found = diff("word " * 2_000, "other")
    assert (found.text, found.gone, found.come) == ("other", (), ())


def looked_up(before: str, after: str) -> int:
    """How many words a comparison looks up: calls of functions written in C."""
    seen = 0

    def count(_frame: object, event: str, _of: object) -> None:
        nonlocal seen
        seen += event == "c_call"

    sys.setprofile(count)
    try:
        diff(before, after)
    finally:
        sys.setprofile(None)
    return seen


def test_words_that_are_repeated_over_and_over_are_not_compared_each_with_each():
    assert looked_up("x y " * 200, "x z " * 200) < 100_000  # it was three million


def test_in_such_a_text_what_changed_is_found_between_other_words():
    words = [f"w{n} | | | |" for n in range(80)]
    newer = [*words]
    newer[40] = "other | | | |"
    found = diff(" ".join(words), " ".join(newer))
    assert [found.text[slice(*place)] for place in found.gone] == ["w40"]
    assert [found.text[slice(*place)] for place in found.come] == ["other"]


def test_a_place_of_the_newer_text_is_found_again_in_both():
    after = "Dogs may enter at ten."
    found = diff("Dogs may enter at nine, say.", after)
    for word in ("Dogs", "enter at", "ten."):
        start = after.index(word)
        here = found.here((start, start + len(word)))
        assert here is not None
        assert found.text[slice(*here)] == word
    assert found.here((after.index("at"), len(after))) is None  # what went stands between
