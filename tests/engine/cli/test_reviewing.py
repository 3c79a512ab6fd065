import json
from pathlib import Path

import pytest

from engine.records import EvidenceGrade, Outcome, TaskFilter, Verdict
from engine.store import Project
from tests.projects import spoil


def verdicts(path: Path) -> dict[int, Verdict | None]:
    with Project.open(path) as project:
        tasks = project.tasks.page(project.tasks.ids(TaskFilter()))
        return {task.id: task.verdict for task in tasks if task.verdict}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_tasks_are_accepted_by_number_and_range(cli, project: Path):
    spoken = cli("review", project, "--accept", "1, 3-5,3", "--json")
    assert spoken.code == 0
    assert spoken.json == {"decisions": 4, "verdicts": {"accept": 4}, "unreviewed": 4}
    assert verdicts(project) == dict.fromkeys((1, 3, 4, 5), Verdict.ACCEPT)


def test_tasks_are_rejected_with_a_reason(cli, project: Path):
    spoken = cli("review", project, "--reject", "2", "--reason", "unclear", "--who", "Ada")
    assert (spoken.code, verdicts(project)) == (0, {2: Verdict.REJECT})
    assert spoken.out == "1 decision saved: 1 reject\n7 tasks not reviewed yet\n"


def test_accepting_all_leaves_earlier_decisions_and_failed_units_alone(cli, project: Path):
    with Project.open(project) as opened:
        failed = spoil(opened, Outcome.BAD_LABEL)
    cli("review", project, "--reject", "2")
    spoken = cli("review", project, "--accept", "all", "--json")
    assert spoken.json["decisions"] == 7
    found = verdicts(project)
    assert found[2] is Verdict.REJECT
    assert failed not in found


def test_accepting_all_when_nothing_is_left_is_not_a_success(cli, project: Path):
    assert cli("review", project, "--accept", "all").code == 0
    spoken = cli("review", project, "--accept", "ALL")
    assert spoken.code == 1
    assert "No well-formed task is without a decision" in spoken.err


def test_an_unknown_task_means_that_no_decision_is_saved(cli, project: Path):
    spoken = cli("review", project, "--reject", "1,99", "--json")
    assert spoken.code == 1
    assert "99" in spoken.json["error"]["message"]
    assert verdicts(project) == {}


def test_a_task_that_can_not_be_exported_can_not_be_accepted(cli, project: Path):
    with Project.open(project) as opened:
        failed = spoil(opened, Outcome.BAD_LABEL)
    spoken = cli("review", project, "--accept", f"1,{failed}")
    assert spoken.code == 1
    assert f"Task {failed} ended as bad_label" in spoken.err
    assert verdicts(project) == {}
    assert cli("review", project, "--reject", failed).code == 0


def test_an_edit_makes_a_task_of_a_refused_unit_which_can_be_accepted(
    cli, project: Path, tmp_path: Path
):
    with Project.open(project) as opened:
        failed = spoil(opened, Outcome.NO_PIPE)
    half = write(tmp_path / "half.jsonl", {"task": failed, "verdict": "edit", "output": "At nine"})
    assert "needs an input and an output" in cli("review", project, "--from", half).err
    lines = (
        {"task": failed, "verdict": "edit", "input": "When?", "output": "At nine"},
        {"task": failed, "verdict": "accept"},
    )
    assert cli("review", project, "--from", write(tmp_path / "all.jsonl", *lines)).code == 0
    with Project.open(project) as opened:
        task = opened.tasks.get(failed)
        assert (task.outcome, task.refused) == (Outcome.OK, Outcome.NO_PIPE)
        assert opened.tasks.export_ids(only_accepted=True)[-1:].tolist() == [failed]
    assert cli("status", project, "--json").json["mended"] == 1
    assert "1 was refused and mended by a reviewer" in cli("status", project).out


def test_decisions_come_from_a_file(cli, project: Path, tmp_path: Path):
    file = write(
        tmp_path / "decisions.jsonl",
        {"task": 1, "verdict": "accept"},
        {"task": 2, "verdict": "reject", "reason": "wrong"},
        {"task": 3, "verdict": "edit", "output": "Better"},
        {"task": 4, "verdict": "flag", "input": None},
    )
    spoken = cli("review", project, "--from", file, "--json")
    assert spoken.json["verdicts"] == {"accept": 1, "reject": 1, "edit": 1, "flag": 1}
    with Project.open(project) as opened:
        assert opened.tasks.get(3).output == "Better"


def test_the_evidence_of_an_edit_is_looked_for_in_its_passage(cli, project: Path, tmp_path: Path):
    with Project.open(project) as opened:
        task = opened.tasks.get(1)
        text = opened.passages.text(task.passage_id)
    word = text.split()[1]
    lines = [
        {"task": 1, "verdict": "edit", "output": word},
        {"task": 3, "verdict": "edit", "output": "nothing of the kind"},
    ]
    file = tmp_path / "decisions.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert cli("review", project, "--from", file).code == 0
    with Project.open(project) as opened:
        found, lost = opened.tasks.get(1).evidence, opened.tasks.get(3).evidence
        document = opened.documents.text(task.document_id)
    assert found.start is not None
    assert document[found.start : found.end] == word
    assert (found.grade, found.places) == (EvidenceGrade.EXACT, text.split().count(word))
    assert lost.grade is EvidenceGrade.EDITED


def test_a_file_written_by_a_windows_editor_is_read(cli, project: Path, tmp_path: Path):
    file = tmp_path / "d.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"task": 1, "verdict": "skip"}\r\n\r\n')
    assert cli("review", project, "--from", file).code == 0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", "Line 2"),
        ("3", "it is no JSON object"),
        ('{"task": "1", "verdict": "accept"}', "task must be a number"),
        ('{"task": true, "verdict": "accept"}', "task must be a number"),
        ('{"task": 1, "verdict": "maybe"}', "'maybe' is not a valid Verdict"),
        ('{"task": 1}', "None is not a valid Verdict"),
        ('{"task": 1, "verdict": "edit", "output": 5}', "output must be text"),
        ('{"task": 1, "verdict": "accept", "comment": "x"}', "unknown field comment"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_saved(
    cli, project: Path, tmp_path: Path, line: str, reason: str
):
    file = tmp_path / "d.jsonl"
    file.write_text(f'{{"task": 1, "verdict": "accept"}}\n{line}\n', encoding="utf-8")
    spoken = cli("review", project, "--from", file)
    assert spoken.code == 1
    assert "Line 2 of" in spoken.err
    assert reason in spoken.err
    assert verdicts(project) == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "can't be read"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b" \n", "holds no decision"),
    ],
)
def test_a_file_without_decisions_is_refused(
    cli, project: Path, tmp_path: Path, content: bytes | None, reason: str
):
    file = tmp_path / "d.jsonl"
    if content is not None:
        file.write_bytes(content)
    spoken = cli("review", project, "--from", file)
    assert spoken.code == 1
    assert reason in spoken.err


def test_a_decision_is_saved_where_the_user_has_no_name(cli, project: Path, monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000, raising=False)
    assert cli("review", project, "--accept", "1").code == 0
