from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from desktop.app import App
from desktop.dialogs.models import ModelsDialog
from desktop.dialogs.project_log import ProjectLogDialog
from desktop.dialogs.rights import RightsDialog
from desktop.dialogs.stop_run import ConfirmStopRun
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, START
from desktop.theme import DARK, LIGHT, Scheme, colours_of
from engine.records import (
    Extract,
    Outcome,
    PlannedUnit,
    RunRequest,
    RunState,
    TaskDraft,
    Verdict,
)
from engine.runs.events import RunEnded, Told
from engine.store import Project
from engine.worker import fake
from tests.harbour import request

CTRL = Qt.KeyboardModifier.ControlModifier


def place(app: App) -> int:
    return app.window.pages.currentIndex()


def test_it_starts_on_the_start_page_without_steps(app: App):
    assert place(app) == START
    assert not app.window.bar.isVisible()


def test_a_new_project_opens_on_documents(app: App, tmp_path: Path):
    app.start_page.new_requested.emit(tmp_path / "letters.bonito")
    assert place(app) == DOCUMENTS
    assert app.window.windowTitle().startswith("letters")
    assert app.window.bar.buttons[0].said == "None yet: add some"
    assert app.window.bar.buttons[1].said == "Waits for documents"


def test_a_project_named_at_the_start_is_open(qapp, qtbot, settings: QSettings, full_path: Path):
    app = App(qapp, settings, worker=fake.main)
    qtbot.addWidget(app.window)
    app.start()
    app.open_named(full_path, None)
    assert app.project is not None
    app.window.close()
    Project.open(full_path).close()  # it was given back


def test_what_is_no_project_is_refused_in_place(app: App, tmp_path: Path):
    path = tmp_path / "letter.bonito"
    path.write_text("Dear …", "utf-8")
    assert not app.current.open(path)
    assert app.start_page.notice.text.startswith("Not a Bonito project")
    assert place(app) == START


def test_a_project_that_is_open_elsewhere_is_refused_in_place(app: App, full_path: Path):
    with Project.open(full_path):
        assert not app.current.open(full_path)
    assert "open elsewhere" in app.start_page.notice.text


def test_a_project_that_fails_to_open_leaves_the_other_open(app, full_path: Path, tmp_path):
    app.current.open(full_path)
    assert not app.current.open(tmp_path / "missing.bonito")
    assert app.project.path == full_path
    assert "Project not found" in app.window.notice.text


def test_keys_and_clicks_open_the_pages(app: App, full_path: Path, qtbot):
    app.current.open(full_path)
    keys = (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1)
    for key, wanted in zip(keys, (GENERATE, REVIEW, EXPORT, DOCUMENTS), strict=True):
        QTest.keyClick(app.window, key, CTRL)
        assert place(app) == wanted
        assert app.window.bar.buttons[wanted - 1].isChecked()
    qtbot.mouseClick(app.window.bar.buttons[2], Qt.MouseButton.LeftButton)
    assert place(app) == REVIEW


def test_the_steps_show_the_counts_and_follow_decisions(app: App, full_path: Path):
    app.current.open(full_path)
    said = [button.said for button in app.window.bar.buttons]
    assert said == ["1 ready, 1 not read", "30 units done", "27 to review", "Nothing accepted yet"]
    app.window.go_to(REVIEW)
    app.review.view.setFocus()
    QTest.keyClick(app.review.view, Qt.Key.Key_A)
    said = [button.said for button in app.window.bar.buttons]
    assert said[2:] == ["26 to review", "1 accepted"]


def test_the_strip_names_model_device_and_isolation(app: App):
    assert "SmolLM2" in app.window.strip.model.accessibleName()
    assert app.window.strip.device.text().startswith("Device: ")
    assert app.window.strip.isolation.text()


def test_an_interrupted_run_is_offered(app: App, stopped_path: Path):
    app.current.open(stopped_path)
    assert "stopped at 10 of 25" in app.window.unfinished.text
    assert app.preferences.recent()[0].unfinished.endswith("stopped at 10 of 25.")


def test_a_run_that_waits_is_not_offered_while_another_goes_on(
    app: App, stopped_path: Path, tmp_path: Path, calm
):
    app.current.open(stopped_path)
    assert app.window.unfinished.text
    app.start_run(request(tmp_path, "exqa"))
    calm(app)
    assert not app.window.unfinished.text


def test_the_run_that_was_continued_last_is_offered_and_not_the_one_started_last(
    app: App, stopped_path: Path
):
    with Project.open(stopped_path) as project:
        (older,) = project.runs.all()
        units = [PlannedUnit(1, "ynqa", n, n) for n in range(5)]
        newer = project.runs.create(RunRequest("tiny", ("ynqa",), 5), older.model, units)
        project.runs.set_state(newer.id, RunState.STOPPED)
        project.runs.claim(older.id)
        unit = project.runs.open_units(older.id, 1)[0]
        project.tasks.add(TaskDraft(unit.id, Outcome.NO_PIPE, "raw"))
        project.runs.set_state(older.id, RunState.STOPPED)
    app.current.open(stopped_path)
    assert "stopped at 11 of 25" in app.window.unfinished.text
    assert "stopped at 11 of 25" in app.preferences.recent()[0].unfinished
    assert app.generate._shown_run == older.id


