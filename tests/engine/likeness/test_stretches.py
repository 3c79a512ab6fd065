from random import Random

import pytest

from engine.likeness.stretches import (
    LEAST_WORDS,
    families,
    ordered_marks,
    shared_stretches,
)

WORDS = [f"{first}{last}" for first in "bdfgklmnprst" for last in ("ara", "eso", "ilu", "omi")]


def prose(seed: int, words: int) -> str:
    draw = Random(seed)  # noqa: S311 - it must be repeatable
    return " ".join(draw.choice(WORDS) for _ in range(words))


def together(*texts: str) -> list[list[int]]:
    return families(len(texts), shared_stretches([ordered_marks([text]) for text in texts]))


def test_texts_that_differ_in_one_word_are_alike_wherever_it_stands():
    text = prose(1, 60).split()
    for place in (0, 17, 30, 59):
        changed = [*text[:place], "other", *text[place + 1 :]]
        assert together(" ".join(text), prose(2, 60), " ".join(changed)) == [[0, 2]]


@pytest.mark.parametrize("is_part_first", [True, False])
def test_a_part_is_found_in_its_whole_in_either_order(is_part_first: bool):
    whole = prose(3, 5_000)
    part = " ".join(whole.split()[2_000:2_040])
    texts = (part, whole) if is_part_first else (whole, part)
    assert together(*texts) == [[0, 1]]


def test_one_shared_paragraph_of_two_long_texts_is_found():
    clause = prose(4, 80)
    texts = [f"{prose(seed, 900)} {clause} {prose(seed + 50, 900)}" for seed in (10, 11)]
    assert together(*texts) == [[0, 1]]


def test_texts_of_the_same_words_in_another_order_are_strangers():
    assert together(*(prose(seed, 2_000) for seed in range(6))) == []


def test_what_is_like_two_texts_puts_both_together():
    one, other = prose(20, 100), prose(21, 100)
    assert together(one, other, f"{one} {other}") == [[0, 1, 2]]


def test_a_text_that_stands_in_hundreds_puts_all_of_them_together():
    letter = prose(30, 60)
    texts = [f"{letter} {prose(1_000 + seed, 60)}" for seed in range(200)]
    assert together(*texts, prose(31, 100)) == [list(range(200))]


def test_a_short_text_is_compared_with_none():
    short = " ".join(["word"] * (LEAST_WORDS - 1))
    assert len(ordered_marks([short])) == 0
    assert together(short, short) == []


def test_pieces_give_the_marks_of_the_whole():
    words = prose(5, 700).split()
    for size in (1, 7, 14, 15, 250):
        pieces = [" ".join(words[start : start + size]) for start in range(0, len(words), size)]
        assert ordered_marks(pieces) == ordered_marks([" ".join(words)])


def test_case_accents_and_punctuation_make_no_difference():
    text = prose(6, 50)
    assert ordered_marks([text.upper().replace(" ", ", ")]) == ordered_marks([text])


def test_texts_in_different_parts_are_compared_although_others_put_them_together():
    texts = [ordered_marks([prose(7, 60)])] * 3
    assert len(shared_stretches(texts)) == 2
    apart = shared_stretches(texts, ["train", "test", "train"])
    assert {(pair.one, pair.other) for pair in apart} >= {(0, 1), (1, 2)}


def test_the_share_is_of_the_smaller_text():
    whole = prose(8, 2_000)
    part = " ".join(whole.split()[:100])
    (pair,) = shared_stretches([ordered_marks([whole]), ordered_marks([part])])
    assert pair.share == pytest.approx(1.0, abs=0.15)
