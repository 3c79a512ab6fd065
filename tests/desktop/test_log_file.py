"""The log holds what happened and never what a document says."""

import logging
from pathlib import Path

from PySide6.QtWidgets import QLabel

from desktop.dialogs.about import AboutDialog
from desktop.dialogs.bug_report import BugReportDialog
from desktop.errors import ErrorReporter
from desktop.log_file import KEPT, LARGEST_BYTES, log_kept, log_path

TEXT = "the patient's name is Ilse"


def failed() -> ValueError:
    try:
        float(TEXT)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_bug_leaves_type_and_place_and_no_text(qtbot, tmp_path: Path):
    path = tmp_path / "state" / "bonito.log"
    with log_kept(path):
        ErrorReporter(print).report(failed())
        logging.getLogger("bonito.desktop").error("unexpected", exc_info=failed())
        logging.getLogger("another.library").error(TEXT)
    written = path.read_text("utf-8")
    assert "ValueError\n  test_log_file.py:" in written
    assert "started: version" in written
    assert TEXT not in written
    assert "Ilse" not in written


def test_it_is_private_and_bounded(tmp_path: Path):
    path = tmp_path / "bonito.log"
    with log_kept(path):
        for number in range(30):
            logging.getLogger("bonito.desktop").info("line %d %s", number, "x" * 50_000)
    files = list(tmp_path.iterdir())
    assert len(files) == KEPT + 1
    assert all(file.stat().st_size <= LARGEST_BYTES for file in files)
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_without_a_place_to_write_the_program_works(tmp_path: Path):
    blocked = tmp_path / "a file"
    blocked.touch()
    with log_kept(blocked / "bonito.log"):
        logging.getLogger("bonito.desktop").info("said to nobody")


def test_nothing_is_written_after_the_end(tmp_path: Path):
    path = tmp_path / "bonito.log"
    with log_kept(path):
        pass
    logging.getLogger("bonito.desktop").error("late")
    assert "late" not in path.read_text("utf-8")


def test_the_user_is_told_where_it_lies(qtbot):
    for dialog in (BugReportDialog(None, "KeyError"), AboutDialog(None)):
        qtbot.addWidget(dialog)
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert str(log_path()) in said