def test_a_run_whose_model_is_gone_says_so_when_it_is_continued(app, stopped_path: Path, calm):
    app.start_page.resume_requested.emit(stopped_path)
    calm(app)
    assert place(app) == GENERATE
    assert "model" in app.generate.notice.text
    assert app.project.runs.all()[0].state is RunState.STOPPED


def test_closing_a_project_returns_to_the_start_and_remembers_it(app: App, full_path: Path):
    app.current.open(full_path)
    QTest.keyClick(app.window, Qt.Key.Key_W, CTRL)
    assert place(app) == START
    assert app.project is None
    assert app.preferences.recent()[0].name == "full"
    Project.open(full_path).close()


def test_closing_the_window_in_the_middle_of_a_run_loses_nothing(
    app: App, full_path: Path, qtbot, calm, monkeypatch
):
    monkeypatch.setattr(ConfirmStopRun, "exec", lambda _dialog: True)
    app.current.open(full_path)
    calm(app)
    app.generate.types.choose(["exqa"])
    app.generate.sampling.samples.setValue(20)
    with qtbot.waitSignal(app.running.run_planned, timeout=60_000):
        app.generate.run.click()
    app.window.close()
    with Project.open(full_path) as project:
        run = project.runs.all()[0]
        assert run.state in {RunState.STOPPED, RunState.DONE}
        assert sum(project.runs.outcomes(run.id).values()) == run.units_done


@pytest.mark.parametrize(("scheme", "colours"), [(Scheme.DARK, DARK), (Scheme.LIGHT, LIGHT)])
def test_a_scheme_can_be_forced_and_is_remembered(app: App, scheme, colours):
    app.window.scheme_chosen.emit(scheme)
    assert colours_of(app.window.palette()) is colours
    assert app.preferences.scheme is scheme


def test_the_checklist_leads_to_what_it_names(app: App, full_path: Path):
    app.current.open(full_path)
    app.export.review_requested.emit("failed")
    assert place(app) == REVIEW
    assert app.review.table.rowCount() == 3
    app.export.review_requested.emit("unreviewed")
    assert app.review.table.rowCount() == 27
    assert app.review.task().outcome is Outcome.OK


def test_a_missing_sample_leads_to_where_one_is_drawn(app: App, full_path: Path, calm):
    app.current.open(full_path)
    app.export.review_requested.emit("bound")
    calm(app)
    assert place(app) == REVIEW
    assert app.review.table.rowCount() == 27
    assert app.review.audit.draw.isVisible()
    assert app.window.focusWidget() is app.review.audit.draw


def test_documents_without_rights_stand_on_the_checklist_until_they_are_noted(
    app: App, full_path: Path, calm, monkeypatch
):
    app.current.open(full_path)
    app.window.go_to(EXPORT)
    calm(app)
    said = {point.name: point for point in app.export.rights.points()}
    assert said["rights"].text == "1 document without a note on rights"
    monkeypatch.setattr(RightsDialog, "exec", lambda self: self.text.setText("CC0") or 1)
    app.export.checks._act("rights")
    assert place(app) == DOCUMENTS
    assert app.documents.notice.text == "Rights are noted for 1 document."
    app.window.go_to(EXPORT)
    calm(app)
    assert app.export.rights.points()[0].state == "good"


def test_a_bug_in_the_background_is_reported_and_the_window_lives(app: App, qtbot, bugs: list):
    app.background._report_bug(KeyError("x"))
    qtbot.waitUntil(lambda: bugs == ["KeyError"])
    assert app.window.isVisible()
    bugs.clear()


def test_closing_while_passages_are_cut_is_no_bug(app: App, full_path: Path):
    with Project.open(full_path) as project:
        project.documents.add("/in/b.txt", "b.txt", "txt", 9, "c" * 64, Extract("A word. " * 99))
    app.current.open(full_path)
    assert app.background.is_busy
    app.current.close()
    app.current.open(full_path)
    assert app.project is not None


def test_the_log_of_the_open_project_is_shown(app: App, full_path: Path, monkeypatch):
    shown = []
    monkeypatch.setattr(ProjectLogDialog, "exec", lambda self: shown.append(self) or 0)
    app.window.log_requested.emit()
    assert shown == []
    app.current.open(full_path)
    app.window.log_requested.emit()
    assert shown[0].view.model().rowCount() == len(app.project.log.all()) > 0


