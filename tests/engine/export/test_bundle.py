import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import BadSetting, NothingToDo, TargetExists, TargetUnwritable
from engine.export import ExportReport, ExportRequest, export
from engine.records import Decision, Outcome, Verdict
from engine.store import Project
from tests.projects import ONE_ANSWER, fill, new_project, spoil


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "work.bonito") as project:
        yield project


def rows_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().decode().split("\n") if line]


def decide(project: Project, verdict: Verdict, *tasks: int) -> None:
    project.decisions.add([Decision(task, verdict) for task in tasks], "me")


def export_all(
    project: Project, target: Path, split: tuple[int, ...] | None = None
) -> ExportReport:
    return export(project, ExportRequest(target, only_accepted=False, split=split))


def test_only_accepted_and_edited_tasks_are_exported_unless_asked(project: Project, tmp_path: Path):
    tasks = fill(project)
    decide(project, Verdict.ACCEPT, tasks[0])
    decide(project, Verdict.REJECT, tasks[1])
    project.decisions.add([Decision(tasks[2], Verdict.EDIT, input="New?", output="Yes")], "me")
    accepted = export(project, ExportRequest(tmp_path / "a.jsonl"))
    assert accepted.rows == 2
    assert [row["input"] for row in rows_of(tmp_path / "a.jsonl")] == ["Question 1?", "New?"]
    assert export_all(project, tmp_path / "b.jsonl").rows == len(tasks) - 1


def test_tasks_that_ended_badly_are_never_exported(project: Project, tmp_path: Path):
    tasks = fill(project)
    spoil(project, Outcome.NO_PIPE)
    assert export_all(project, tmp_path / "out.jsonl").rows == len(tasks)


def test_a_file_holds_one_row_a_task_with_its_provenance(project: Project, tmp_path: Path):
    tasks = fill(project)
    report = export_all(project, tmp_path / "out.jsonl")
    rows = rows_of(tmp_path / "out.jsonl")
    (file,) = report.files
    assert [row["provenance"]["task"] for row in rows] == tasks  # type: ignore[index]
    assert (file.path, file.rows) == (tmp_path / "out.jsonl", len(tasks))
    assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
    assert file.size_bytes == file.path.stat().st_size


@pytest.mark.parametrize("format_name", ONE_ANSWER)
def test_plain_rows_have_the_formats_keys_alone(project: Project, tmp_path: Path, format_name: str):
    fill(project)
    request = ExportRequest(tmp_path / "o.jsonl", format_name, False, with_provenance=False)
    export(project, request)
    assert all("provenance" not in row for row in rows_of(tmp_path / "o.jsonl"))


def test_the_same_export_twice_gives_the_same_bytes(project: Project, tmp_path: Path):
    fill(project, documents=5)
    first = export_all(project, tmp_path / "a", (60, 20, 20))
    second = export_all(project, tmp_path / "b", (60, 20, 20))
    assert [file.sha256 for file in first.files] == [file.sha256 for file in second.files]


def test_no_document_is_in_two_parts(project: Project, tmp_path: Path):
    fill(project, documents=12)
    report = export_all(project, tmp_path / "out", (80, 10, 10))
    documents = [
        {row["provenance"]["document"]["sha256"] for row in rows_of(file.path)}  # type: ignore[index]
        for file in report.files
    ]
    assert [file.path.name for file in report.files] == [
        "train.jsonl",
        "validation.jsonl",
        "test.jsonl",
    ]
    assert sum(len(part) for part in documents) == 12
    assert len(set.union(*documents)) == 12
    assert report.warnings == ()


def test_parts_of_a_single_file_stand_beside_each_other(project: Project, tmp_path: Path):
    fill(project, documents=3)
    report = export_all(project, tmp_path / "out.jsonl", (80, 10, 10))
    names = ["out-train.jsonl", "out-validation.jsonl", "out-test.jsonl"]
    assert [file.path.name for file in report.files] == names
    assert not (tmp_path / "out.jsonl").exists()


