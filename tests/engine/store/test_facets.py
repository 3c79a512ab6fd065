"""What each entry of a filter would leave, held against the filter itself."""

from dataclasses import replace

import pytest

from engine.records import (
    Check,
    CheckKind,
    Decision,
    Doubt,
    EvidenceGrade,
    Outcome,
    TaskFilter,
    Verdict,
)
from tests.projects import fill


@pytest.fixture
def filled(project):
    tasks = fill(project, documents=3)
    project.decisions.add([Decision(tasks[0], Verdict.ACCEPT)], "me")
    project.decisions.add([Decision(tasks[5], Verdict.REJECT)], "me")
    for place, (grade, value) in enumerate(zip(Doubt, (0.1, 0.5, 0.9), strict=True)):
        for task in tasks[place::4]:
            project.tasks.checks.add(task, [Check(CheckKind.DOUBT, value, 1, grade)])
    project._connection.write("INSERT OR REPLACE INTO languages VALUES (2, 'de')")
    return project


FILTERS = [
    TaskFilter(),
    TaskFilter(outcomes=(Outcome.OK,), task_types=("exqa",)),
    TaskFilter(document_ids=(1, 2), doubts=(Doubt.LOW, Doubt.HIGH)),
    TaskFilter(evidence=(EvidenceGrade.EXACT,), verdicts=(Verdict.ACCEPT,)),
    TaskFilter(unreviewed_only=True, languages=("de",)),
    TaskFilter(run_id=7),
]


@pytest.mark.parametrize("narrow", FILTERS)
@pytest.mark.parametrize("size", [3, 5_000])
def test_a_count_is_what_the_filter_leaves_if_its_entry_is_chosen(
    filled, narrow, size, monkeypatch
):
    monkeypatch.setattr("engine.store.facets.SLICE", size)
    facets = filled.tasks.facets(narrow)
    for field, counts in (
        ("task_types", facets.task_types),
        ("document_ids", facets.documents),
        ("evidence", facets.evidence),
        ("outcomes", facets.outcomes),
        ("doubts", {word: count for word, count in facets.doubts.items() if word}),
        ("languages", facets.languages),
        ("verdicts", {word: count for word, count in facets.verdicts.items() if word}),
    ):
        for word, count in counts.items():
            chosen = replace(narrow, **{field: (word,)})
            if field == "verdicts":
                chosen = replace(chosen, unreviewed_only=False)
            assert filled.tasks.count(chosen) == count, (field, word)


def test_the_names_of_the_documents_come_with_their_counts(filled):
    facets = filled.tasks.facets(TaskFilter(document_ids=(1,)))
    assert facets.names == {1: "d0.txt", 2: "d1.txt", 3: "d2.txt"}
    assert facets.documents == {1: 4, 2: 4, 3: 4}
    assert facets.doubts[None] == 1


def test_counting_ends_when_nobody_wants_it_any_more(filled, monkeypatch):
    monkeypatch.setattr("engine.store.facets.SLICE", 3)
    asked = iter([False, True])
    facets = filled.tasks.facets(TaskFilter(), lambda: next(asked))
    assert sum(facets.task_types.values()) == 3
