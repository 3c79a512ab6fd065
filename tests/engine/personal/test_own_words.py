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


def test_thousands_of_names_are_looked_up_and_not_tried_one_by_one():
    """Each word of the text is one look-up: the patterns of other names are never touched."""
    words = OwnWords("\n".join(f"Name{n} Weber{n}" for n in range(5_000)))
    assert len(words._by_first_word["name77"]) == 1
    (hit,) = words.find("It was name77  WEBER77, not Name78 Weber77.")
    assert hit.value == "Name77 Weber77"


def test_marks_before_the_first_letter_do_not_hide_a_word():
    (hit,) = OwnWords("@anna_w").find("by @Anna_W!")
    assert (hit.start, hit.end, hit.value) == (4, 10, "@anna_w")
