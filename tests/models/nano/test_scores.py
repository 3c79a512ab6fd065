"""How the experiment compares its students."""

import numpy as np
import pytest

from models.nano.build import scores
from models.nano.build.teaching import Lesson

LESSON = Lesson("doc", "The depot opens at six. It closes at nine.", "When does it open?", "at six")


def test_a_question_is_right_where_the_right_answer_is_likelier():
    assert scores.is_right(np.array([[0.2, -0.1, 0.0]])).tolist() == [[1.0, 0.0, 0.0]]


def test_a_student_that_always_says_yes_has_an_area_of_one_half():
    is_yes = [True] * 6 + [False] * 4
    leaning = np.arange(10.0)[None] + 1  # always to Yes, and no more so where Yes is right
    margins = np.where(is_yes, leaning, -leaning)
    mixed = [0, 2, 4, 5, 7, 9]
    is_yes = [n in mixed for n in range(10)]
    margins = np.where(is_yes, leaning, -leaning)
    assert scores.area(margins, is_yes)[0] == pytest.approx(0.5)
    assert scores.macro_f1(margins, is_yes) == pytest.approx(0.375)


def test_a_student_that_knows_has_an_area_of_one():
    assert scores.area(np.array([[1.0, 2.0, 0.5]]), [True, False, True])[0] == 1.0


def test_a_difference_that_is_there_has_an_interval_above_zero():
    good = np.array([[1.0] * 30 + [0.0] * 10] * 3)
    bad = np.array([[0.0] * 20 + [1.0] * 10 + [0.0] * 10] * 3)
    mean, low, high = scores.difference(good, bad)
    assert mean == 0.5
    assert 0.3 < low < mean < high < 0.7


def test_students_that_answer_alike_differ_by_nothing():
    same = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    assert scores.difference(same, same) == (0.0, 0.0, 0.0)


def test_an_arm_of_one_student_is_compared_with_every_seed_of_the_other():
    mean, low, high = scores.difference(np.ones((1, 40)), np.zeros((5, 40)))
    assert (mean, low, high) == (1.0, 1.0, 1.0)


def test_areas_are_compared_by_drawing_questions_and_seeds_anew():
    is_yes = [True, False] * 20
    good, bad = np.ones((2, 40)), np.where(is_yes, 1.0, -1.0)[None].repeat(2, 0)
    good = good + np.arange(40) / 100
    mean, low, high = scores.area_difference(good, bad, is_yes, draws=50)
    assert mean > 0.3
    assert low <= mean <= high


def test_words_are_compared_as_squad_does():
    assert scores.overlap("At six.", "six") == pytest.approx(2 / 3)
    assert scores.overlap("the nine", "six") == 0.0
    assert scores.is_exact("The six", "six")
    assert not scores.is_exact("at six", "six")


def test_what_needs_no_student_is_told():
    lines = scores.trivial([LESSON] * 2, ["It closes"] * 2)
    assert len(lines) == 4
    assert lines[1] == "its first sentence: F1 66.7"
    labels = [Lesson("d", "x", "y?", label) for label in ("Yes", "Yes", "No")]
    assert scores.trivial(labels, []) == ["always the commoner label: 66.7 % right, area 50.0"]
