"""Pairs of answers: what was accepted beside what was not wanted, as TRL's DPO reads them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadSetting, NothingToDo
from engine.export import ExportRequest, export
from engine.export.personal import look
from engine.export.proving import prove_export
from engine.export.verify import verify
from engine.records import Decision, PersonalChoice, Verdict
from engine.store import Project
from tests.near_projects import with_tasks
from tests.projects import new_project

QUESTION = "Who has to sign before a dog may come aboard?"
TEXTS = [
    (QUESTION, "the warden"),
    (QUESTION.upper(), "nobody has to sign at all"),
    ("When does the ferry leave the harbour?", "at noon, after the whistle"),
    ("Which dogs stay ashore?", "those without a signature"),
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "work.bonito") as project:
        with_tasks(project, TEXTS)
        yield project


def rows(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def request_for(tmp_path: Path) -> ExportRequest:
    return ExportRequest(tmp_path / "out", "dpo")


def test_an_edited_answer_is_chosen_and_the_model_s_own_is_not(project: Project, tmp_path: Path):
    project.decisions.add([Decision(3, Verdict.EDIT, output="at nine")], "Ada")
    export(project, request_for(tmp_path))
    (row,) = rows(tmp_path / "out")
    assert row["prompt"].endswith(TEXTS[2][0])
    assert (row["chosen"], row["rejected"]) == ("at nine", "at noon, after the whistle")
    said = row["provenance"]["rejected"]
    assert (said["task"], said["decision"], said["decided_by"]) == (3, "edit", "Ada")


def test_an_answer_that_was_accepted_elsewhere_is_never_the_one_not_wanted(
    project: Project, tmp_path: Path
):
    edit = Decision(2, Verdict.EDIT, output="the warden, or his deputy")
    project.decisions.add([edit, Decision(1, Verdict.EDIT, output=TEXTS[1][1])], "Ada")
    export(project, request_for(tmp_path))
    pairs = {(row["chosen"], row["rejected"]) for row in rows(tmp_path / "out")}
    assert pairs == {(TEXTS[1][1], TEXTS[0][1])}  # what 2 was before its edit is what 1 is now


def test_a_rejected_answer_to_the_same_question_stands_beside_an_accepted_one(
    project: Project, tmp_path: Path
):
    project.decisions.add([Decision(1, Verdict.ACCEPT), Decision(4, Verdict.ACCEPT)], "Ada")
    project.decisions.add([Decision(2, Verdict.REJECT, "wrong")], "Bea")
    report = export(project, request_for(tmp_path))
    (row,) = rows(tmp_path / "out")
    assert (row["chosen"], row["rejected"]) == ("the warden", "nobody has to sign at all")
    said = row["provenance"]["rejected"]
    assert (said["task"], said["reason"], said["decided_by"]) == (2, "wrong", "Bea")
    assert any(one.startswith("1 accepted task has no other answer") for one in report.warnings)


def test_where_the_question_was_edited_too_the_two_answers_are_of_two_questions(
    project: Project, tmp_path: Path
):
    edit = Decision(3, Verdict.EDIT, input="When does the whistle blow?", output="at nine")
    project.decisions.add([edit], "Ada")
    with pytest.raises(NothingToDo, match="No accepted task has another answer beside it"):
        export(project, request_for(tmp_path))


def test_what_was_accepted_after_being_rejected_is_in_no_pair(project: Project, tmp_path: Path):
    project.decisions.add([Decision(1, Verdict.ACCEPT), Decision(2, Verdict.REJECT)], "Ada")
    project.decisions.add([Decision(2, Verdict.ACCEPT)], "Ada")
    with pytest.raises(NothingToDo):
        export(project, request_for(tmp_path))


def test_the_folder_verifies_and_is_proved_and_a_changed_rejected_answer_is_noticed(
    project: Project, tmp_path: Path
):
    project.decisions.add([Decision(3, Verdict.EDIT, output="at nine")], "Ada")
    export(project, request_for(tmp_path))
    folder = tmp_path / "out"
    assert verify(folder).problems == []
    assert prove_export(project, folder).problems == []
    file = folder / "train.jsonl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("at noon, after", "at noon, before"), encoding="utf-8")
    (problem,) = prove_export(project, folder).problems
    assert "rejected is" in problem
    nobody = text.replace('"decided_by": "Ada", "decided_at"', '"decided_by": "", "decided_at"')
    file.write_text(nobody, encoding="utf-8")
    assert prove_export(project, folder).problems != []
    same = text.replace("at noon, after the whistle", "at nine")
    file.write_text(same, encoding="utf-8")
    assert any("chosen answer is its rejected one" in said for said in verify(folder).problems)


def test_a_later_decision_on_the_rejected_task_is_no_problem_of_the_export(
    project: Project, tmp_path: Path
):
    project.decisions.add([Decision(1, Verdict.ACCEPT), Decision(2, Verdict.REJECT)], "Ada")
    export(project, request_for(tmp_path))
    project._connection.write("UPDATE decisions SET at = '2020-01-01T00:00:00+00:00'")
    line = (tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8")
    assert prove_export(project, tmp_path / "out").problems != []  # it says a later time than is so
    project._connection.write(
        "UPDATE decisions SET at = :at", at=json.loads(line)["provenance"]["decided_at"]
    )
    project.decisions.add([Decision(2, Verdict.FLAG)], "Bea")
    project._connection.write("UPDATE decisions SET at = '2099-01-01T00:00:00+00:00' WHERE id = 3")
    assert prove_export(project, tmp_path / "out").problems == []


@pytest.fixture
def with_mail(tmp_path: Path) -> Iterator[Project]:
    """The rejected answer to the one question that has two holds an address."""
    with new_project(tmp_path / "mail.bonito") as project:
        with_tasks(project, [(QUESTION, "write to anna@example.org"), (QUESTION, "the warden")])
        project.decisions.add([Decision(2, Verdict.ACCEPT), Decision(1, Verdict.REJECT)], "Ada")
        yield project


def test_a_rejected_answer_with_undecided_personal_data_makes_no_pair(
    with_mail: Project, tmp_path: Path
):
    with pytest.raises(NothingToDo):
        export(with_mail, request_for(tmp_path))


def test_a_rejected_answer_is_masked_as_was_decided_and_the_card_says_so(
    with_mail: Project, tmp_path: Path
):
    look(with_mail)
    ((_kind, value),) = with_mail.personal.choices()
    number = with_mail._connection.number(
        "SELECT id FROM personal_values WHERE value = :v", v=value
    )
    with_mail.personal.decide([number], PersonalChoice.MASK, "Ada")
    export(with_mail, request_for(tmp_path))
    (row,) = rows(tmp_path / "out")
    assert "anna@example.org" not in row["rejected"]
    assert row["provenance"]["rejected"]["masked"] == 1
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "Nothing was found in the accepted tasks" in card
    assert "rejected answers were looked through too" in card
    assert verify(tmp_path / "out").problems == []
    assert prove_export(with_mail, tmp_path / "out").problems == []


@pytest.mark.parametrize("only", ["all", "rejected", "decided"])
def test_which_tasks_is_settled_by_the_form(project: Project, tmp_path: Path, only: str):
    instead = only if only != "all" else ""
    request = ExportRequest(tmp_path / "out", "dpo", only_accepted=False, instead=instead)
    with pytest.raises(BadSetting, match="leave out --only"):
        export(project, request)
