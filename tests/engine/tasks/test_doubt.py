"""Doubt as tables: a task against those of its type, never against others."""

import pytest

from engine.records import Check, CheckKind, Doubt
from engine.tasks.doubt import FEWEST_COMPARED, MOST_COMPARED, Peers, grade_of

OUT, IN, LEAST = CheckKind.OUTPUT_MEAN, CheckKind.INPUT_MEAN, CheckKind.OUTPUT_LOWEST
SAME = CheckKind.AGREEMENT


def peers(count: int, task_type: str = "qa") -> Peers:
    """Tasks whose output is the less likely the later they came."""
    return Peers((task_type, OUT, -float(n)) for n in range(count))


@pytest.mark.parametrize(
    ("value", "score", "grade"),
    [
        (1.0, 0.0, Doubt.LOW),
        (-4.5, 0.25, Doubt.SOME),
        (-4.0, 0.225, Doubt.LOW),
        (-9.5, 0.5, Doubt.SOME),
        (-15.5, 0.8, Doubt.HIGH),
        (-99.0, 1.0, Doubt.HIGH),
    ],
)
def test_the_score_is_the_share_of_its_type_that_the_model_found_likelier(value, score, grade):
    doubt = peers(20).grade("qa", [Check(OUT, value)])
    assert doubt is not None
    assert (doubt.kind, doubt.detail) == (CheckKind.DOUBT, grade)
    assert doubt.value == pytest.approx(score)


def test_mean_and_lowest_of_the_output_and_self_agreement_count_alike_and_the_input_not():
    before = [("qa", kind, -float(n)) for n in range(20) for kind in (OUT, IN, LEAST, SAME)]
    signals = [Check(OUT, -99), Check(LEAST, 1), Check(SAME, -99), Check(IN, 1)]
    doubt = Peers(before).grade("qa", signals)
    assert doubt is not None
    assert doubt.value == pytest.approx(2 / 3)
    without = Peers(before).grade("qa", [Check(OUT, -99), Check(LEAST, 1)])
    assert without is not None
    assert without.value == pytest.approx(1 / 2)


def test_few_answers_that_were_drawn_again_do_not_make_the_other_peers_few():
    before = [("qa", OUT, -float(n)) for n in range(20)]
    doubt = Peers(before).grade("qa", [Check(OUT, -99), Check(SAME, 0.0)])
    assert doubt is not None
    assert (doubt.value, doubt.detail) == (0.75, Doubt.SOME)
    sure = Peers([*before, ("qa", SAME, 1.0)]).grade("qa", [Check(OUT, -99), Check(SAME, 0.0)])
    assert sure is not None
    assert (sure.value, sure.detail) == (1.0, Doubt.HIGH)


def test_tasks_of_another_type_are_no_peers_and_few_peers_say_little():
    alone = peers(20).grade("nli", [Check(OUT, -99)])
    few = peers(FEWEST_COMPARED - 1).grade("qa", [Check(OUT, -99)])
    assert alone is not None
    assert few is not None
    assert (alone.value, alone.detail) == (0.5, Doubt.SOME)
    assert (few.value, few.detail) == (1.0, Doubt.SOME)


def test_without_a_signal_nothing_is_said():
    assert peers(20).grade("qa", []) is None
    assert peers(20).grade("qa", [Check(IN, -3)]) is None


def test_later_tasks_are_held_against_the_first_ones_alone():
    group = peers(MOST_COMPARED)
    first = group.grade("qa", [Check(OUT, 1.0)])
    assert group.grade("qa", [Check(OUT, 1.0)]) == first


def test_a_resumed_run_grades_as_if_it_had_not_stopped():
    values = [-((n * 37) % 29) / 3 for n in range(40)]
    whole, told = Peers(), list[Check | None]()
    for value in values:
        told.append(whole.grade("qa", [Check(OUT, value)]))
    resumed = Peers(("qa", OUT, value) for value in values[:25])
    assert [resumed.grade("qa", [Check(OUT, value)]) for value in values[25:]] == told[25:]


@pytest.mark.parametrize(
    ("score", "grade"),
    [(0.24, Doubt.LOW), (0.25, Doubt.SOME), (0.75, Doubt.SOME), (0.76, Doubt.HIGH)],
)
def test_the_borders_of_the_grades(score, grade):
    assert grade_of(score, 100) is grade
