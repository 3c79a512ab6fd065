from random import Random

import pytest

from engine.likeness.families import families, rate_for
from tests.engine.likeness.notices import MINUTES, RULES


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_whole_part_and_twin_are_one_family_in_any_order(order: tuple[int, ...]):
    twin = RULES.replace("warden", "keeper")
    texts = [RULES, RULES[60:200], twin, MINUTES, f"Notice. {RULES} Keep it. {MINUTES[:20]}"]
    found = families([texts[place] for place in order], 0.6)
    family = dict(zip(order, found, strict=True))
    assert family[0] == family[1] == family[2] == family[4] != family[3]


def test_texts_of_the_same_phrases_are_told_apart_by_what_is_rare():
    """A phrase that stands in hundreds of texts must neither join them nor hide a twin."""
    phrase = "because the cellar of the northern hall stands under water every single spring "
    texts = [f"{phrase} list {n}{n} of room {n} is kept by clerk {n * 7} since {n * 3}"
             for n in range(300)]  # fmt: skip
    texts.append(texts[5].replace("kept", "held"))
    found = families(texts, 0.8)
    assert found[5] == found[-1]
    assert len(set(found)) >= 295  # a few are alike but for two digits


def test_texts_without_words_are_like_none():
    assert len(set(families(["", "…", "!!!"], 0.6))) == 3


def prose(count: int) -> list[str]:
    """Texts of eighty words that share none of their phrases but by chance."""
    random = Random(5)  # noqa: S311 it must be repeatable
    words = ["".join(random.choices("abdeiklmnorstu", k=5)) for _ in range(3_000)]
    return [" ".join(random.choices(words, k=80)) for _ in range(count)]


@pytest.mark.parametrize("rate", [2, 3])
def test_twins_are_found_by_a_sample_of_their_marks(rate: int):
    texts = prose(60)
    twins = [" ".join(["changed", *text.split()[1:]]) for text in texts]
    found = families([*texts, *twins], 0.6, rate)
    assert sum(found[n] == found[n + 60] for n in range(60)) >= 58
    assert len(set(found[:60])) == 60


def test_the_index_looks_up_a_sample_where_it_would_be_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.likeness.families._MOST_IN_INDEX", 1_500)
    texts = prose(60)
    found = families([*texts, *(text.upper() for text in texts)], 0.6)
    assert sum(found[n] == found[n + 60] for n in range(60)) >= 58
    assert len(set(found[:60])) == 60


def test_all_marks_are_compared_up_to_a_hundred_and_fifty_million_letters():
    assert rate_for(0) == rate_for(150_000_000) == 1
    assert rate_for(150_000_001) == 2
