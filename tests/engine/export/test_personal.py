import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import BadSetting, NothingToDo, PersonalDataUndecided
from engine.export import ExportRequest, export
from engine.export.personal import look
from engine.export.verify import verify
from engine.records import (
    Decision,
    PersonalChoice,
    PersonalKind,
    Verdict,
)
from engine.store import Project
from tests.near_projects import with_tasks
from tests.projects import new_project

PASSAGE = "Write to anna@example.org or call +49 30 901820. The ferry of Frau Weber leaves at nine."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "work.bonito") as project:
        yield project


@pytest.fixture
def ids(project: Project) -> list[int]:
    texts = [
        ("To whom does one write?", "ANNA@example.org"),
        ("When does the ferry leave the harbour?", "at nine"),
    ]
    return with_tasks(project, texts, PASSAGE)


def wanted(tmp_path: Path, **more: object) -> ExportRequest:
    return ExportRequest(tmp_path / "out", only_accepted=False, **more)  # type: ignore[arg-type]


def rows(tmp_path: Path) -> list[dict]:
    lines = (tmp_path / "out" / "train.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def of_kind(project: Project, kind: PersonalKind) -> list[int]:
    return [one.id for one in project.personal.values() if one.kind is kind]


def test_an_export_is_held_until_everything_is_decided(project: Project, ids, tmp_path: Path):
    with pytest.raises(PersonalDataUndecided, match="1 × e-mail, 1 × phone"):
        export(project, wanted(tmp_path))
    assert not (tmp_path / "out").exists()
    project.personal.decide(of_kind(project, PersonalKind.EMAIL), PersonalChoice.MASK, "ilse")
    with pytest.raises(PersonalDataUndecided, match=": 1 × phone"):
        export(project, wanted(tmp_path))


def test_the_same_value_gets_the_same_pseudonym_everywhere(project: Project, ids, tmp_path: Path):
    look(project)
    project.personal.decide([one.id for one in project.personal.values()], PersonalChoice.MASK, "i")
    report = export(project, wanted(tmp_path))
    assert report.rows == 2
    masked = "Write to [E-MAIL 1] or call [PHONE 1]. The ferry of Frau Weber leaves at nine."
    assert [row["input"].split("\n")[0] for row in rows(tmp_path)] == [masked, masked]
    assert rows(tmp_path)[0]["output"] == "[E-MAIL 1]"
    assert [row["provenance"]["masked"] for row in rows(tmp_path)] == [3, 2]
    text = (tmp_path / "out" / "train.jsonl").read_text("utf-8").casefold()
    assert "anna@" not in text
    assert "901820" not in text


def test_the_stored_text_and_the_place_of_the_evidence_stay(project: Project, ids, tmp_path: Path):
    passage_id = project.tasks.get(ids[0]).passage_id
    project._connection.write(
        "UPDATE tasks SET evidence_grade = 'exact', evidence_start = 9, evidence_end = 25"
        " WHERE id = :id",
        id=ids[0],
    )
    look(project)
    project.personal.decide([one.id for one in project.personal.values()], PersonalChoice.MASK, "i")
    export(project, wanted(tmp_path))
    evidence = rows(tmp_path)[0]["provenance"]["evidence"]
    assert evidence == {"grade": "exact", "start": 9, "end": 25, "places": 0}
    assert project.passages.text(passage_id)[9:25] == "anna@example.org"
    assert project.tasks.get(ids[0]).output == "ANNA@example.org"
    assert verify(tmp_path / "out").problems == []


def test_what_is_kept_needs_a_reason_that_is_told(project: Project, ids, tmp_path: Path):
    look(project)
    every = [one.id for one in project.personal.values()]
    with pytest.raises(BadSetting, match="Say why"):
        project.personal.decide(every, PersonalChoice.KEEP, "ilse", "  ")
    project.personal.decide(every, PersonalChoice.KEEP, "ilse", "the office's own address")
    export(project, wanted(tmp_path))
    assert "anna@example.org" in rows(tmp_path)[0]["input"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["possible_personal_data"]["found"][0] == {
        "kind": "e-mail", "values": 1, "decision": "keep", "reason": "the office's own address",
    }  # fmt: skip
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "1 × e-mail: kept as it is (`the office's own address`)" in card
    assert "the rows are not anonymous" in card


def test_a_rejected_value_takes_its_tasks_out_for_good(project: Project, ids, tmp_path: Path):
    look(project)
    every = [one.id for one in project.personal.values()]
    project.personal.decide(every, PersonalChoice.REJECT, "ilse")
    assert project.tasks.get(ids[0]).verdict is Verdict.REJECT
    assert project.tasks.get(ids[0]).reason == "possible personal data"
    while project.decisions.undo():
        pass
    project.decisions.add([Decision(one, Verdict.ACCEPT) for one in ids], "ilse")
    with pytest.raises(NothingToDo):
        export(project, wanted(tmp_path))
    assert not (tmp_path / "out").exists()


def test_it_can_be_exported_undecided_for_a_reason_and_the_log_says_so(
    project: Project, ids, tmp_path: Path
):
    export(project, wanted(tmp_path, personal_reason="for the data protection officer"))
    assert "anna@example.org" in rows(tmp_path)[0]["input"]
    said = [entry.detail for entry in project.log.all() if entry.event == "personal"]
    assert said == ["exported undecided: 1 × e-mail, 1 × phone. for the data protection officer"]
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "kept undecided (`for the data protection officer`)" in card


def test_the_log_tells_kinds_and_no_values(project: Project, ids):
    look(project)
    project.personal.decide([one.id for one in project.personal.values()], PersonalChoice.MASK, "i")
    (entry,) = [entry for entry in project.log.all() if entry.event == "personal"]
    assert entry.detail == "mask: 1 × e-mail, 1 × phone."
    assert "anna" not in entry.detail


def test_own_words_are_looked_for_from_then_on(project: Project, ids, tmp_path: Path):
    look(project)
    project.personal.set_words("Anna Weber | Frau Weber")
    look(project)
    (name,) = [one for one in project.personal.values() if one.kind is PersonalKind.WORD]
    assert (name.value, name.tasks) == ("Anna Weber", 2)
    project.personal.set_words("")
    look(project)
    assert of_kind(project, PersonalKind.WORD) == []


def test_a_decision_holds_for_tasks_that_come_later(project: Project, ids, tmp_path: Path):
    look(project)
    project.personal.decide([one.id for one in project.personal.values()], PersonalChoice.MASK, "i")
    with_tasks(project, [("Who is asked?", "anna@example.org")], "Ask anna@example.org first.", 2)
    export(project, wanted(tmp_path))
    assert rows(tmp_path)[-1]["output"] == "[E-MAIL 1]"


def test_an_edit_is_looked_at_as_it_reads_now(project: Project, ids, tmp_path: Path):
    look(project)
    edit = Decision(ids[1], Verdict.EDIT, input="When?", output="ask otto@example.org")
    project.decisions.add([edit], "ilse")
    look(project)
    values = {one.value: one.tasks for one in project.personal.values()}
    assert values == {"anna@example.org": 1, "otto@example.org": 1, "+4930901820": 1}


def test_of_a_deleted_document_no_value_stays(project: Project, ids):
    with_tasks(
        project, [("Who?", "otto@example.org")], "Ask otto@example.org, anna@example.org.", 2
    )
    look(project)
    project.delete_document(1)
    left = project._connection.texts("SELECT value FROM personal_values ORDER BY 1")
    assert left == ["anna@example.org", "otto@example.org"]
    project.delete_document(2)
    assert project._connection.texts("SELECT value FROM personal_values") == []


def test_failed_units_are_not_looked_at(project: Project, ids):
    project._connection.write(
        "UPDATE reviews SET outcome = 'no_pipe' WHERE task_id = :id", id=ids[0]
    )
    look(project)
    assert [one.tasks for one in project.personal.values()] == [1, 1]


def test_who_cancels_leaves_it_to_be_done(project: Project, ids):
    look(project, lambda: True)
    assert project.personal.values() == []
    look(project)
    assert len(project.personal.values()) == 2


def test_a_value_of_one_task_and_its_decision_outlive_another_look(tmp_path: Path):
    with Project.create(tmp_path / "again.bonito") as project:
        passage = "Write to anna.berg@harbour.example before you come aboard the ferry at nine."
        with_tasks(project, [("When?", "At nine")], passage)
        look(project)
        project.personal.decide([1], PersonalChoice.MASK, "Ana")
        with_tasks(project, [("Where?", "Here")], "Nothing to see at the north gate.", 2)
        look(project)
        assert [one.choice for one in project.personal.values()] == [PersonalChoice.MASK]
