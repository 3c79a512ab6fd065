"""An export is checked by the window: right after it was written, and whenever somebody asks."""

from pathlib import Path

import pytest

from desktop.app import App
from desktop.export_check import sentence
from desktop.main_window import EXPORT, REVIEW
from engine.export.verify import Verified
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


def test_what_was_written_is_checked_and_that_is_said(app: App, written: Path):
    assert written.is_dir()
    assert app.export.notice.text.startswith("1 row written to ")
    assert app.export.notice.text.endswith("1 row, all as they were written.")


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


def test_many_problems_are_counted():
    said, kind = sentence(Verified([f"{n}.jsonl is gone." for n in range(5)], 5, 0, 0, ""))
    assert kind == "bad"
    assert said.endswith("2.jsonl is gone. And 2 more.")
