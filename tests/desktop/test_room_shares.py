import pytest

from desktop.room_shares import lines, shares

LONG = "word " * 120


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        ("When?", "At nine.", (1, 1)),
        ("Sum it up.", LONG, (2, 5)),
        (LONG, "Yes", (3, 1)),
        ("The passage, 70 words\n\nWhat is this text about?\nA\nB\nC", "Storage", (2, 1)),
        ("", "", (1, 1)),
    ],
)
def test_the_longer_text_gets_the_larger_part(asked, answer, expected):
    assert shares(asked, answer) == expected


def test_lines_are_counted_as_they_wrap():
    assert lines("a\n\nb") == 3
    assert lines("x" * 93) == 3
    assert lines("") == 1
