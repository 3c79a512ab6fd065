import pytest

from engine.worker.answer_text import AnswerText


def test_a_letter_that_comes_in_two_tokens_is_put_together():
    answer = AnswerText()
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert not answer.add(b"caf" + first)
    assert answer.text() == "caf"
    answer.add(second)
    assert answer.text() == "café"


def test_bytes_that_are_no_text_become_replacement_letters():
    answer = AnswerText()
    answer.add(b"a\xffb")
    assert answer.text() == "a\ufffdb"


@pytest.mark.parametrize("pieces", [["one END two"], ["one E", "ND two"], ["one ", "E", "N", "D"]])
def test_a_stop_string_is_found_across_tokens_and_cut_with_what_follows(pieces: list[str]):
    answer = AnswerText(["END"])
    ends = [answer.add(piece.encode()) for piece in pieces]
    assert ends[-1]
    assert not any(ends[:-1])
    assert answer.text() == "one "


def test_the_earliest_of_several_stop_strings_counts():
    answer = AnswerText(["later", "now", ""])
    assert answer.add(b"not now, later")
    assert answer.text() == "not "


def test_without_stop_strings_nothing_stops():
    assert not AnswerText([]).add(b"anything")
