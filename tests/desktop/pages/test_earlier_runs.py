"""On Generate: what earlier runs made, and what is remembered for the next one."""

from pathlib import Path

import pytest

from desktop.app import App
from desktop.estimate import Choice
from desktop.main_window import GENERATE
from desktop.pages import generate
from engine import runs
from engine.records import Decision, Extract, RunRequest, RunState, TaskFilter, Verdict
from engine.store.connection import Connection
from engine.worker import fake
from tests.harbour import Events, harbour


@pytest.fixture
def page(app: App, full_path: Path, calm) -> generate.GeneratePage:
    app.current.open(full_path)
    app.window.go_to(GENERATE)
    calm(app)
    app.generate.panel.another.click()
    return app.generate


def test_what_earlier_runs_made_is_said_and_left_out_until_it_is_asked_for(page, app: App, calm):
    page.types.choose(["exqa", "qa"])
    page.run.click()
    calm(app)
    page.panel.another.click()
    assert page.earlier.said.text() == "Earlier runs made all of these 2 units already."
    assert (page.units.text(), page.run.isEnabled()) == ("0 units", False)
    page.sampling.samples.setValue(2)
    assert page.earlier.said.text().startswith("Of these 4 units, earlier runs made 2.")
    assert page.units.text() == "2 units"
    page.run.click()
    calm(app)
    missing, first, *_ = app.project.runs.all()
    keys = app.project.runs.unit_keys(missing.id), app.project.runs.unit_keys(first.id)
    assert (missing.units_planned, keys[0] & keys[1]) == (2, frozenset())


def test_a_second_sample_is_one_click_away_and_has_another_seed(page, app: App, calm):
    page.types.choose(["exqa", "qa"])
    page.run.click()
    calm(app)
    page.panel.another.click()
    page.earlier.radio(Choice.ALL).click()
    assert (page.units.text(), page.run.isEnabled()) == ("2 units", True)
    page.run.click()
    calm(app)
    again, first, *_ = app.project.runs.all()
    assert again.units_planned == 2
    assert again.sampling != first.sampling
    assert page.earlier.choice is Choice.MISSING  # nothing is made a third time by habit


def test_what_another_model_made_is_said_and_made_again(page, app: App, calm):
    """The runs of the fixture's project were another model's."""
    page.types.choose(["exqa", "qa"])
    said = "Of these 2 units, earlier runs made 1, with another model."
    assert page.earlier.said.text() == said
    assert page.units.text() == "2 units"
    assert page.earlier.radio(Choice.MISSING).text() == "All of them, with this model"
    assert page.earlier.radio(Choice.ALL).isHidden()


def test_what_another_file_of_the_same_name_made_is_not_made(page, app: App, full_path: Path, calm):
    page.types.choose(["exqa", "qa"])
    page.run.click()
    calm(app)
    model = app.project.runs.all()[0].model
    app.current.close()
    connection = Connection(full_path)
    connection.write("UPDATE runs SET model_sha256 = :other WHERE id > 1", other="c" * 64)
    connection.close()
    app.current.open(full_path)
    calm(app)
    app.generate.panel.another.click()
    assert app.project.runs.all()[0].model.name == model.name
    assert page.earlier.said.text() == "Of these 2 units, earlier runs made 2, with another model."
    assert page.units.text() == "2 units"


def test_the_rest_of_a_pilot_of_a_second_sample_is_made_without_it_alone(page, app: App, calm):
    page.types.choose(["exqa"])
    page.sampling.samples.setValue(4)
    page.run.click()
    calm(app)
    page.panel.another.click()
    page.earlier.radio(Choice.ALL).click()
    page.sampling.limit.setValue(1)
    page.pilot.click()
    calm(app)
    assert page.panel.pilot.sentence.text().startswith("3 units more, ")
    page.panel.pilot.rest.click()
    calm(app)
    rest, pilot, *_ = app.project.runs.all()
    assert (rest.units_planned, rest.sampling) == (3, pilot.sampling)


def test_what_a_pilot_of_an_earlier_version_was_to_make_is_told_by_what_it_drew(page, app, calm):
    page.types.choose(["exqa"])
    page.sampling.samples.setValue(4)
    page.run.click()
    calm(app)
    for choice, expected in ((Choice.ALL, Choice.ALL), (Choice.MISSING, Choice.MISSING)):
        page.panel.another.click()
        page.sampling.samples.setValue(4 if choice is Choice.ALL else 8)
        page.earlier.radio(choice).click()
        page.sampling.limit.setValue(1)
        page.pilot.click()
        calm(app)
        app.project.made._connection.write("UPDATE log SET facts = '' WHERE event = 'run'")
        assert page._choice_of_pilot() is expected


