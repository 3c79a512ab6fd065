from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.app import App
from desktop.estimate import Choice
from desktop.main_window import GENERATE, REVIEW
from desktop.open_project import worth_resuming
from desktop.pages import generate
from engine.config import remembered_models
from engine.records import (
    ModelIdentity,
    Outcome,
    PlannedUnit,
    RunRequest,
    RunState,
    TaskFilter,
    TypeYield,
)
from engine.runs.events import ModelLoaded, RunProgress, Worked, WorkerRestarted
from tests.models.gguf_files import gguf


@pytest.fixture
def page(app: App, full_path: Path, calm) -> generate.GeneratePage:
    app.current.open(full_path)
    app.window.go_to(GENERATE)
    calm(app)
    app.generate.panel.another.click()
    return app.generate


def test_the_units_follow_every_choice(page: generate.GeneratePage, qtbot):
    page.types.choose(["exqa", "qa"])
    assert page.units.text() == "2 units"
    page.sampling.samples.setValue(3)
    assert page.units.text() == "6 units"


def test_a_pilot_leads_where_there_is_more_to_make(page: generate.GeneratePage):
    page.types.choose(["exqa", "qa"])
    assert page.pilot.isHidden()
    assert (page.run.text(), page.start.primary()) == ("Run", page.run)
    page.sampling.samples.setValue(10)
    assert not page.pilot.isHidden()
    assert (page.pilot.text(), page.run.text()) == ("Try 12 units", "Run all")
    page.sampling.limit.setValue(4)
    assert page.pilot.text() == "Try 4 units"
    assert page.start.primary() is page.pilot


def test_a_pilot_says_what_the_rest_will_take_and_the_rest_is_made_without_it(page, app, calm):
    page.types.choose(["exqa", "ynqa"])
    page.sampling.samples.setValue(10)
    page.pilot.click()
    calm(app)
    card = page.panel.pilot
    assert card.isVisibleTo(page)
    assert card.sentence.text().startswith("8 units more, ")
    assert "well-formed" in card.sentence.text()
    assert [bar.figure for bar in page.panel.yields.bars] == ["6 of 6", "0 of 6"]
    assert len(page.panel.cards.cards) == 12
    assert "Yes-no" in card.leave_out.text()
    card.leave_out.click()
    assert card.sentence.text().startswith("4 units more, ")
    card.leave_out.click()
    card.rest.click()
    calm(app)
    rest, first, *_ = app.project.runs.all()
    assert (first.limit_units, rest.after_run, rest.units_planned) == (12, first.id, 8)
    assert page.panel.pilot.isHidden()


def test_the_focus_stays_on_the_page_while_a_run_starts_and_ends(page, app: App, calm):
    app.window.activateWindow()
    page.types.choose(["exqa", "qa"])
    page.sampling.samples.setValue(20)
    page.pilot.setFocus()
    page.pilot.click()
    assert page.hasFocus()
    calm(app)
    assert page.panel.pilot.rest.hasFocus()


def test_a_loaded_model_is_said_to_read_and_no_longer_to_be_loaded(page, app: App):
    run = app.project.runs.all()[0]
    page.panel.show_run(app.project, replace(run, state=RunState.RUNNING), [])
    page.panel.model_loaded(run.id + 1)  # another run's
    assert "is loaded" not in page.panel.outcomes._words.text()
    app.running.model_loaded.emit(ModelLoaded(run.id, "CPU", 1))
    assert "The model is loaded" in page.panel.outcomes._words.text()


def test_a_worker_at_work_is_told_of_until_the_figures_move(page, app: App):
    run = app.project.runs.all()[0]
    panel = page.panel
    panel.show_run(app.project, replace(run, state=RunState.RUNNING), [])
    app.running.worked.emit(Worked(run.id, 4, 1_240, 0))
    said = "At work on 4 units: 1,240 tokens read, 0 written so far."
    assert panel.work.text() == said
    first = RunProgress(44, 1, {Outcome.OK: 1}, 3.0, 9.0, None)
    panel.add_results([], first)
    app.running.worked.emit(Worked(run.id + 1, 9, 9, 9))  # another run's
    assert not panel.work.isHidden()
    assert panel.work.text() == said
    panel.add_results([], replace(first, units_done=12, seconds_left=700.0))
    assert not panel.work.isHidden()  # a unit every twenty seconds is not seen to move
    panel.add_results([], replace(first, units_done=12, tasks_per_minute=60.0, seconds_left=32.0))
    assert panel.work.isHidden()
    panel.add_results([], first)
    assert "a figure moves when one ends" in panel.work.text()
    panel.show_state(RunState.DONE, has_open=False)
    assert panel.work.isHidden()


