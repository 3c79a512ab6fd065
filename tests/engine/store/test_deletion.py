"""What is deleted is gone from every byte of the project and its backups."""

from pathlib import Path

import pytest

from engine.errors import NothingToDo, RequestError
from engine.records import Decision, Extract, FileStatus, RunState, Verdict
from engine.store import Project, prove
from engine.store.backups import backups_of
from engine.store.log import BLANKED
from tests.projects import fill, new_project

CANARY = "Zyzzyvalark"


@pytest.fixture
def full(path: Path) -> Path:
    with new_project(path) as project:
        fill(project, documents=3, answers=CANARY + " {question}")
    return path


def holding(folder: Path, text: str) -> list[str]:
    return [file.name for file in folder.iterdir() if text.encode() in file.read_bytes()]


def test_a_document_goes_with_everything_that_was_made_from_it(full):
    with Project.open(full) as project:
        gone = project.delete_document(2)
        assert (gone.name, gone.tasks, gone.decided) == ("d1.txt", 4, 0)
        status = project.status()
        assert (status.documents, status.passages) == (2, 4)
        assert [document.name for document in project.documents.all()] == ["d0.txt", "d2.txt"]
        assert project.search("1") == []
        assert project.find_damage() == ""
        assert project.log.all()[-1].event == "deleted"


def test_the_sum_over_outcomes_still_equals_the_units_planned(full):
    with Project.open(full) as project:
        project.delete_document(2)
        status = project.status()
        assert sum(status.outcomes.values()) == status.units_planned == 8
        assert status.units_open == 0


def test_the_other_documents_keep_every_word(full):
    with Project.open(full) as project:
        text = project.documents.text(3)
        project.delete_document(2)
        assert project.documents.text(3) == text
        assert project.search("Gate 2") != []


def test_no_byte_of_it_stays_in_the_project_even_while_it_is_open(path):
    with new_project(path) as project:
        fill(project)
        text = f"{CANARY} sleeps in the fog. " * 500
        report = project.documents.add("/in/x.txt", "x.txt", "txt", 9, "c" * 64, Extract(text))
        assert holding(path.parent, CANARY) != []
        assert holding(path.parent, CANARY.lower()) != []  # as the index writes it
        project.delete_document(report.document_id or 0)
        assert holding(path.parent, CANARY) == []
        assert holding(path.parent, CANARY.lower()) == []
    assert holding(path.parent, CANARY) == []


def test_backups_that_hold_it_are_replaced_by_one_that_does_not(full):
    with Project.open(full) as project:
        project.back_up()
        project.back_up()
        assert len(holding(full.parent, "Gate 1 opens")) >= 2
        project.delete_document(2)
        assert holding(full.parent, "Gate 1 opens") == []
    assert len(backups_of(full)) == 1


def test_decisions_are_deleted_only_by_whoever_says_so(full):
    with Project.open(full) as project:
        project.decisions.add([Decision(5, Verdict.ACCEPT)], "Ada")
        assert project.holdings(2).decided == 1
        with pytest.raises(RequestError, match=r"decided on 1 of the 4 tasks of “d1\.txt”"):
            project.delete_document(2)
        assert project.status().documents == 3
        project.delete_document(2, with_decisions=True)
        assert project.status().verdicts == {}


def test_a_decision_that_was_taken_back_keeps_nothing(full):
    with Project.open(full) as project:
        project.decisions.add([Decision(5, Verdict.ACCEPT)], "Ada")
        project.decisions.undo()
        assert project.delete_document(2).decided == 0


def test_nothing_is_deleted_while_a_run_goes_on(full):
    with Project.open(full) as project:
        project.runs.set_state(1, RunState.RUNNING)
        with pytest.raises(RequestError, match="A run is going on"):
            project.delete_document(2)
        assert project.status().documents == 3


def test_the_next_document_never_gets_its_number(full):
    with Project.open(full) as project:
        project.delete_document(3)
        extract = Extract("Quay 9 is closed for the night.")
        report = project.documents.add("/in/q.txt", "q.txt", "txt", 9, "e" * 64, extract)
        assert report.document_id == 4


def test_an_unknown_document_is_said(full):
    with Project.open(full) as project, pytest.raises(NothingToDo, match="no document 9"):
        project.delete_document(9)


def test_neither_its_name_nor_its_hash_stays_and_the_chain_holds(path):
    with new_project(path) as project:
        fill(project)
        text = f"{CANARY} sleeps in the fog."
        sha256 = "c0ffee" + "1" * 58
        project.documents.refuse("/in/x", "Brief an Kirk.txt", FileStatus.DAMAGED, "Torn.")
        report = project.documents.add(
            "/in/x", "Brief an Kirk.txt", "txt", 9, sha256, Extract(text)
        )
        text_sha256 = project.documents.get(report.document_id).text_sha256
        project.log.add("audit", "Sample 1: 3 of 9 tasks drawn; documents Brief an Kirk.txt")
        project.back_up()
        project.delete_document(report.document_id)
    for word in ("Brief an Kirk", sha256, text_sha256, CANARY):
        assert holding(path.parent, word) == []
    assert prove(path).problems == ()
    with Project.open(path) as project:
        deleted = next(entry for entry in project.log.all() if entry.event == "deleted")
        blanked = [entry for entry in project.log.all() if entry.detail == BLANKED]
    assert "its name and its hash are kept nowhere" in deleted.detail
    assert len(blanked) == 3
