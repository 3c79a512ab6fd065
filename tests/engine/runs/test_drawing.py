"""A pilot is a random sample of the run that it stands for."""

from collections import Counter

import pytest

from engine.records import PassageKind
from engine.runs.planner import plan
from engine.tasks.types import parse_task_types

TYPES = parse_task_types("exqa,mcqa,qg,qa")


def passages(*counts: int) -> list[tuple[int, int]]:
    """(document, passage) for documents with so many passages each."""
    pairs = [document for document, count in enumerate(counts, 1) for _ in range(count)]
    return [(document, number) for number, document in enumerate(pairs)]


def test_every_passage_of_a_document_is_as_likely_to_be_read():
    source = {PassageKind.PARAGRAPH: passages(30)}
    read = Counter(
        unit.passage_id for seed in range(400) for unit in plan(source, TYPES, 1, seed, limit=12)
    )
    assert sum(read.values()) == 4_800
    assert min(read.values()) > 110  # of 160
    assert max(read.values()) < 220


def test_documents_are_read_by_how_much_there_is_of_them_and_each_once_if_that_is_possible():
    pairs = passages(160, 20, 10, 10)
    owner = dict(map(reversed, pairs))
    few = [plan({PassageKind.PARAGRAPH: pairs}, TYPES, 1, seed, limit=3) for seed in range(200)]
    read = Counter(owner[unit.passage_id] for units in few for unit in units)
    assert 440 < read[1] < 520  # of 600, 480 by its share
    for seed in range(20):
        units = plan({PassageKind.PARAGRAPH: pairs}, TYPES, 1, seed, limit=12)
        counts = Counter(owner[unit.passage_id] for unit in units)
        assert set(counts) == {1, 2, 3, 4}
        assert counts[1] >= 6


def test_types_have_equal_parts_and_are_not_tied_to_a_document():
    source = {PassageKind.PARAGRAPH: passages(40, 40, 40, 40)}
    seen = set[tuple[int, str]]()
    for seed in range(40):
        units = plan(source, TYPES, 1, seed, limit=12)
        assert set(Counter(unit.task_type for unit in units).values()) == {3}
        seen |= {(unit.passage_id // 40, unit.task_type) for unit in units}
    assert len(seen) == 16


def test_of_many_samples_a_pilot_makes_two_of_each_prompt():
    units = plan({PassageKind.PARAGRAPH: passages(20)}, TYPES, 10, 7, limit=12)
    prompts = Counter((unit.passage_id, unit.task_type) for unit in units)
    assert set(prompts.values()) == {2}
    few = plan({PassageKind.PARAGRAPH: passages(1)}, TYPES[:2], 10, 7, limit=12)
    assert Counter(unit.task_type for unit in few) == {"exqa": 6, "mcqa": 6}


@pytest.mark.parametrize("limit", [1, 5, 23, 24, 25, 99])
def test_a_pilot_is_as_large_as_asked_and_part_of_the_run(limit: int):
    source = {PassageKind.PARAGRAPH: passages(1, 5)}
    done = {(0, "exqa", 0), (1, "qa", 0), (1, "qa", 1)}
    whole = {(u.passage_id, u.task_type, u.sample) for u in plan(source, TYPES, 2, 7, done=done)}
    part = plan(source, TYPES, 2, 7, limit, done=done)
    keys = {(unit.passage_id, unit.task_type, unit.sample) for unit in part}
    assert len(part) == len(keys) == min(limit, len(whole))
    assert keys <= whole