def test_a_type_s_bar_leads_to_its_tasks(page, app: App, calm):
    page.types.choose(["exqa", "ynqa"])
    page.run.click()
    calm(app)
    page.panel.yields.bars[0].click()
    calm(app)
    assert app.window.pages.currentIndex() == REVIEW
    narrow = app.review.filter.filter()
    assert (narrow.task_types, narrow.outcomes) == (("exqa",), ())


def test_without_a_task_type_nothing_can_run(page: generate.GeneratePage):
    page.types.choose([])
    assert not page.run.isEnabled()
    assert page.units_hint.text() == "Choose at least one task type"


def test_the_request_is_what_the_page_shows(page: generate.GeneratePage, app: App, qtbot):
    app.generate.run_requested.disconnect()
    page.types.choose(["ynqa"])
    page.sampling.seed.setValue(7)
    page.sampling._presets.button(1).click()
    page.advanced.rules.checks[Outcome.ECHO].setChecked(False)
    page.advanced.agreement.check.click()
    page.advanced.device.box.setCurrentIndex(1)
    with qtbot.waitSignal(page.run_requested) as told:
        page.run.click()
    request = told.args[0]
    assert request.task_types == ("ynqa",)
    assert request.device == app.generate.device == "cpu"
    assert request.rules_off == (Outcome.ECHO,)
    assert request.agree == 8
    assert (request.sampling.temperature, request.sampling.top_p) == (0.9, 0.98)
    assert (request.sampling.seed, request.limit_units, request.document_ids) == (7, None, None)


def test_a_run_is_shown_until_its_end_and_its_tasks_are_there(page, app: App, calm):
    page.types.choose(["exqa", "qa", "ynqa"])
    page.run.click()
    calm(app)
    run = app.project.runs.all()[0]
    assert (run.state, run.units_done, run.units_planned) == (RunState.DONE, 3, 3)
    assert page.panel.figure("Done").text() == "3 of 3"
    assert page.panel.bar.value() == 1000
    assert page.panel.figure("Units a minute").text() != "–"
    assert page.panel.table.rowCount() == 3
    assert app.window.strip.device.text() == "Device: Script"
    assert app.review.table.rowCount() == len(
        app.project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    )


def test_a_run_can_be_paused_stopped_and_continued(page, app: App, calm, qtbot):
    page.types.choose(["exqa", "qa"])
    page.sampling.samples.setValue(20)
    with qtbot.waitSignal(app.running.run_planned, timeout=60_000):
        page.run.click()
    qtbot.waitUntil(lambda: not app.running.is_preparing)
    page.panel.pause.click()
    page.panel.stop.click()
    calm(app)
    run = app.project.runs.all()[0]
    if run.state is RunState.STOPPED:  # a script may be faster than a click
        assert page.panel.resume.isVisibleTo(page.panel)
        page.panel.resume.click()
        calm(app)
        run = app.project.runs.get(run.id)
    assert (run.state, run.units_done) == (RunState.DONE, 40)
    assert page.panel.review.isVisibleTo(page.panel)


def test_a_run_whose_model_does_not_write_tasks_is_not_offered_to_be_continued(page, app: App):
    project, failure = app.project, "It can't. Start a new run with a Bonito."
    units = [PlannedUnit(1, "qa", sample, sample) for sample in range(3)]
    run = project.runs.create(RunRequest("m", ("qa",)), ModelIdentity("m", "/m", "", ""), units)
    for said, is_offered in ((failure, False), ("It was cut off.", True)):
        project.runs.set_state(run.id, RunState.FAILED, said)
        page._show_run(run.id)
        assert page.panel.resume.isVisibleTo(page.panel) == is_offered
        assert (worth_resuming(project) is not None) == is_offered


