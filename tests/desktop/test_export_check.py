"""An export is checked by the window: right after it was written, and whenever somebody asks."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import App
from desktop.dialogs.export_details import ExportDetails
from desktop.export_check import Checked
from desktop.export_result import _kind, _written
from desktop.main_window import EXPORT, REVIEW
from engine.cli.proof_lines import export_lines
from engine.export import ExportReport
from engine.export.proving import prove_export
from engine.export.verify import Verified, verify
from engine.export.verify import lines as lines_of
from engine.records import Verdict


@pytest.fixture
def written(app: App, full_path: Path, tmp_path: Path, calm) -> Path:
    """The folder of an export that the window has just written."""
    app.current.open(full_path)
    calm(app)
    app.review.decide(Verdict.ACCEPT)
    app.window.go_to(EXPORT)
    app.export.target.setText(str(tmp_path / "bundle"))
    app.export.export()
    calm(app)
    return tmp_path / "bundle"


def test_what_was_written_is_held_against_the_project_in_the_words_of_the_command(
    app: App, written: Path
):
    said, lines = app.export.notice.text, app.export.result._lines
    assert said.startswith("1 row written to ")
    assert "As it was written: " in said
    assert "It came from this project: entry " in said
    assert app.export.notice.property("tone") == "good"
    proof = prove_export(app.project, written)
    (told,) = export_lines(proof)
    assert told in lines
    assert said.endswith(" of its log; 1 row compared.")
    found = verify(written)
    assert lines[1:3] == [
        lines_of(found)[0].replace("1 rows", "1 row").replace("1 documents", "1 document"),
        lines_of(found)[-1],
    ]


def test_an_export_of_another_project_is_told_from_a_changed_one(
    app: App, written: Path, calm, tmp_path: Path, empty_path: Path
):
    app.current.open(empty_path)
    calm(app)
    app.export.result.look(written, app.project)
    calm(app)
    assert "As it was written: " in app.export.notice.text
    assert "It did not come from the project that is open" in app.export.notice.text
    assert app.export.notice.property("tone") == "info"


def test_a_comparison_says_how_far_it_is(app: App, written: Path, calm):
    told = []
    app.export.result.check.told.connect(told.append)
    app.export.result.look(written, app.project)
    calm(app)
    assert told == [1]


def test_a_comparison_that_nobody_waits_for_ends(app: App, written: Path):
    assert prove_export(app.project, written, is_cancelled=lambda: True).rows == 0


def test_a_task_left_out_as_wished_is_success_and_said(app: App, written: Path, tmp_path: Path):
    sentence = "1 task was left out, because another row says nearly the same (near-duplicates)."
    report = ExportReport(tmp_path, (), 5, (sentence,), near_left_out=1, settled=(sentence,))
    app.export.result._begin(tmp_path, report)
    app.export.result._say(_written(report), _kind(report))
    assert app.export.notice.property("tone") == "good"
    assert "1 near-duplicate left out, as wished." in app.export.notice.text
    assert sentence in app.export.result._lines  # Details says why
    asked = replace(report, warnings=(sentence, "The test part is empty."))
    assert _kind(asked) == "warn"
    assert "The test part is empty." in _written(asked)


def test_details_lead_to_what_was_left_out(app: App, written: Path, monkeypatch):
    monkeypatch.setattr(ExportDetails, "exec", lambda _dialog: 1)
    app.export.notice._more.click()
    assert app.window.pages.currentIndex() == REVIEW


def test_after_an_export_the_focus_is_on_its_result(app: App, written: Path):
    assert app.window.focusWidget() is app.export.notice._action


def test_whoever_comes_to_the_page_finds_its_own_key_in_focus(app: App, written: Path):
    app.window.go_to(REVIEW)
    app.window.go_to(EXPORT)
    assert app.window.focusWidget() is app.export.button


def test_a_changed_export_is_found_out(app: App, written: Path, calm, monkeypatch):
    rows = written / "train.jsonl"
    rows.write_text(rows.read_text("utf-8").replace("nine", "ten"), "utf-8")
    monkeypatch.setattr(
        "desktop.pages.export.QFileDialog.getExistingDirectory", lambda *_: str(written)
    )
    app.export.check_folder()
    calm(app)
    assert app.export.notice.text.startswith(
        "bundle: The export is not as it was written: train.jsonl"
    )
    assert app.export.notice.property("tone") == "bad"


def test_many_problems_are_counted(tmp_path: Path):
    checked = Checked(tmp_path, Verified([f"{n}.jsonl is gone." for n in range(5)], 5, 0, 0, ""))
    assert checked.kind == "bad"
    assert checked.sentence().endswith("2.jsonl is gone. And 2 more.")
    assert next(iter(checked.lines())) == "This export is not as it was written:"
    assert len(list(checked.lines())) == 6
