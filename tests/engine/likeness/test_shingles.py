import pytest

from engine.likeness.shingles import jaccard, letter_shingles, plain_words, spread, word_shingles

PLACE = 7192912763892171151  # of "ferry"


def test_words_have_no_case_accent_or_mark():
    assert plain_words("“Was Müller's BOAT — the “Élan” — late?”") == [
        "was", "muller", "s", "boat", "the", "elan", "late",
    ]  # fmt: skip


def test_a_stretch_has_the_same_number_in_every_process_and_others_another():
    assert spread("ferry") == PLACE
    assert len({spread(text) for text in ("ferry", "fery", "Ferry")}) == 3


def test_ascii_and_other_texts_get_the_same_numbers():
    text = "the ferry leaves"
    with_accent = letter_shingles(text + "é")
    assert letter_shingles(text) <= with_accent
    assert len(with_accent - letter_shingles(text)) == 1


def test_a_text_shorter_than_a_shingle_is_one():
    assert letter_shingles("no") == {spread("no")}
    assert word_shingles(["no"], 3) == [spread("no")]
    assert letter_shingles("") == {spread("")}


def test_the_share_of_both():
    assert jaccard({1, 2, 3}, {2, 3, 4}) == 0.5
    assert jaccard(set(), set()) == 1.0


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 9])
def test_ascii_words_and_others_are_put_together_alike(count: int):
    words = ["ferry", "at", "nine", "o", "clock", "from", "the", "old", "pier"][:count]
    each = [spread(" ".join(words[at : at + 3])) for at in range(max(1, count - 2))]
    assert word_shingles(words, 3) == each
    others = [f"é{word}" for word in words]
    assert len(word_shingles(others, 3)) == len(each)
