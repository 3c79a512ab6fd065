"""Every text takes one form, and its page marks go along."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.normalise import normalise
from engine.records import Extract, PageMark


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("e\u0301", "é"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("of\ufb01ce e\ufb03cient", "office efficient"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("bell\x07 tab\tstays", "bell tab\tstays"),
        ("over\u202eride", "override"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("trailing \t \nspace\u3000", "trailing\nspace"),
        ("a\n\n \n\n\nb", "a\n\nb"),
        ("\n\n a\n", "a"),
        ("no\u00a0break\u2009thin", "no break thin"),
        ("\uf0b7 pay", "• pay"),
        ("lone \ud800 surrogate", "lone  surrogate"),
    ],
)
def test_text_takes_one_form(before, after):
    assert normalise(Extract(before)).text == after


def test_marks_move_with_their_text():
    pages = ("  \ufb01rst  \n\n\n\n", "\n \n", "second\r\n", "th\u00adird")
    starts = [sum(map(len, pages[:number])) for number in range(4)]
    marks = tuple(PageMark(start, f"page {n}") for n, start in enumerate(starts, start=1))
    extract = normalise(Extract("".join(pages), marks))
    assert extract.text == "first\n\nsecond\nthird"
    assert [(extract.text[mark.start :][:6].strip(), mark.label) for mark in extract.pages] == [
        ("first", "page 1"),
        ("second", "page 3"),
        ("third", "page 4"),
    ]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_the_form_is_stable_and_marks_stay_inside_and_in_order(pages):
    marks: list[PageMark] = []
    text = ""
    for number, page in enumerate(pages):
        marks.append(PageMark(len(text), str(number)))
        text += page + "\n"
    extract = normalise(Extract(text, tuple(marks)))
    assert normalise(extract).text == extract.text
    assert unicodedata.is_normalized("NFC", extract.text)
    starts = [mark.start for mark in extract.pages]
    assert starts == sorted(set(starts))
    assert all(start < len(extract.text) for start in starts)
