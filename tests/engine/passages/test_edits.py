"""Edits by hand: whatever is done, nothing is lost and nothing is in two passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadSetting, BonitoError, NothingToDo
from engine.passages.cut import cut
from engine.passages.edits import Coverage, coverage, merge, place_of, split, toggle
from engine.records import Header, PassageSettings, Span

TEXTS = st.text(alphabet=st.sampled_from("ab .\n\t\u00a0é漢🙂"), max_size=200)
EDITS = st.lists(st.tuples(st.sampled_from("msx"), st.integers(0, 210)), max_size=25)
TEXT = "One two.\n\nThree four.  Five."
SPANS = [Span(0, 8, 2), Span(10, 21, 2), Span(23, 28, 1)]


def words(texts):
    return [len(text.split()) for text in texts]


def apply(text, spans, kind, number):
    if kind == "m":
        return merge(text, spans, number % (len(spans) + 1), 12, words)
    if kind == "s":
        return split(text, spans, number, 12, words)
    return toggle(spans, number % (len(spans) + 1))


@given(text=TEXTS, edits=EDITS)
def test_after_any_edits_the_passages_still_cover_everything_once(text, edits):
    spans = cut(text, PassageSettings(max_tokens=12, min_tokens=0), words)
    for edit in edits:
        try:
            spans = apply(text, spans, *edit)
        except BonitoError:
            continue
        end = 0
        for span in spans:
            assert not text[end : span.start].strip()
            inner = text[span.start : span.end]
            assert inner
            assert inner == inner.strip()
            assert span.tokens == words([inner])[0] <= 12
            end = span.end
        assert not text[end:].strip()
        found = coverage(text, spans)
        assert found.covered == found.characters >= found.included


def test_merging_takes_what_is_between_along():
    assert merge(TEXT, SPANS, 0, 9, words) == [Span(0, 21, 4), SPANS[2]]


@pytest.mark.parametrize("place", [2, 3, -1])
def test_the_last_passage_has_no_next(place: int):
    with pytest.raises(NothingToDo, match="last passage"):
        merge(TEXT, SPANS, place, 9, words)


def test_a_merge_over_the_limit_names_both_numbers():
    with pytest.raises(BadSetting, match="4 tokens, and the largest size is 3"):
        merge(TEXT, SPANS, 0, 3, words)


def test_splitting_leaves_white_space_to_neither_side():
    assert split(TEXT, SPANS, 13, 12, words) == [
        SPANS[0],
        Span(10, 13, 1),
        Span(13, 21, 2),
        SPANS[2],
    ]
    assert split(TEXT, SPANS, 4, 12, words)[:2] == [Span(0, 3, 1), Span(4, 8, 1)]


@pytest.mark.parametrize("offset", [0, 8, 9, 10, 28, 99])
def test_a_split_that_leaves_nothing_on_one_side_is_refused(offset: int):
    with pytest.raises(NothingToDo):
        split(TEXT, SPANS, offset, 12, words)
    with pytest.raises(NothingToDo):
        split(TEXT, [], offset, 12, words)


def test_what_is_left_out_stays_and_comes_back():
    out = toggle(SPANS, 1)
    assert [span.is_excluded for span in out] == [False, True, False]
    assert toggle(out, 1) == SPANS
    assert [span.is_excluded for span in split(TEXT, out, 13, 12, words)] == [
        False,
        True,
        True,
        False,
    ]
    assert not merge(TEXT, out, 0, 9, words)[0].is_excluded
    with pytest.raises(NothingToDo):
        toggle([], 0)


def test_a_place_belongs_to_the_passage_before_it():
    assert [place_of(SPANS, offset) for offset in (0, 8, 9, 10, 99)] == [0, 0, 0, 1, 2]
    assert place_of([Span(3, 5, 1)], 2) is None


def test_coverage_is_counted_without_white_space():
    assert coverage(TEXT, toggle(SPANS, 2)) == Coverage(22, 22, 17)
    assert coverage(TEXT, SPANS[1:]) == Coverage(22, 15, 15)
    assert coverage(" \n", []) == Coverage(0, 0, 0)


TABLE = "Name\tAge\n" + "\n".join(f"Ann\t{age}" for age in range(12))
HEADER = Header(0, 8, 2)


def test_both_parts_of_a_split_table_know_its_header_row():
    whole = [Span(0, len(TABLE), 26)]
    first, second = split(TABLE, whole, TABLE.index("Ann\t6"), 26, words)
    assert (first.header, second.header) == (None, HEADER)
    third = split(TABLE, [first, second], TABLE.index("Ann\t9"), 26, words)[2]
    assert third.header == HEADER


def test_merged_rows_know_their_header_row_unless_they_hold_it():
    rows = cut(TABLE, PassageSettings(max_tokens=8, min_tokens=0), words)
    assert [span.header for span in rows] == [None, *[HEADER] * (len(rows) - 1)]
    assert merge(TABLE, rows, 1, 99, words)[1].header == HEADER
    assert merge(TABLE, rows, 0, 99, words)[0].header is None


def test_a_row_taken_in_again_after_another_edit_knows_its_header_row():
    rows = toggle(cut(TABLE, PassageSettings(max_tokens=8, min_tokens=0), words), 3)
    assert toggle(merge(TABLE, rows, 0, 99, words), 2)[2].header == HEADER
