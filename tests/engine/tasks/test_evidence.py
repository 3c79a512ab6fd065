import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.records import EvidenceGrade, PassageText
from engine.tasks.evidence import find, is_in, of_edit, places
from engine.tasks.types import task_type

PASSAGE = "The “Sea Gate” opens\nat nine.  Mrs Arden’s party — of art lovers — pays €5."


def found(answer: str, passage: str = PASSAGE) -> tuple[EvidenceGrade, str]:
    evidence = find(answer, passage)
    return evidence.grade, passage[evidence.start : evidence.end] if evidence.end else ""


@pytest.mark.parametrize("answer", ["opens\nat nine", "  Mrs Arden’s ", "€5", "“Sea Gate”", "The"])
def test_an_answer_as_it_stands_is_exact(answer: str):
    assert found(answer) == (EvidenceGrade.EXACT, answer.strip())


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("opens at nine", "opens\nat nine"),
        ("OPENS AT NINE!", "opens\nat nine"),
        ("Mrs Arden's party", "Mrs Arden’s party"),
        ('"Sea Gate" opens', "Sea Gate” opens"),
        ("party - of art", "party — of art"),
        ("'at nine.'", "at nine"),
    ],
)
def test_case_space_quotes_and_marks_around_are_normalised(answer: str, place: str):
    assert found(answer) == (EvidenceGrade.NORMALISED, place)


@pytest.mark.parametrize(
    "answer", ["", "  ", "...", "at ten", "Gates", "ar", "pen", "nin", "ine", "pens at nine"]
)
def test_what_does_not_stand_there_as_words_has_no_evidence(answer: str):
    evidence = find(answer, PASSAGE)
    assert evidence.grade is EvidenceGrade.NONE
    assert (evidence.start, evidence.end) == (None, None)


def test_a_word_is_not_found_inside_another():
    assert found("art") == (EvidenceGrade.EXACT, "art")
    assert find("art", PASSAGE).start == PASSAGE.index("art lovers")


@pytest.mark.parametrize(
    ("answer", "passage", "place"),
    [
        ("45.5%", "He earns 45.5 % of it.", "45.5 %"),
        ("5 €", "It costs 5€ now.", "5€"),
        ("Mueller", "Frau Müller zahlt.", "Müller"),
        ("Groß Müller", "Herr Gross Mueller zahlt.", "Gross Mueller"),
        ("Soeren Kjaer", "Søren Kjær signs.", "Søren Kjær"),
        ("May 3, 2019", "Since 3 May 2019 it is open.", "3 May 2019"),
        ("2019-05-03", "Since 3 May 2019 it is open.", "3 May 2019"),
        ("Anna, Tom", "Anna Lee and Tom Weiß hold it.", "Anna Lee and Tom"),
    ],
)
def test_what_is_written_otherwise_is_found(answer: str, passage: str, place: str):
    assert found(answer, passage) == (EvidenceGrade.NORMALISED, place)


@pytest.mark.parametrize(
    ("answer", "passage"),
    [
        ("45.6%", "He earns 45.5 % of it."),
        ("May 4, 2019", "Since 3 May 2019 it is open."),
        ("May 3, 2018", "Since 3 May 2019 it is open."),
        ("Meller", "Frau Müller zahlt."),
        ("1,300 euros", "It costs 1 or 1,200 or 200 euros, never 300 euros."),
    ],
)
def test_another_number_day_or_name_is_not_found(answer: str, passage: str):
    assert found(answer, passage)[0] is EvidenceGrade.NONE


def test_scripts_without_spaces_are_found_inside():
    assert found("東京", "私は東京に住む") == (EvidenceGrade.EXACT, "東京")


def test_letters_that_fold_into_two_keep_their_offsets():
    assert found("STRASSE 5", "Die Straße 5 ist lang") == (EvidenceGrade.NORMALISED, "Straße 5")


def test_the_first_place_is_taken():
    assert find("nine", "nine and nine").start == 0


def test_a_yes_or_no_is_enough_where_only_that_is_asked():
    assert is_in("AT NINE", PASSAGE)
    assert not is_in("at ten", PASSAGE)


@given(some.text(max_size=60), some.integers(0, 60), some.integers(0, 60))
def test_offsets_are_always_inside_the_passage(passage: str, start: int, size: int):
    evidence = find(passage[start : start + size].upper(), passage)
    if evidence.start is not None and evidence.end is not None:
        assert 0 <= evidence.start < evidence.end <= len(passage)


WORDS = some.lists(some.text("abcdefghij", min_size=1, max_size=8), min_size=3, max_size=11)


@given(WORDS.map(" ".join), some.data())
def test_any_run_of_words_of_a_passage_is_found_exactly(passage: str, data: some.DataObject):
    words = passage.split()
    first = data.draw(some.integers(0, len(words) - 1))
    answer = " ".join(words[first : first + 3])
    assert found(answer, passage) == (EvidenceGrade.EXACT, answer)


@pytest.mark.parametrize(
    ("answer", "passage", "expected"),
    [
        ("at nine", "At nine. Open at nine, shut at nine.", ["at nine", "at nine"]),
        ("AT NINE", "At nine. Open at nine, shut at nine.", ["At nine", "at nine", "at nine"]),
        ("9", "nine or nine", ["nine", "nine"]),
        ("Anna and Tom", "Anna saw Tom. Anna, then Tom.", ["Anna saw Tom", "Anna, then Tom"]),
        ("ten", "often", []),
    ],
)
def test_every_place_of_an_answer_is_found_in_the_way_of_the_first(answer, passage, expected):
    found = places(answer, passage)
    assert [passage[start:end] for start, end in found] == expected
    first = find(answer, passage)
    assert first.places == len(expected)
    assert (first.start, first.end) == (found[0] if found else (None, None))


@pytest.mark.parametrize(
    ("short", "output", "grade"),
    [
        ("exqa", "at nine", EvidenceGrade.EXACT),
        ("qa", "AT NINE", EvidenceGrade.NORMALISED),
        ("qa", "at ten", EvidenceGrade.EDITED),
        ("ynqa", "nine", EvidenceGrade.NONE),
    ],
)
def test_a_reviewer_s_answer_is_graded_by_its_own_words(short, output, grade):
    passage = PassageText(40, "It opens at nine.")
    found = of_edit(task_type(short), output, passage)
    assert found.grade is grade
    assert found.start == (49 if grade in {EvidenceGrade.EXACT, EvidenceGrade.NORMALISED} else None)
