import json
from pathlib import Path

from engine.export import ExportRequest, export
from engine.records import (
    Decision,
    Extract,
    Outcome,
    PassageSettings,
    PlannedUnit,
    RunRequest,
    Span,
    TaskDraft,
    TaskFilter,
    Verdict,
)
from engine.store import Project
from engine.tasks.bounds import most_wrong
from tests.projects import MODEL, fill, new_project


def card_of(tmp_path: Path, *, only_accepted: bool = False) -> str:
    with new_project(tmp_path / "work.bonito") as project:
        tasks = fill(project, documents=3)
        project.decisions.add([Decision(task, Verdict.ACCEPT) for task in tasks], "me")
        export(
            project,
            ExportRequest(tmp_path / "out", split=(80, 10, 10), only_accepted=only_accepted),
        )
    return (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_the_card_names_sources_counts_model_and_limits(tmp_path: Path):
    card = card_of(tmp_path)
    assert "| `d0.txt` | `" + "0" * 64 in card
    assert "| extractive question answering (`exqa`) | 6 |" in card
    assert f"model `tiny`, SHA-256 `{MODEL.sha256}`" in card
    assert "This export grants no licence." in card
    assert "## Limits" in card


def test_the_card_tells_table_loaders_which_file_is_which_split(tmp_path: Path):
    header = card_of(tmp_path).split("---\n")[1]
    assert "\nconfigs:\n- config_name: default\n  data_files:\n" in header
    assert "  - split: validation\n    path: validation.jsonl\n" in header


def test_the_header_says_licence_size_and_kind_of_the_rows(tmp_path: Path):
    header = card_of(tmp_path).split("---\n")[1]
    assert 'license: "unknown"\n' in header
    assert 'size_categories:\n- "n<1K"\n' in header
    assert 'task_categories:\n- "question-answering"\n' in header
    assert "language:" not in header  # of these texts it can't be told


def test_a_licence_that_was_stated_stands_in_the_header_and_in_the_text(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project)
        request = ExportRequest(tmp_path / "out", only_accepted=False, licence='my "own": licence')
        export(project, request)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert 'license: "my \\"own\\": licence"\n' in card
    assert 'Stated at the export: `my "own": licence`.' in card


def test_the_card_says_whether_anybody_read_the_rows(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert "accepted by a reviewer" in card_of(tmp_path / "a", only_accepted=True)
    assert "most may never have been read" in card_of(tmp_path / "b")


def test_types_that_bonito_saw_little_of_are_named(tmp_path: Path):
    assert "very little" not in card_of(tmp_path)
    with Project.open(tmp_path / "work.bonito") as project:
        passage_id = project.passages.ids(PassageSettings(), None)[0][1]
        run = project.runs.create(
            RunRequest("tiny", ("wsd",)), MODEL, [PlannedUnit(passage_id, "wsd", 0, 1)]
        )
        (unit,) = project.runs.open_units(run.id, 1)
        project.tasks.add(TaskDraft(unit.id, Outcome.OK, "raw", "Same sense?", "No"))
        export(project, ExportRequest(tmp_path / "weak", only_accepted=False))
    card = (tmp_path / "weak" / "README.md").read_text(encoding="utf-8")
    assert "very little of these types in training: `wsd`" in card


def test_a_hostile_file_name_can_not_write_markup_into_the_card(tmp_path: Path):
    name = "a|b`](http://x)\n# Title.txt"
    with new_project(tmp_path / "work.bonito") as project:
        fill(project, documents=1)
        extract = Extract("Another text of some length.")
        report = project.documents.add("/in/x", name, "txt", 1, "9" * 64, extract)
        assert report.document_id is not None
        settings = PassageSettings()
        project.passages.save(report.document_id, settings, [Span(0, 10, 3)])
        (passage,) = project.passages.of(report.document_id, settings)
        run = project.runs.create(
            RunRequest("tiny", ("qa",)), MODEL, [PlannedUnit(passage.id, "qa", 0, 1)]
        )
        (unit,) = project.runs.open_units(run.id, 1)
        project.tasks.add(TaskDraft(unit.id, Outcome.OK, "raw", "Why?", "So"))
        export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "| `a¦bˋ](http://x) # Title.txt` |" in card


def test_the_card_states_the_bound_of_each_sample_or_that_there_is_none(tmp_path: Path):
    assert "so no error rate can be stated" in card_of(tmp_path)
    with Project.open(tmp_path / "work.bonito") as project:
        for _ in range(12):
            project.decisions.undo()
        audit = project.audits.draw(TaskFilter(document_ids=(1, 2)), 3, 7, "me")
        sample = project.tasks.ids(TaskFilter(audit_id=audit.id))
        for task in sample:
            project.decisions.add([Decision(task, Verdict.ACCEPT)], "me")
        project.audits.accept(audit.id, "me", "")
        export(project, ExportRequest(tmp_path / "new"))
    card = (tmp_path / "new" / "README.md").read_text(encoding="utf-8")
    assert "- Sample 1 (`documents d0.txt, d1.txt`), seed 7," in card
    assert "3 read, 0 wrong: with 95 % confidence fewer than" in card
    assert "5 were accepted together on its strength." in card
    manifest = json.loads((tmp_path / "new" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["audits"][0]["most_wrong"] == most_wrong(0, 3, 8)
    assert manifest["audits"][0]["accepted_together"] == 5
