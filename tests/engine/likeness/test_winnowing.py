from engine.likeness.winnowing import held, marks

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
