from dataclasses import replace

from desktop.steps import steps
from engine.records import Outcome, ProjectStatus, Verdict

EMPTY = ProjectStatus(0, 0, 0, (), 0, 0, {}, {}, 0)
IMPORTED = replace(EMPTY, documents=3, refused_files=2)
HALF = replace(IMPORTED, units_planned=10, units_open=4, outcomes={Outcome.OK: 5}, unreviewed=5)
REVIEWED = replace(HALF, units_open=0, unreviewed=0, verdicts={Verdict.ACCEPT: 3, Verdict.EDIT: 1})


def test_without_a_project_all_is_blocked():
    assert all(step.is_blocked for step in steps(None))


def test_an_empty_project_blocks_all_but_documents():
    assert [step.is_blocked for step in steps(EMPTY)] == [False, True, True, True]
    assert steps(EMPTY)[1].said == "Waits for documents"


def test_each_page_says_its_count():
    assert [step.said for step in steps(HALF)] == [
        "3 ready, 2 not read",
        "6 of 10 units",
        "5 to review",
        "Nothing accepted yet",
    ]


def test_finished_pages_say_so():
    said = steps(REVIEWED)
    assert [step.is_finished for step in said] == [True, True, True, False]
    assert said[3].said == "4 accepted"


def test_a_run_under_way_speaks_for_itself():
    assert steps(HALF, "Running: 6 of 10")[1].said == "Running: 6 of 10"


def test_documents_without_a_run_wait_for_one():
    assert steps(IMPORTED)[1].said == "No run yet"
