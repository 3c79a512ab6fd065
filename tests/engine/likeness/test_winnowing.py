import pytest

from engine.likeness.winnowing import families, held, marks

RULES = (
    "The ferry leaves at nine in the morning and returns at noon. Dogs stay ashore unless the "
    "warden has signed the form. Visitors may bring bicycles, tents and food for three days, and "
    "must be back at the pier ten minutes before the whistle blows."
)
MINUTES = (
    "The garden society met in the old library. Mrs Horn reported that the pump was mended, that "
    "the hedge had grown over the gate and that two members left without paying their dues."
)


def test_a_part_of_a_text_is_found_in_the_whole_wherever_it_stands():
    part = RULES[60:200]
    assert held(marks(part), marks(RULES)) > 0.8
    assert held(marks(RULES), marks(part)) > 0.8
    assert held(marks(MINUTES), marks(RULES)) == 0.0


def test_case_and_punctuation_change_no_mark():
    assert marks(RULES.upper().replace(",", " ;")) == marks(RULES)


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