def test_the_review_keys_work_right_after_a_click_on_the_step(app: App, full_path: Path, qtbot):
    app.current.open(full_path)
    qtbot.mouseClick(app.window.bar.buttons[2], Qt.MouseButton.LeftButton)
    QTest.keyClick(app.window.focusWidget(), Qt.Key.Key_A)
    assert app.project.status().verdicts == {Verdict.ACCEPT: 1}
    assert app.review.view.hasFocus()


def test_the_review_keys_work_wherever_the_focus_is(app: App, full_path: Path):
    app.current.open(full_path)
    app.window.go_to(REVIEW)
    app.window.strip.isolation.setFocus()
    QTest.keyClick(app.window.strip.isolation, Qt.Key.Key_X)
    assert app.project.status().verdicts == {Verdict.REJECT: 1}


def test_the_review_keys_decide_nothing_on_other_pages(app: App, full_path: Path):
    app.current.open(full_path)
    for page in (DOCUMENTS, GENERATE, EXPORT):
        app.window.go_to(page)
        QTest.keyClick(app.window.focusWidget() or app.window, Qt.Key.Key_A)
    assert app.project.status().verdicts == {}


def test_an_edit_survives_the_end_of_a_run(app: App, full_path: Path):
    app.current.open(full_path)
    app.window.go_to(REVIEW)
    QTest.keyClick(app.review.view, Qt.Key.Key_E)
    app.review.pane.output.setPlainText("twenty minutes of careful writing")
    app.running.run_ended.emit(RunEnded(1, RunState.DONE))
    assert app.review.pane.is_editing
    assert app.review.pane.output.toPlainText() == "twenty minutes of careful writing"


def test_an_edit_survives_the_closing_of_the_window(app: App, full_path: Path):
    app.current.open(full_path)
    app.window.go_to(REVIEW)
    QTest.keyClick(app.review.view, Qt.Key.Key_E)
    app.review.pane.output.setPlainText("careful")
    app.current.close()
    app.current.open(full_path)
    assert app.review.pane.output.toPlainText() == "careful"
    assert app.review.pane.is_editing


def test_an_error_does_not_hide_that_a_run_waits(app: App, stopped_path: Path, tmp_path: Path):
    app.current.open(stopped_path)
    assert not app.current.open(tmp_path / "missing.bonito")
    assert "Project not found" in app.window.notice.text
    assert "stopped at 10 of 25" in app.window.unfinished.text


def test_a_name_that_is_chosen_stands_beside_what_is_done_from_then_on(
    app: App, full_path, monkeypatch
):
    assert app.current.open(full_path)
    answers = iter([("  Ada  Lovelace ", True), ("x", False)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: next(answers))
    app.window.name_requested.emit()
    app.window.name_requested.emit()  # given up: nothing changes
    assert app.preferences.reviewer == "Ada Lovelace"
    assert app.project is not None
    app.project.log.add("repaired", "x")
    head = app.project.log.head()
    assert head is not None
    assert head.who == "Ada Lovelace"
    app.review.decide_as(app.preferences.reviewer)
    assert app.review._reviewer == "Ada Lovelace"


def test_a_project_is_opened_where_work_in_it_stopped(app: App, full_path: Path, calm):
    app.current.open(full_path)
    assert app.window.pages.currentIndex() == DOCUMENTS
    app.window.go_to(REVIEW)
    app.review.filter.queues.buttons["waiting"].click()
    app.current.close()
    app.review.filter.clear()
    app.current.open(full_path)
    calm(app)
    assert app.window.pages.currentIndex() == REVIEW
    assert app.review.filter.filter().unreviewed_only


def test_what_a_run_says_of_its_device_stands_on_the_generate_page(app: App, full_path: Path):
    app.current.open(full_path)
    app.running.told.emit(Told(1, "The card is not used: it is slower than the CPU."))
    assert "The card is not used" in app.generate.notice.text


def test_the_sheet_of_models_opens_from_the_generate_page(app: App, calm):
    app.generate.model_sheet_requested.emit()
    calm(app)
    (sheet,) = app.window.findChildren(ModelsDialog)
    assert sheet.isVisible()
    sheet.accept()


def test_what_was_decided_while_export_was_hidden_is_counted_when_it_is_opened(
    app: App, full_path: Path, calm
):
    app.current.open(full_path)
    calm(app)
    app.window.go_to(EXPORT)
    calm(app)
    before = [label.text() for label, _button in app.export.checks._lines]
    app.window.go_to(REVIEW)
    app.review.decide(Verdict.ACCEPT)
    calm(app)
    app.window.go_to(EXPORT)
    calm(app)
    assert [label.text() for label, _button in app.export.checks._lines] != before


def test_a_double_click_on_a_last_result_shows_it_in_review(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    app.window.go_to(GENERATE)
    panel = app.generate.panel
    task = panel.table.task(0)
    assert task is not None
    panel.view.activated.emit(panel.table.index(0, 1))
    calm(app)
    assert place(app) == REVIEW
    assert app.review.task().id == task.id
