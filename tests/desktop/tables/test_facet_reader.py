"""Counts and habits beside the filters, read in the background while they are unfolded."""

import pytest

from desktop.tables.facet_reader import FacetReader
from desktop.widgets.filter_bar import FilterBar
from desktop.widgets.list_box import entry_text
from engine.records import Check, CheckKind, Doubt, EvidenceGrade, Outcome, TaskFilter
from engine.store import Project


@pytest.fixture
def bar(qtbot, background, full: Project):
    for place, task in enumerate(full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))):
        grade = Doubt.HIGH if place < 5 else Doubt.LOW
        doubt = Check(CheckKind.DOUBT, 1 - place / 100, 1, grade)
        form = Check(CheckKind.FORM, 0.0, detail="when → nine" if place < 8 else f"{place}")
        full.tasks.checks.add(task, [doubt, form])
    made = FilterBar()
    qtbot.addWidget(made, before_close_func=lambda bar: bar.reader.show_project(None))
    made.show()
    made.reader = FacetReader(background, made)
    made.reader.show_project(full)
    return made


def text(box, place: int) -> str:
    return entry_text(box.model().index(place, 0))


def counted(bar: FilterBar, qtbot, background) -> None:
    qtbot.waitUntil(lambda: not background.is_busy)


def test_nothing_is_counted_while_the_filters_are_folded(bar, background, qtbot):
    counted(bar, qtbot, background)
    assert text(bar.type, 0) == "All types"
    assert not bar.more.isVisible()


def test_unfolded_each_entry_says_what_it_would_leave(bar, qtbot, background):
    bar.fold.click()
    counted(bar, qtbot, background)
    assert text(bar.type, 0) == "All types  (27)"
    assert text(bar.outcome, 1) == "Failed units  (3)"
    assert text(bar.decision, 1) == "Not reviewed  (27)"
    assert text(bar.more.document, 1) == "rules.txt  (27)"
    assert text(bar.more.doubt, 1) == "High doubt  (5)"
    bar.more.doubt.setCurrentIndex(1)
    bar.more.doubt.activated.emit(1)
    counted(bar, qtbot, background)
    assert bar.filter().doubts == (Doubt.HIGH,)
    assert text(bar.type, 0) == "All types  (5)"
    assert text(bar.more.doubt, 3) == "Low doubt  (22)"


def test_a_list_that_is_opened_says_what_each_of_its_entries_would_leave(bar, qtbot, background):
    bar.type.showPopup()
    counted(bar, qtbot, background)
    assert text(bar.type, 0) == "All types  (27)"
    assert bar.type.view().window().width() > bar.type.widest()
    bar.type.hidePopup()
    assert text(bar.type, 0) == "All types"
    assert not bar.more.isVisible()


def test_a_habit_is_told(bar, qtbot, background, monkeypatch):
    monkeypatch.setattr("engine.tasks.habits.FEWEST", 10)
    bar.fold.click()
    counted(bar, qtbot, background)
    assert bar.habits.text().startswith("Habit: 4 of ")
    assert "“when → nine”" in bar.habits.text()


def test_what_is_put_away_narrows_as_before_and_the_button_says_so(bar, qtbot, background):
    bar.fold.click()
    counted(bar, qtbot, background)
    bar.more.evidence.setCurrentIndex(1)
    bar.more.evidence.activated.emit(1)
    assert bar.filter().evidence == (EvidenceGrade.EXACT,)
    bar.fold.click()
    assert not bar.is_open
    assert bar.filter().evidence == (EvidenceGrade.EXACT,)
    assert bar.fold.text() == "More filters: 1"
    bar.more.reset.click()
    assert bar.filter().evidence == ()
    assert bar.fold.text() == "More filters"
    assert text(bar.type, 0) == "All types"


def test_habits_are_told_while_the_filters_are_folded_if_that_takes_a_moment(
    full: Project, bar, background, qtbot, monkeypatch
):
    counted(bar, qtbot, background)
    monkeypatch.setattr("engine.tasks.habits.FEWEST", 10)
    monkeypatch.setattr("desktop.tables.facet_reader.MOST_FOR_HABITS", 3)
    bar.reader.show_project(full)
    assert not background.is_busy
    monkeypatch.setattr("desktop.tables.facet_reader.MOST_FOR_HABITS", 30)
    bar.reader.show_project(full)
    counted(bar, qtbot, background)
    assert not bar.is_open
    assert bar.habits.isVisible()
    assert "“when → nine”" in bar.habits.text()
