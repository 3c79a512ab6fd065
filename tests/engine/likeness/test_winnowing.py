from engine.likeness.winnowing import held, marks
from tests.engine.likeness.notices import MINUTES, RULES


def test_a_part_of_a_text_is_found_in_the_whole_wherever_it_stands():
    part = RULES[60:200]
    assert held(marks(part), marks(RULES)) > 0.8
    assert held(marks(RULES), marks(part)) > 0.8
    assert held(marks(MINUTES), marks(RULES)) == 0.0


def test_case_and_punctuation_change_no_mark():
    assert marks(RULES.upper().replace(",", " ;")) == marks(RULES)