def test_the_rest_of_a_pilot_leaves_out_what_runs_before_it_made(page, app: App, calm):
    page.types.choose(["exqa", "qa", "ynqa"])
    page.run.click()
    calm(app)
    page.panel.another.click()
    page.sampling.samples.setValue(4)
    page.sampling.limit.setValue(4)
    page.pilot.click()
    calm(app)
    assert page.panel.pilot.sentence.text().startswith("5 units more, ")
    page.panel.pilot.rest.click()
    calm(app)
    rest, pilot, first, *_ = app.project.runs.all()
    assert (first.units_planned, pilot.units_planned, rest.units_planned) == (3, 4, 5)


def test_the_rest_of_a_pilot_that_filled_gaps_fills_the_gaps(page, app: App, calm):
    page.types.choose(["exqa"])
    page.sampling.samples.setValue(4)
    page.run.click()
    calm(app)
    every = app.project.tasks.ids(TaskFilter(task_types=("exqa",)))
    app.project.decisions.add([Decision(one, Verdict.REJECT) for one in every], "ilse")
    page.panel.another.click()
    page.types.choose(["exqa", "ynqa"])
    page.earlier.radio(Choice.GAPS).click()
    calm(app)
    page.sampling.limit.setValue(2)
    assert page.units.text() == "8 units"
    page.pilot.click()
    calm(app)
    assert page.panel.pilot.sentence.text().startswith("4 units more, ")
    page.panel.pilot.rest.click()
    calm(app)
    rest = app.project.runs.all()[0]
    assert app.project.runs.planned_by_type(rest.id) == {"ynqa": 4}


def test_types_and_documents_are_remembered_for_each_project(
    page, app: App, empty_path: Path, calm, monkeypatch
):
    usual, full_path = page.types.chosen(), app.project.path
    app.project.documents.add("/in/b.txt", "b.txt", "txt", 5, "0" * 64, Extract("Text."))
    page.types.check("sentiment").click()
    monkeypatch.setattr(generate.ChooseDocuments, "exec", lambda _dialog: 1)
    monkeypatch.setattr(generate.ChooseDocuments, "chosen", lambda _dialog: (2,))
    page.choose.click()
    calm(app)
    assert page.documents.text() == "1 of 2 documents"
    app.current.open(empty_path)
    calm(app)
    assert page.types.chosen() == usual
    app.current.open(full_path)
    calm(app)
    assert set(page.types.chosen()) == {*usual, "sentiment"}
    assert page.documents.text() == "1 of 2 documents"
    app.project.delete_document(2)
    page.show_project(app.project)
    calm(app)
    assert page.documents.text() == "The one document"


def test_what_suits_a_model_is_not_remembered_as_a_choice(page, app: App, full_path: Path):
    chosen = page.types.chosen()
    page.show_model(None)  # nothing is known to be poor now
    assert page.types.chosen() != chosen
    assert app.places.task_types(full_path) is None


@pytest.fixture
def harboured(app: App, tmp_path: Path, calm) -> generate.GeneratePage:
    """Of three documents the first is made, with the model that the window takes."""
    with harbour(tmp_path) as project:
        wanted = RunRequest("default", ("exqa",), document_ids=(1,))
        assert runs.start(project, wanted, Events(), fake.main).wait(60) is RunState.DONE
        path = project.path
    app.current.open(path)
    app.window.go_to(GENERATE)
    calm(app)
    app.generate.panel.another.click()
    app.generate.types.choose(["exqa"])
    app.generate.sampling.limit.setValue(1)
    return app.generate


@pytest.mark.parametrize(
    ("choice", "seed"), [(Choice.ALL, 44), (Choice.GAPS, 43), (Choice.GAPS, 45)]
)
def test_the_rest_makes_what_was_chosen_for_its_pilot_whatever_that_drew(
    harboured, app: App, calm, choice: Choice, seed: int
):
    page = harboured
    made = app.project.tasks.ids(TaskFilter())
    app.project.decisions.add([Decision(one, Verdict.REJECT) for one in made], "ilse")
    page.earlier.radio(choice).click()
    page.sampling.seed.setValue(seed)
    calm(app)
    assert page.units.text() == "3 units"
    page.pilot.click()
    calm(app)
    assert page.panel.pilot.sentence.text().startswith("2 units more, ")
    page.panel.pilot.rest.click()
    calm(app)
    rest, pilot, *_ = app.project.runs.all()
    assert (rest.units_planned, pilot.units_planned) == (2, 1)
