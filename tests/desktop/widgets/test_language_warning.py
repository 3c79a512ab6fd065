"""Other languages on Generate: said with numbers, and left out on request."""

from PySide6.QtCore import Qt

from engine.records import Extract
from engine.runs.cutting import settings_for
from engine.store import Project
from models import library

GERMAN = "Der Mieter zahlt die Miete am dritten Werktag eines jeden Monats. " * 3


def test_documents_in_other_languages_are_counted_and_left_out(app, full_path, qtbot, calm):
    with Project.open(full_path) as project:
        project.documents.add("/in/v.txt", "v.txt", "txt", 9, "v", Extract(GERMAN, language="de"))
    app.current.open(full_path)
    app.generate.show_model(library.find(""))
    calm(app)
    page, warning = app.generate, app.generate.language
    assert not warning.isHidden()
    assert warning.label.text().startswith("1 passage: 1 document is in German")
    both = page._workload.units(("exqa",), 1)
    qtbot.keyClick(warning.leave_out, Qt.Key.Key_Space)
    assert warning.leaves_out
    assert page._workload.units(("exqa",), 1, leaves_out=True) == both - 1
    asked = []
    page.run_requested.disconnect()
    page.run_requested.connect(asked.append)
    page._request(None)
    assert asked[0].trained_languages_only
    app.current.close()
    assert warning.isHidden()


def test_what_was_left_out_is_left_out_when_the_project_is_opened_again(
    app, full_path, empty_path, calm
):
    with Project.open(full_path) as project:
        project.documents.add("/in/v.txt", "v.txt", "txt", 9, "v", Extract(GERMAN, language="de"))
    app.current.open(full_path)
    app.generate.show_model(library.find(""))
    calm(app)
    page = app.generate
    everything = page.units.text()
    page.language.leave_out.click()
    chosen = page.units.text()
    assert chosen != everything
    app.current.open(empty_path)
    assert not page.language.leaves_out  # the choice is of one project
    calm(app)
    app.current.open(full_path)
    assert page.language.leaves_out  # at once: a run may be asked for before all is counted
    calm(app)
    assert not page.language.isHidden()
    assert page.units.text() == chosen
    page.language.leave_out.click()
    app.current.close()
    app.current.open(full_path)
    calm(app)
    assert page.units.text() == everything


def test_what_is_left_out_survives_another_choice_of_documents(app, full_path, calm):
    with Project.open(full_path) as project:
        (english,) = project.documents.ids()
        project.documents.add("/in/v.txt", "v.txt", "txt", 9, "v", Extract(GERMAN, language="de"))
    app.current.open(full_path)
    page = app.generate
    page.show_model(library.find(""))
    calm(app)
    page.language.leave_out.click()
    for chosen, is_hidden in (((english,), True), (None, False)):
        page._document_ids = chosen
        page._show_documents(app.project)
        calm(app)
        assert page.language.isHidden() == is_hidden
    assert page.language.leaves_out


def test_documents_of_earlier_versions_get_their_language_when_they_are_opened(
    app, empty_path, calm
):
    with Project.open(empty_path) as project:
        report = project.documents.add("/in/v.txt", "v.txt", "txt", 9, "v", Extract(GERMAN))
        project._connection.write("DELETE FROM languages")
    app.current.open(empty_path)
    app.generate.show_model(library.find(""))
    calm(app)
    assert app.project.documents.get(report.document_id).language == "de"
    assert not app.generate.language.isHidden()


def test_a_killed_cutting_is_made_up_for_by_opening_the_project(app, empty_path, calm):
    with Project.open(empty_path) as project:
        project.documents.add("/in/v.txt", "v.txt", "txt", 9, "v", Extract(GERMAN))
    app.current.open(empty_path)
    app.generate.show_model(library.find(""))
    calm(app)
    settings = settings_for(library.find(""), next(iter(app.generate._workload.passages)))
    assert not app.project.passages.missing(settings)
