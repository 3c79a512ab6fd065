"""What stands beside a row: the passage, the model's own words, who decided; and what may not."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.export import ExportRequest, export
from engine.export.personal import look
from engine.export.preview import preview
from engine.export.verify import verify
from engine.records import ComputedOn, Decision, PersonalChoice, Verdict
from engine.store import Project
from tests.near_projects import with_tasks
from tests.projects import ONE_ANSWER
from tests.projects import fill as fill_with_evidence

PASSAGE = "The ferry leaves at nine. Write to anna.berg@harbour.example before you come aboard."


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "work.bonito") as project:
        yield project


def fill(project: Project) -> None:
    """As everywhere, but without evidence, and with passages that end where their texts do."""
    fill_with_evidence(project)
    project._connection.write(
        "UPDATE tasks SET evidence_grade = 'none', evidence_start = NULL, evidence_end = NULL"
    )
    project._connection.write('UPDATE passages SET "end" = 46 WHERE "end" = 48')


def rows_of(project: Project, **options: Any) -> list[dict[str, Any]]:
    folder = project.path.with_name("out")
    request = ExportRequest(folder, only_accepted=False, with_passage=True, with_model_words=True)
    export(project, replace(request, **options))
    assert verify(folder).problems == []
    return [json.loads(row) for row in (folder / "train.jsonl").read_bytes().splitlines()]


def test_a_row_holds_its_passage_and_the_hash_of_it(project: Project):
    fill(project)
    said = rows_of(project)[0]["provenance"]
    text = "Gate 0 opens at nine. No"
    assert said["passage_text"] == {"text": text, "masked": 0, "held_back": False}
    assert said["passage"]["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert (said["passage"]["start"], said["passage"]["end"]) == (0, 24)


def test_an_edited_row_holds_what_the_model_wrote_and_who_decided_when(project: Project):
    fill(project)
    project.decisions.add([Decision(1, Verdict.EDIT, output="At ten")], "Ana")
    edited, other = (row["provenance"] for row in rows_of(project)[:2])
    assert edited["model_words"]["input"]["text"] == "Question 1?"
    assert edited["model_words"]["output"]["text"] == "1"
    assert (edited["decision"], edited["decided_by"]) == ("edit", "Ana")
    assert edited["decided_at"].startswith("20")
    assert other["model_words"]["output"]["text"] == other["decided_by"] == ""


def test_the_device_of_a_run_stands_in_its_rows(project: Project):
    fill(project)
    project.runs.note_device(1, "CPU, 2 threads")
    project.runs.note_device(1, "Vulkan, Arc A370M")
    project.runs.note_device(1, "CPU, 2 threads")
    assert rows_of(project)[0]["provenance"]["device"] == "CPU, 2 threads; Vulkan, Arc A370M"


def test_device_backend_driver_and_layers_of_a_run_stand_apart_in_its_rows(project: Project):
    fill(project)
    processor = ComputedOn("CPU, 2 threads", "CPU")
    card = ComputedOn("Arc A370M", "Vulkan", "Mesa 25", 20, 33)
    for one in (processor, card, processor):
        project.runs.note_device(1, one.device, one)
    assert project.runs.get(1).computed_on == (processor, card)
    assert rows_of(project)[0]["provenance"]["computed_on"] == {
        "device": "CPU, 2 threads; Arc A370M",
        "backend": "CPU; Vulkan",
        "driver": "; Mesa 25",
        "layers": "0 of 0; 20 of 33",
    }


def with_address(project: Project) -> None:
    """A task whose input quotes a passage with an address in it."""
    with_tasks(project, [("When does the ferry leave?", "At nine")], PASSAGE, 50)
    look(project)


def edit_it_away(project: Project) -> None:
    project.decisions.add([Decision(1, Verdict.EDIT, "", "When does it leave?", "At nine")], "Ana")


def test_what_was_masked_in_the_rows_is_masked_in_the_passage(project: Project):
    with_address(project)
    project.personal.decide([1], PersonalChoice.MASK, "Ana")
    (row,) = rows_of(project)
    shown = row["provenance"]["passage_text"]
    assert (shown["masked"], shown["held_back"]) == (1, False)
    assert "Write to [E-MAIL 1] before" in shown["text"]
    assert "anna.berg" not in json.dumps(row)


def test_what_an_edit_took_out_and_nobody_decided_on_is_held_back_and_that_is_said(
    project: Project,
):
    with_address(project)
    edit_it_away(project)
    (row,) = rows_of(project)
    said = row["provenance"]
    assert said["passage_text"] == {"text": "", "masked": 0, "held_back": True}
    assert said["model_words"]["input"]["held_back"] is True
    assert said["model_words"]["output"]["text"] == "At nine"
    assert "anna.berg" not in json.dumps(row)
    folder = project.path.with_name("other")
    request = ExportRequest(folder, only_accepted=False, with_passage=True)
    assert any("1 text beside the rows" in one for one in export(project, request).warnings)


def test_with_a_reason_nothing_is_held_back(project: Project):
    with_address(project)
    edit_it_away(project)
    (row,) = rows_of(project, personal_reason="a public office")
    assert "anna.berg" in row["provenance"]["passage_text"]["text"]


@pytest.mark.parametrize("format_name", ONE_ANSWER)
def test_the_preview_is_what_is_written(project: Project, format_name: str):
    fill(project)
    project.decisions.add([Decision(2, Verdict.EDIT, output="At ten")], "Ana")
    options = {"format": format_name, "instructions": (("exqa", "Quote."),)}
    request = ExportRequest(
        Path("out"), only_accepted=False, with_passage=True, with_model_words=True
    )
    shown = preview(project, replace(request, **options), 3)
    assert shown == rows_of(project, **options)[:3]


def test_rejected_tasks_leave_with_their_reasons(project: Project):
    fill(project)
    project.decisions.add([Decision(3, Verdict.REJECT, "wrong answer")], "Ana")
    (row,) = rows_of(project, instead="rejected")
    assert (row["provenance"]["decision"], row["provenance"]["reason"]) == (
        "reject",
        "wrong answer",
    )


def test_preferences_are_what_was_accepted_and_what_was_rejected(project: Project):
    fill(project)
    project.decisions.add([Decision(3, Verdict.REJECT, "wrong answer")], "Ana")
    project.decisions.add([Decision(4, Verdict.ACCEPT)], "Ana")
    rows = rows_of(project, instead="decided", format="preference")
    assert [row["label"] for row in rows] == [False, True]


def test_what_was_rejected_for_personal_data_never_leaves_as_an_example(project: Project):
    with_address(project)
    project.personal.decide([1], PersonalChoice.REJECT, "Ana")
    fill(project)
    project.decisions.add([Decision(2, Verdict.REJECT)], "Ana")
    rows = rows_of(project, instead="rejected")
    assert [row["provenance"]["task"] for row in rows] == [2]


def test_own_names_and_a_system_message_are_written_and_verified(project: Project):
    fill(project)
    rows = rows_of(project, columns=(("input", "question"), ("output", "answer")))
    assert list(rows[0]) == ["question", "answer", "provenance"]
    rows = rows_of(project, format="alpaca", system="Answer briefly.")
    assert list(rows[0]) == ["system", "instruction", "input", "output", "provenance"]
    assert rows_of(project, format="messages", system="Be brief.")[0]["messages"][0] == {
        "role": "system", "content": "Be brief."
    }  # fmt: skip
