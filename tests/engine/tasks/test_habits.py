"""Forms and habits as tables."""

import pytest

from engine.tasks.habits import form_of, habits, sentences

PASSAGE = "The gate opens at nine."


@pytest.mark.parametrize(
    ("input", "output", "form"),
    [
        (f"{PASSAGE}\n\nWhat is it about?", "First Party.", "what is it about → first party"),
        ("  May visitors  enter?", "YES", "may visitors enter → yes"),
        (f"{PASSAGE}\nSum up.", "It opens.", "sum up → it opens"),
    ],
)
def test_a_form_is_what_was_asked_and_answered_without_the_passage(input, output, form):  # noqa: A002
    assert form_of(input, output, PASSAGE) == form


def forms(counts: dict[str, int]) -> dict[tuple[int, str, str], int]:
    return {(1, "topic_class", form): count for form, count in counts.items()}


def test_a_form_that_fills_more_than_a_tenth_of_its_type_is_a_habit():
    many = {f"topic {n}": 1 for n in range(25)}
    (habit,) = habits(forms({**many, "topic → first party": 5}))
    assert (habit.form, habit.tasks, habit.of) == ("topic → first party", 5, 30)
    assert habits(forms({**many, "topic → first party": 2})) == ()


def test_few_tasks_are_no_habit_and_types_are_told_apart():
    assert habits(forms({"a": 19})) == ()
    two = {(1, "qa", "a"): 15, (1, "nli", "a"): 15, (2, "qa", "a"): 15}
    assert habits(two) == ()


def test_a_habit_is_told_in_a_sentence():
    (said,) = sentences(habits({(3, "ynqa", "is it → yes"): 40}), {"ynqa": "yes-no questions"})
    assert (
        said == "40 of 40 tasks of run 3 of the type yes-no questions say the same: “is it → yes”."
    )
