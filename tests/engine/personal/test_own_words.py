from engine.personal.own_words import OwnWords

WORDS = """Anna Weber | A. Weber | Frau Weber
Weber
MAY
  Projekt   Möwe
"""


def found(text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.value) for hit in OwnWords(WORDS).find(text)]


def test_all_ways_of_writing_a_person_are_one_value():
    text = "Anna  Weber and FRAU WEBER are one; A. Weber too."
    assert found(text) == [
        ("Anna  Weber", "Anna Weber"), ("FRAU WEBER", "Anna Weber"), ("A. Weber", "Anna Weber"),
    ]  # fmt: skip


def test_whole_words_only_and_the_longest_of_them():
    assert found("The Weberei and Mr weber of projekt\nmöwe") == [
        ("weber", "Weber"), ("projekt\nmöwe", "Projekt Möwe"),
    ]  # fmt: skip


def test_capitals_are_meant_as_such():
    assert found("MAY 5, may, May") == [("MAY", "MAY")]


def test_an_empty_list_finds_nothing():
    assert list(OwnWords(" \n | \n").find("Anna Weber")) == []