def test_a_run_that_cannot_start_says_why_in_place(page, app: App, calm, tmp_path: Path):
    app.running.resume(app.project, 99)
    calm(app)
    assert page.notice.text
    assert page.run.isEnabled()


def test_a_restarted_worker_is_mentioned(page: generate.GeneratePage):
    page.worker_restarted(WorkerRestarted(1, "The worker process ended by itself.", 1))
    assert "started again" in page.notice.text


def test_an_empty_project_says_where_to_go(app: App, empty_path: Path):
    app.current.open(empty_path)
    assert app.generate._places.currentIndex() == generate.EMPTY


def test_documents_can_be_left_out(page: generate.GeneratePage, app: App, calm, monkeypatch):
    def leave_all_out(dialog):
        dialog._check_all(Qt.CheckState.Unchecked)
        assert not dialog.ok.isEnabled()
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        return 1

    monkeypatch.setattr(generate.ChooseDocuments, "exec", leave_all_out)
    page.choose.click()
    calm(app)
    assert page.documents.text() == "The one document"


def test_the_embedded_model_is_called_what_it_is(page: generate.GeneratePage):
    assert "for trying only" in page.models._note.text()


def test_a_file_that_is_no_model_is_refused_in_place(page, app: App, tmp_path: Path, calm):
    path = tmp_path / "fake.gguf"
    path.write_bytes(b"PK\x03\x04 not a model")
    page.models.file_chosen.emit(str(path))
    calm(app)
    assert page.notice.text.startswith("Not a GGUF model")
    assert "SmolLM2" in app.window.strip.model.accessibleName()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.gguf"
    path.write_bytes(gguf())
    return path


def offered(page: generate.GeneratePage) -> list[str]:
    return [page.models.combo.itemText(place) for place in range(page.models.combo.count())]


def test_a_file_is_added_once_and_offered_from_then_on(page, app: App, mine: Path, calm):
    page.models.file_chosen.emit(str(mine))
    calm(app)
    assert "mine.gguf was added" in page.notice.text
    assert "no checksum lies beside it" in page.notice.text
    assert page.models.combo.currentText() == "mine.gguf"
    assert page.models._note.text().endswith("the memory that is free now.")
    assert [entry.path for entry in remembered_models().all()] == [str(mine)]
    app.models.choose("")
    assert "mine.gguf" in offered(page)


def test_a_changed_model_is_shown_with_its_reason_and_can_be_forgotten(page, app: App, mine, calm):
    remembered_models().add(mine)
    mine.write_bytes(gguf() + b"more")
    app.models.choose(str(mine))
    calm(app)
    assert "not as it was when it was added" in page.models._broken.text()
    assert "mine.gguf" not in offered(page)
    assert "SmolLM2" in page.models.combo.currentText()
    page.models.forget.click()
    assert page.models._broken.text() == ""
    assert not page.models.forget.isVisibleTo(page)
    assert mine.exists()


def test_gaps_alone_can_be_filled(page: generate.GeneratePage, app: App, calm, qtbot):
    """The one passage gave tasks of two types; a third is a gap."""
    page.types.choose(["exqa", "qa", "ynqa"])
    assert page.units.text() == "3 units"
    page.earlier.radio(Choice.GAPS).click()
    calm(app)
    assert page.units.text() == "1 unit"
    app.generate.run_requested.disconnect()
    with qtbot.waitSignal(page.run_requested) as told:
        page.run.click()
    assert told.args[0].fill_gaps


def test_a_run_of_which_little_came_says_what_gives_more(page, app: App, monkeypatch):
    run = app.project.runs.all()[0]
    poor = [TypeYield("exqa", 44, 8)]
    monkeypatch.setattr(type(app.project.runs), "yields", lambda *_: poor)
    page.panel.show_run(app.project, replace(run, state=RunState.DONE), [])
    assert not page.panel.advice.isHidden()
    page.panel.show_run(app.project, replace(run, state=RunState.RUNNING), [])
    assert page.panel.advice.isHidden()


def test_each_type_says_what_it_gave_in_this_project(page, app: App, calm):
    page.types.choose(["ynqa"])
    page.run.click()
    calm(app)
    page.panel.another.click()
    assert page.types._gave["ynqa"].text() == "0 of 1"
    assert page.types._gave["mcqa"].isHidden()