def test_a_folder_gets_a_manifest_that_vouches_for_every_file(project: Project, tmp_path: Path):
    fill(project)
    report = export_all(project, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["path"] for entry in manifest["files"]} == {
        "train.jsonl",
        "README.md",
        "croissant.json",
        "dataset_info.json",
        "verify.py",
    }
    for entry in manifest["files"]:
        data = (tmp_path / "out" / entry["path"]).read_bytes()
        if end := entry.get("fixed_until"):
            data = data[: data.index(end.encode()) + len(end) + 1]
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["bytes"] == len(data)
    assert manifest["rows"] == report.rows == manifest["files"][0]["rows"]


def test_a_second_export_replaces_the_first_and_leaves_other_files(
    project: Project, tmp_path: Path
):
    fill(project, documents=4)
    target = tmp_path / "out"
    export_all(project, target, (50, 25, 25))
    (target / "notes.txt").write_text("mine")
    export_all(project, target)
    assert {file.name for file in target.iterdir()} == {
        "train.jsonl",
        "manifest.json",
        "README.md",
        "croissant.json",
        "dataset_info.json",
        "verify.py",
        "notes.txt",
    }


def test_a_second_export_into_a_file_replaces_it(project: Project, tmp_path: Path):
    tasks = fill(project)
    export_all(project, tmp_path / "out.jsonl")
    decide(project, Verdict.REJECT, tasks[0])
    export_all(project, tmp_path / "out.jsonl")
    assert len(rows_of(tmp_path / "out.jsonl")) == len(tasks) - 1


@pytest.mark.parametrize("name", ["theirs.jsonl", "folder", "work.bonito"])
def test_what_is_not_an_export_is_left_as_it_is(project: Project, tmp_path: Path, name: str):
    fill(project)
    (tmp_path / "theirs.jsonl").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "theirs").write_text("mine")
    with pytest.raises(TargetExists):
        export_all(project, tmp_path / name)
    assert (tmp_path / "theirs.jsonl").read_text() == "mine"
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["theirs"]


def test_an_unwritable_target_leaves_nothing_behind(project: Project, tmp_path: Path):
    fill(project)
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetUnwritable):
        export_all(project, tmp_path / "file" / "out")
    assert {file.name for file in tmp_path.iterdir() if "bonito" not in file.name} == {"file"}


def test_nothing_accepted_says_what_to_do(project: Project, tmp_path: Path):
    fill(project)
    with pytest.raises(NothingToDo, match="--only all"):
        export(project, ExportRequest(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_nothing_generated_says_what_to_do(project: Project, tmp_path: Path):
    for only_accepted in (True, False):
        with pytest.raises(NothingToDo, match="generate tasks first"):
            export(project, ExportRequest(tmp_path / "out", only_accepted=only_accepted))


def test_an_unknown_format_and_a_bad_split_are_refused_before_anything_is_written(
    project: Project, tmp_path: Path
):
    fill(project)
    with pytest.raises(BadSetting, match="csv"):
        export(project, ExportRequest(tmp_path / "out", "csv", only_accepted=False))
    with pytest.raises(BadSetting, match="100"):
        export_all(project, tmp_path / "out", (50, 20, 20))
    assert not (tmp_path / "out").exists()


def test_line_separators_in_a_task_do_not_split_its_row(project: Project, tmp_path: Path):
    fill(project, answers="one\u2028two\u2029three\u0085four\r\n{question}")
    report = export_all(project, tmp_path / "out.jsonl")
    text = (tmp_path / "out.jsonl").read_bytes().decode()
    assert len(text.splitlines()) == report.rows
    assert rows_of(tmp_path / "out.jsonl")[0]["output"] == (
        "one\u2028two\u2029three\u0085four\r\n1"
    )


def test_an_export_stands_in_the_project_log(project: Project, tmp_path: Path):
    fill(project)
    report = export_all(project, tmp_path / "out.jsonl")
    newest = project.log.all()[-1]
    assert newest.event == "exported"
    assert report.files[0].sha256 in newest.detail


def test_the_checksum_of_the_manifest_is_told_and_logged(project: Project, tmp_path: Path):
    fill(project)
    report = export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    data = (tmp_path / "out" / "manifest.json").read_bytes()
    assert report.manifest_sha256 == hashlib.sha256(data).hexdigest()
    assert report.manifest_sha256 in project.log.all()[0].detail + project.log.all()[-1].detail
