"""The question before an earlier export is replaced."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.dialogs.replace_export import ConfirmReplace, may_write


def test_a_new_or_an_empty_folder_needs_no_question(qtbot, tmp_path: Path):
    window = QWidget()
    qtbot.addWidget(window)
    assert may_write(window, tmp_path)
    assert may_write(window, tmp_path / "new")


@pytest.mark.parametrize("answer", [0, 1])
def test_an_earlier_export_is_replaced_only_when_that_is_said(
    qtbot, tmp_path: Path, monkeypatch, answer: int
):
    window, target = QWidget(), tmp_path / "rows.jsonl"
    qtbot.addWidget(window)
    target.write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr(ConfirmReplace, "exec", lambda _dialog: answer)
    assert may_write(window, target) is bool(answer)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_return_and_escape_keep_it(qtbot, tmp_path: Path, key: Qt.Key):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ConfirmReplace(window, tmp_path)
    with qtbot.waitActive(dialog):
        dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.keep, key)
