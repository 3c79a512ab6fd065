"""Cutting: nothing is lost or over the limit, and cuts fall where a reader would make them."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import BadSetting
from engine.passages.cut import cut, in_steps
from engine.records import PassageKind, PassageSettings, Span

WORDS = st.text(
    alphabet=st.sampled_from("abc ABC.!?。\n\t#-“”\u00a0\u2003é漢\u0301🙂"), max_size=400
)
TEXTS = st.one_of(WORDS, st.text(max_size=300), st.lists(WORDS, max_size=5).map("\n\n".join))
SIZES = st.tuples(st.integers(4, 40), st.integers(0, 4))


def words(texts):
    return [len(text.split()) for text in texts]


def nasty(texts):
    """Tokens that don't add up: up to three more or fewer than half the characters."""
    return [
        max(1, len(text) // 2 + hashlib.sha256(text.encode("utf-8", "replace")).digest()[0] % 7 - 3)
        for text in texts
    ]


def settings(max_tokens, min_tokens=0, kind=PassageKind.PARAGRAPH):
    return PassageSettings(kind, max_tokens, min_tokens)


def pieces(text, *sizes, count=words, starts=(), **more):
    spans = cut(text, settings(*sizes, **more), count, starts)
    return [text[span.start : span.end] for span in spans]


def check_conservation(text, spans):
    end = 0
    for span in spans:
        assert span.start >= end
        assert not text[end : span.start].strip()
        inner = text[span.start : span.end]
        assert inner
        assert inner == inner.strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize("count", [words, nasty])
@pytest.mark.parametrize("kind", PassageKind)
@given(text=TEXTS, sizes=SIZES, starts=st.lists(st.integers(-3, 420), max_size=8))
def test_all_is_covered_once_and_nothing_is_over_the_limit(text, sizes, starts, kind, count):
    spans = cut(text, settings(*sizes, kind=kind), count, starts)
    check_conservation(text, spans)
    for span in spans:
        assert span.tokens == count([text[span.start : span.end]])[0]
        assert span.tokens <= sizes[0]


@example(text="A A A A\t。?\n? ?", sizes=(4, 3))  # "。" and "?" are two words apart, one together
@given(text=TEXTS, sizes=SIZES)
def test_no_small_piece_is_left_that_fits_to_a_neighbour(text, sizes):
    spans = cut(text, settings(*sizes), words)
    for one, other in pairwise(spans):
        if min(one.tokens, other.tokens) < sizes[1]:
            assert one.tokens + other.tokens > sizes[0]


def test_a_text_of_one_section_that_fits_is_one_passage():
    assert cut("  It is short. \n", settings(5), words) == [Span(2, 14, 3)]
    assert cut(" \n", settings(5), words) == []


def test_headings_are_cut_before_all_else():
    text = "# One\n\nText of one.\n\n# Two\n\nText of two."
    assert pieces(text, 50) == ["# One\n\nText of one.", "# Two\n\nText of two."]


def test_where_the_file_itself_starts_a_section_is_as_good_as_a_heading():
    text = "Slide one says this.\n\nAnd that.\n\nSlide two says more."
    assert pieces(text, 50, starts=[0, 32]) == [text[:31], text[33:]]
    assert pieces(text, 50, 8, starts=[0, 32]) == [text]


def test_a_section_that_starts_inside_a_paragraph_is_still_cut_there():
    text = "The end of one row.\nThe start of another."
    assert pieces(text, 50, starts=[20]) == text.splitlines()
    assert pieces(text, 50, kind=PassageKind.SENTENCE, starts=[20]) == text.splitlines()


def test_a_small_section_joins_the_next_and_the_last_the_one_before():
    text = "# One\n\n# Two\n\nText of two goes on.\n\n# End\n\nOver."
    assert pieces(text, 50, 5) == ["# One\n\n# Two\n\nText of two goes on.\n\n# End\n\nOver."]
    assert pieces(text, 9, 5) == ["# One\n\n# Two\n\nText of two goes on.", "# End\n\nOver."]


def test_then_paragraphs_are_cut_and_packed_to_about_the_same_size():
    text = "\n\n".join(f"Here are {number} words." for number in range(6))
    parts = pieces(text, 17)
    assert [len(part.split()) for part in parts] == [12, 12]


def test_then_sentences_lines_and_words():
    assert pieces("One two three. Four five six.", 4) == ["One two three.", "Four five six."]
    assert pieces("one two three\nfour five six", 4) == ["one two three", "four five six"]
    assert pieces("one two three four", 2) == ["one two", "three four"]


def test_a_word_over_the_limit_is_cut_by_characters_and_others_are_not():
    def letters(texts):
        return list(map(len, texts))

    parts = pieces("short " + "x" * 25 + " words", 10, count=letters)
    assert parts[0] == "short"
    assert parts[-1] == "words"
    assert set("".join(parts[1:-1])) == {"x"}
    assert max(map(len, parts)) <= 10


def test_a_single_character_over_the_limit_stays_whole():
    assert pieces("漢字", 1, count=lambda texts: [3 * len(text) for text in texts]) == ["漢", "字"]


def test_a_join_that_turns_out_too_long_is_taken_apart_again():
    def seams(texts):
        return [len(text.split()) + 5 * text.count("\n\n") for text in texts]

    text = "a b c.\n\nd e f.\n\ng h i.\n\n" + "j k l. " * 5
    assert all(tokens <= 10 for tokens in seams(pieces(text, 10, count=seams)))


def test_sentences_come_one_by_one_and_small_ones_are_not_merged():
    text = "# Head\n\nOne. Two two. Three" + " three" * 6
    assert pieces(text, 5, 3, kind=PassageKind.SENTENCE) == [
        "# Head", "One.", "Two two.", "Three three three three", "three three three"
    ]  # fmt: skip


@pytest.mark.parametrize("sizes", [(0, 0), (10, 11)])
def test_sizes_that_make_no_sense_are_refused(sizes):
    with pytest.raises(BadSetting):
        cut("text", settings(*sizes), words)


def test_a_long_piece_of_tiny_parts_is_not_counted_part_by_part():
    asked = []

    def count(texts):
        asked.append(len(texts))
        return [len(each) // 4 + 1 for each in texts]

    for text in ("word " * 100_000, "a\n" * 100_000):
        asked.clear()
        spans = cut(text, PassageSettings(), count)
        check_conservation(text, spans)
        assert max(span.tokens for span in spans) <= 350
        assert sum(span.tokens for span in spans) > 300 * len(spans)
        assert sum(asked) < 15_000


@pytest.mark.parametrize(
    "text",
    ["A sentence of a few words. " * 40_000, "x" * 1_000_000, "word " * 200_000, "a\n\n" * 200_000],
    ids=["prose", "one word", "no full stop", "tiny paragraphs"],
)
def test_a_long_document_costs_few_calls_and_linear_work(text):
    asked = []

    def count(texts):
        asked.append(sum(map(len, texts)))
        return [len(each) // 4 + 1 for each in texts]

    spans = cut(text, PassageSettings(), count)
    check_conservation(text, spans)
    assert len(asked) < 40
    assert sum(asked) < 15 * len(text)


def test_a_heading_goes_with_the_text_under_it_even_where_that_nearly_fills_a_passage():
    steps = "\n\n".join(f"## Step {n}\n\n### Notes\n\n{'word ' * 44}end." for n in range(4))
    for piece in pieces(steps, 50, 10):
        assert not piece.splitlines()[-1].startswith("#")


def test_a_row_of_headings_without_text_is_still_cut_at_its_lines():
    text = "\n\n".join(f"# Heading number {n}" for n in range(40))
    assert all(piece.startswith("# ") for piece in pieces(text, 12))


def test_a_row_of_a_table_is_not_cut_inside_while_it_fits():
    rows = [f"{n}\tIt was held void. The tenant paid. He left." for n in range(30)]
    for piece in pieces("\n".join(rows), 25):
        assert all(line in rows for line in piece.split("\n"))


def test_a_row_that_does_not_fit_is_cut_at_its_sentences():
    row = "1\t" + "The tenant pays the rent. " * 20
    assert all(piece.endswith("rent.") for piece in pieces(row + "\n2\tb", 20)[:-1])


def test_no_cut_falls_into_what_is_read_as_one_character():
    family = "👨‍👩‍👧‍👦"
    assert all(piece.strip(family) == "" for piece in pieces(family * 30, 10, count=letters))
    assert all(len(piece) % len(family) == 0 for piece in pieces(family * 30, 30, count=letters))


def letters(texts):
    return [len(text) for text in texts]


def test_thai_is_cut_between_words():
    words_of_thai = ("สัญญา", "นี้", "มี", "ผล")
    found = pieces("".join(words_of_thai) * 30, 50, count=letters)
    assert all(piece.startswith(words_of_thai) for piece in found)


def test_a_picture_in_base64_is_a_passage_of_its_own_and_left_out():
    picture = "![a](data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * 20 + ")"
    text = f"Before it.\n\n{picture} and after."
    spans = cut(text, settings(600, 40), letters)
    assert [(text[s.start : s.end], s.is_excluded) for s in spans] == [
        ("Before it.", False),
        (picture, True),
        ("and after.", False),
    ]


@pytest.mark.parametrize(
    "text", ["a" * 900, "=" * 900, "4711 " * 300, "https://x.org/" + "ab-1" * 90]
)
def test_what_only_looks_long_is_not_left_out(text: str):
    assert not any(span.is_excluded for span in cut(text, settings(900), letters))


def test_no_text_over_fifty_thousand_characters_is_counted_in_one_piece():
    longest = 0

    def count(texts):
        nonlocal longest
        longest = max(longest, *map(len, texts))
        return [len(text) // 3 + 1 for text in texts]

    rows = "\n".join(f"{n}\t{n * 7}" for n in range(60_000))
    cut(rows + "\n\n" + "x" * 300_000, settings(350, 40), count)
    assert longest <= 50_000


def test_cutting_in_steps_says_how_far_it_is_and_can_be_given_up():
    text = "A line of words.\n" * 90_000
    steps = in_steps(text, settings(350), words)
    told = [next(steps), next(steps)]
    steps.close()
    assert 0 < told[0] < told[1] < len(text)
