import csv
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from desktop import wording
from desktop.app import App
from desktop.dialogs.project_log import DECISIONS, ProjectLogDialog
from desktop.dialogs.safe_question import SafeQuestion
from desktop.main_window import REVIEW
from desktop.tables import log
from engine.export import ExportRequest, export
from engine.records import Decision, Verdict
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


def test_the_log_can_be_narrowed_by_text_event_and_person(qtbot, full: Project, tmp_path):
    full.log.add("personal", "keep: 2 × name. They agreed.", "Ada")
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    everything = dialog.view.model().rowCount()
    assert everything == sum(entry.event != "sealed" for entry in full.log.all())
    dialog.who.setCurrentIndex(dialog.who.findData("Ada"))
    assert dialog.view.model().rowCount() == 1
    dialog.events.setCurrentIndex(dialog.events.findData("imported"))
    assert dialog.view.model().rowCount() == 0
    dialog.who.setCurrentIndex(0)
    assert dialog.view.model().rowCount() >= 1
    dialog.events.setCurrentIndex(0)
    dialog.search.setText("THEY AGREED")
    assert dialog.view.model().rowCount() == 1
    assert dialog.count.text() == "1 line"


def test_lines_that_only_seal_are_shown_when_asked_for(qtbot, full: Project):
    full.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
    full.log.seal()
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    before = dialog.view.model().rowCount()
    dialog.seals.click()
    assert dialog.view.model().rowCount() > before


def test_the_head_can_be_copied(qtbot, full: Project):
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    dialog.head.copy.click()
    head = full.log.head()
    assert head is not None
    assert QGuiApplication.clipboard().text() == f"log entry {head.number} {head.hash}"


def test_single_decisions_are_listed_narrowed_and_copied(app: App, full_path, calm):
    app.current.open(full_path)
    for task, verdict in ((1, Verdict.ACCEPT), (2, Verdict.REJECT), (3, Verdict.ACCEPT)):
        app.project.decisions.add([Decision(task, verdict)], "Ada")
    dialog = app.shown_log.made()
    dialog.show_part(DECISIONS)
    calm(app)
    shown = dialog.decisions
    assert (shown.table.rowCount(), dialog.count.text()) == (3, "3 decisions")
    assert shown.who.itemText(1) == "Ada"
    shown.verdict.setCurrentIndex(shown.verdict.findData("reject"))
    calm(app)
    assert dialog.count.text() == "1 decision"
    dialog._copy()
    calm(app)
    assert QGuiApplication.clipboard().text().split("\t")[3] == "2"


def test_a_decision_leads_to_its_task(app: App, full_path, calm):
    app.current.open(full_path)
    app.project.decisions.add([Decision(20, Verdict.ACCEPT)], "Ada")  # 20 is not well-formed
    app.project.decisions.add([Decision(7, Verdict.ACCEPT)], "Ada")
    calm(app)
    dialog = app.shown_log.made()
    dialog.show_part(DECISIONS)
    calm(app)
    dialog.decisions.view.activated.emit(dialog.decisions.table.index(0, 0))
    assert app.window.pages.currentIndex() == REVIEW
    assert app.review.task().id == 7
    assert dialog.result() == dialog.DialogCode.Accepted


def test_a_closed_log_reads_no_further(app: App, full_path, calm):
    app.current.open(full_path)
    dialog = app.shown_log.made()
    dialog.show_part(DECISIONS)
    dialog.reject()
    assert dialog.decisions._job is None
    calm(app)


def test_without_a_project_there_is_no_log(app: App):
    assert app.shown_log.made() is None


def choose(monkeypatch, path: Path | str) -> None:
    monkeypatch.setattr("desktop.saved_log.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))


def test_what_is_shown_of_the_log_can_be_saved(qtbot, full: Project, tmp_path, monkeypatch):
    full.log.add("personal", "=1+1", "Ada")
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    dialog.who.setCurrentIndex(dialog.who.findData("Ada"))
    choose(monkeypatch, tmp_path / "log.csv")
    dialog.save()
    (entry,) = [one for one in full.log.all() if one.who == "Ada"]
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            list(log.HEADINGS),
            [entry.at, "Personal", "'=1+1", "Ada"],
        ]
    assert dialog.count.text() == "1 line saved to log.csv"
    choose(monkeypatch, tmp_path / "log.txt")
    dialog.save()
    said = (tmp_path / "log.txt").read_text("utf-8").splitlines()
    assert said[1].split("\t") == [entry.at, "Personal", "=1+1", "Ada"]


def test_an_earlier_file_is_kept_unless_it_may_be_replaced(
    qtbot, full: Project, tmp_path, monkeypatch
):
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    earlier = tmp_path / "log.csv"
    earlier.write_text("mine", "utf-8")
    choose(monkeypatch, earlier)
    monkeypatch.setattr(SafeQuestion, "exec", lambda _dialog: 0)
    dialog.save()
    assert earlier.read_text("utf-8") == "mine"
    monkeypatch.setattr(SafeQuestion, "exec", lambda _dialog: 1)
    dialog.save()
    assert earlier.read_text("utf-8") != "mine"
    assert [one.name for one in tmp_path.glob("log*")] == ["log.csv"]


def test_a_place_that_takes_no_file_is_said(qtbot, full: Project, tmp_path, monkeypatch):
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    choose(monkeypatch, tmp_path / "missing" / "log.csv")
    dialog.save()
    assert dialog.count.text().startswith("Not saved: ")


def test_single_decisions_are_saved_as_they_are_shown(
    app: App, full_path, calm, tmp_path, monkeypatch
):
    app.current.open(full_path)
    app.project.decisions.add([Decision(2, Verdict.REJECT, "Unclear")], "Ada")
    dialog = app.shown_log.made()
    dialog.show_part(DECISIONS)
    calm(app)
    choose(monkeypatch, tmp_path / "decisions.txt")
    dialog.save()
    calm(app)
    (heading, said) = (tmp_path / "decisions.txt").read_text("utf-8").splitlines()
    assert heading.split("\t") == ["When", "What", "Task", "Document", "Who"]
    assert said.split("\t")[1:] == [
        "Rejected: Unclear",
        "2 · Question answering without choices",
        "rules.txt",
        "Ada",
    ]
    assert dialog.count.text() == "1 line saved to decisions.txt"


def test_words_of_the_log_are_made_for_what_is_seen(qtbot, full: Project, monkeypatch):
    for number in range(300):
        full.log.add("rights", f"note {number}", "Ada")
    asked = []
    clock = wording.clock
    monkeypatch.setattr(wording, "clock", lambda at: asked.append(at) or clock(at))
    dialog = ProjectLogDialog(None, full.log.all())
    qtbot.addWidget(dialog)
    assert asked == []
    assert dialog.view.model().rowCount() > 300
