from pathlib import Path

from PySide6.QtWidgets import QLabel

from desktop.app import App
from desktop.main_window import REVIEW
from desktop.project_charts import (
    ANSWERS,
    COVERED,
    KEPT,
    PASSAGES,
    REVIEWED,
    THROUGHPUT,
    YIELD,
)
from engine.records import Decision, Outcome, TaskFilter, Verdict


def test_a_bar_leads_to_what_it_counts_and_says_it_in_words(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    app.review.decide(Verdict.ACCEPT)
    dialog = app.charts.made()
    assert dialog is not None
    named = [bar.accessibleName() for bar in dialog.bars[YIELD]]
    assert "Extractive question answering: 15 of 15 units" in named
    dialog.show_chart(KEPT)
    assert [bar.figure for bar in dialog.bars[KEPT]] == ["1 of 1"]
    assert REVIEWED in dialog.said
    dialog.bars[YIELD][0].click()
    assert app.window.pages.currentIndex() == REVIEW
    narrow = app.review.filter.filter()
    assert (len(narrow.task_types), narrow.outcomes) == (1, ())


def test_what_a_reviewer_mended_is_none_that_the_model_wrote_well(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    project = app.project
    assert project is not None
    refused = [project.tasks.get(number) for number in project.tasks.ids(TaskFilter(outcomes=()))]
    mended = next(one for one in refused if one.outcome is not Outcome.OK and one.can_be_edited)
    before = app.charts.made()
    edit = Decision(mended.id, Verdict.EDIT, input="Who signs?", output="The inspector")
    project.decisions.add([edit], "Ada")
    after = app.charts.made()
    assert before is not None
    assert after is not None
    now, then = ([bar.figure for bar in one.bars[YIELD]] for one in (after, before))
    assert now == then


def test_a_document_s_bar_leads_to_its_tasks(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    dialog = app.charts.made()
    assert dialog is not None
    assert COVERED not in dialog.bars  # nobody has looked yet
    dialog.show_chart(COVERED)
    (bar,) = dialog.bars[COVERED]
    bar.click()
    narrow = app.review.filter.filter()
    assert (narrow.document_ids, narrow.outcomes) == ((1,), (Outcome.OK,))


def test_lengths_and_times_are_counted_in_the_background(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    app.review.decide(Verdict.ACCEPT)
    dialog = app.charts.made()
    assert dialog is not None
    calm(app)
    assert [one.said for one in dialog.columns[PASSAGES].columns][-1].endswith(": 1 passage")
    assert "27 answers" in "".join(one.said for one in dialog.columns[ANSWERS].columns)
    assert "1 of 1 accepted (100 %)" in "\n".join(dialog.said)
    assert sum(" units, " in said for said in dialog.said) == len(
        dialog.columns[THROUGHPUT].columns
    )


def test_what_is_counted_for_a_closed_dialog_is_dropped(app: App, full_path: Path, calm):
    app.current.open(full_path)
    dialog = app.charts.made()
    assert dialog is not None
    dialog.reject()
    calm(app)
    assert list(dialog.columns[ANSWERS].columns) == []


def test_an_empty_project_says_so_in_each_chart(app: App, empty_path: Path, calm):
    app.current.open(empty_path)
    dialog = app.charts.made()
    assert dialog is not None
    calm(app)
    assert all(chart.isHidden() for chart in dialog.columns.values())
    assert {said.text() for said, _sentence in dialog._sentences.values()} == {
        "There is nothing to count yet."
    }


def test_without_a_project_there_are_no_charts(app: App):
    assert app.charts.made() is None


def test_a_chart_of_columns_says_that_it_leads_to_no_tasks(app: App, full_path: Path, calm):
    app.current.open(full_path)
    dialog = app.charts.made()
    assert dialog is not None
    calm(app)
    dialog.show_chart(ANSWERS)
    page = dialog.columns[ANSWERS].parentWidget()
    assert page is not None
    said = [label.text() for label in page.findChildren(QLabel)]
    assert any("shows no tasks in Review" in one for one in said)
