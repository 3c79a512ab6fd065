from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from engine.records import PassageKind, PlannedUnit
from engine.runs.planner import plan, unit_seed
from engine.tasks.types import TASK_TYPES, parse_task_types

PARAGRAPH, SENTENCE = PassageKind.PARAGRAPH, PassageKind.SENTENCE


def passages(*counts: int, first: int = 0) -> list[tuple[int, int]]:
    """(document, passage) for documents with so many passages each."""
    pairs = [(document, n) for document, count in enumerate(counts, 1) for n in range(count)]
    return [(document, first + i) for i, (document, _) in enumerate(pairs)]


def documents(units: list[PlannedUnit], pairs: list[tuple[int, int]]) -> list[int]:
    owner = {passage: document for document, passage in pairs}
    return [owner[unit.passage_id] for unit in units]


@given(
    some.lists(some.integers(0, 5), max_size=5),
    some.lists(some.integers(0, 5), max_size=5),
    some.sets(some.sampled_from(TASK_TYPES), min_size=1),
    some.integers(1, 3),
)
def test_a_plan_holds_every_unit_exactly_once(paragraphs, sentences, types, samples):
    source = {PARAGRAPH: passages(*paragraphs), SENTENCE: passages(*sentences, first=1000)}
    ordered = [kind for kind in TASK_TYPES if kind in types]
    keys = [(u.passage_id, u.task_type, u.sample) for u in plan(source, ordered, samples, 1)]
    expected = {
        (passage, kind.short, sample)
        for kind in ordered
        for _, passage in source[kind.reads]
        for sample in range(samples)
    }
    assert len(keys) == len(set(keys))
    assert set(keys) == expected


def test_the_same_request_makes_the_same_plan():
    source = {PARAGRAPH: passages(3, 1, 4), SENTENCE: passages(9, 2, first=100)}
    assert plan(source, TASK_TYPES, 2, 7) == plan(source, TASK_TYPES, 2, 7)
    assert plan(source, TASK_TYPES, 2, 7) != plan(source, TASK_TYPES, 2, 8)


def test_a_limited_run_touches_every_document():
    pairs = passages(50, 1, 7, 20, 3)
    units = plan({PARAGRAPH: pairs}, parse_task_types("exqa,qa"), 1, 1, limit=5)
    assert sorted(documents(units, pairs)) == [1, 2, 3, 4, 5]


def test_a_limited_run_touches_every_task_type():
    pairs = passages(50, 30)
    types = parse_task_types("exqa,mcqa,qg,qa,ynqa,summarization")
    units = plan({PARAGRAPH: pairs}, types, 1, 1, limit=6)
    assert Counter(unit.task_type for unit in units) == Counter(kind.short for kind in types)
    assert Counter(documents(units, pairs)) == {1: 4, 2: 2}  # by their sizes, as near as it goes


def test_each_document_gets_each_type_in_turn():
    pairs = passages(10, 10, 10)
    units = plan({PARAGRAPH: pairs}, parse_task_types("exqa,qa"), 1, 1, limit=6)
    assert set(Counter(documents(units, pairs)).values()) == {2}
    assert set(Counter(unit.task_type for unit in units).values()) == {3}


def test_types_of_one_document_begin_at_different_passages():
    units = plan({PARAGRAPH: passages(5)}, parse_task_types("exqa,qa,qg"), 1, 1, limit=3)
    assert len({unit.passage_id for unit in units}) == 3


def test_types_read_passages_of_their_kind():
    source = {PARAGRAPH: passages(2), SENTENCE: passages(3, first=100)}
    units = plan(source, parse_task_types("exqa,coref"), 1, 1)
    kinds = {(unit.task_type, unit.passage_id >= 100) for unit in units}
    assert kinds == {("exqa", False), ("coref", True)}


def test_samples_of_a_prompt_stand_together_with_seeds_of_their_own():
    units = plan({PARAGRAPH: passages(2)}, parse_task_types("exqa"), 3, 1)
    assert [unit.sample for unit in units] == [0, 1, 2, 0, 1, 2]
    assert len({unit.passage_id for unit in units[:3]}) == 1
    assert len({unit.seed for unit in units}) == 6


def test_nothing_to_read_makes_an_empty_plan():
    assert plan({}, TASK_TYPES, 1, 1) == []
    assert plan({PARAGRAPH: []}, TASK_TYPES, 1, 1) == []


@given(some.integers(0, 2**63 - 1), some.integers(1, 10**9), some.integers(0, 99))
def test_seeds_have_31_bits_and_depend_on_the_whole_key(run_seed, passage, sample):
    seed = unit_seed(run_seed, passage, "exqa", sample)
    assert 0 <= seed < 2**31
    assert seed == unit_seed(run_seed, passage, "exqa", sample)
    others = {
        unit_seed(run_seed + 1, passage, "exqa", sample),
        unit_seed(run_seed, passage + 1, "exqa", sample),
        unit_seed(run_seed, passage, "qa", sample),
        unit_seed(run_seed, passage, "exqa", sample + 1),
    }
    assert len(others - {seed}) >= 3  # a collision of one in 2^31 is no fault


def test_seeds_stay_what_they_were_in_projects_already_made():
    assert unit_seed(42, 1, "exqa", 0) == 2130238627


def test_units_of_a_type_meet_within_a_stretch_that_is_as_fair_as_before():
    pairs = passages(40, 40)
    units = plan({PARAGRAPH: pairs}, parse_task_types("exqa,qa,qg,ynqa"), 2, 1)
    for start in range(0, len(units), 64):
        part = units[start : start + 64]
        shorts = [unit.task_type for unit in part]
        changes = sum(one != other for one, other in pairwise(shorts))
        assert changes == 3
        assert set(Counter(shorts).values()) == {16}
        assert set(Counter(documents(part, pairs)).values()) == {32}


def test_what_is_covered_for_a_type_is_planned_for_the_others_only():
    source = {PARAGRAPH: passages(2, 1)}
    types = parse_task_types("exqa,qa")
    done = {(0, "exqa"), (1, "exqa"), (0, "qa")}
    units = plan(source, types, 1, 7, covered=done)
    assert {(unit.passage_id, unit.task_type) for unit in units} == {
        (1, "qa"), (2, "exqa"), (2, "qa"),
    }  # fmt: skip
    every = {(passage, kind.short) for passage in range(3) for kind in types}
    assert plan(source, types, 1, 7, covered=every) == []


def test_units_that_are_done_are_left_out_one_by_one():
    source = {PARAGRAPH: passages(2)}
    types = parse_task_types("exqa,qa")
    done = {(0, "exqa", 0), (0, "exqa", 1), (1, "qa", 1)}
    keys = [(u.passage_id, u.task_type, u.sample) for u in plan(source, types, 2, 7, done=done)]
    assert sorted(keys) == [
        (0, "qa", 0),
        (0, "qa", 1),
        (1, "exqa", 0),
        (1, "exqa", 1),
        (1, "qa", 0),
    ]
