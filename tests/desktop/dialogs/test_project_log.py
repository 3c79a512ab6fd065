from PySide6.QtGui import QGuiApplication

from desktop.dialogs.project_log import ProjectLogDialog
from desktop.tables import log
from engine.export import ExportRequest, export
from engine.store import Project


def test_it_shows_what_happened_to_the_project(qtbot, full: Project, tmp_path):
    report = export(full, ExportRequest(tmp_path / "out", only_accepted=False))
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    newest = dialog.view.model().index(0, log.COL_DETAIL).data()
    assert newest.startswith(f"{report.rows} rows to {tmp_path / 'out'}: train.jsonl SHA-256 ")
    events = {dialog.view.model().index(row, log.COL_EVENT).data() for row in range(4)}
    assert "Exported" in events


def test_the_whole_log_can_be_copied(qtbot, full: Project):
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    dialog._copy()
    assert QGuiApplication.clipboard().text() == log.as_text(full.log.all())
