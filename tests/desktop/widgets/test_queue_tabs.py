import pytest

from desktop.widgets.filter_bar import FilterBar
from desktop.widgets.queue_tabs import ALL, FLAGGED, MINE, SKIPPED, WAITING
from engine.records import Outcome, TaskFilter, Verdict

OK = (Outcome.OK,)


@pytest.fixture
def bar(qtbot) -> FilterBar:
    made = FilterBar()
    qtbot.addWidget(made)
    made.reviewer = "ilse"
    return made


def marked(bar: FilterBar) -> list[str]:
    return [name for name, button in bar.queues.buttons.items() if button.isChecked()]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        (ALL, TaskFilter(outcomes=OK)),
        (WAITING, TaskFilter(outcomes=OK, unreviewed_only=True)),
        (SKIPPED, TaskFilter(outcomes=OK, verdicts=(Verdict.SKIP,))),
        (FLAGGED, TaskFilter(outcomes=OK, verdicts=(Verdict.FLAG,))),
        (MINE, TaskFilter(latest_of="ilse")),
    ],
)
def test_a_queue_is_one_click(bar: FilterBar, qtbot, name, meant):
    with qtbot.waitSignal(bar.changed):
        bar.queues.buttons[name].click()
    assert bar.filter() == meant
    assert marked(bar) == [name]


def test_a_queue_is_marked_while_the_filters_mean_it(bar: FilterBar):
    assert marked(bar) == [ALL]
    bar.show_unreviewed()
    assert marked(bar) == [WAITING]
    bar.decision.setCurrentIndex(bar.decision.findText("Accepted"))
    bar.decision.activated.emit(0)
    assert marked(bar) == []
    bar.clear()
    assert marked(bar) == [ALL]


def test_another_filter_leaves_one_s_own_last_tasks(bar: FilterBar):
    bar.queues.buttons[MINE].click()
    bar.type.setCurrentIndex(1)
    bar.type.activated.emit(1)
    assert bar.filter().latest_of is None


def test_each_queue_says_how_many_tasks_are_in_it(bar: FilterBar):
    bar.queues.show_counts({WAITING: 1_200, SKIPPED: 3})
    assert bar.queues.buttons[WAITING].said == "To review  1,200"
    assert bar.queues.buttons[SKIPPED].accessibleName() == "Skipped  3"


def test_a_smaller_count_is_shown_without_laying_the_page_out_anew(bar):
    button = bar.queues.buttons[WAITING]
    bar.queues.show_counts({WAITING: 1_200})
    room = button.text()
    bar.queues.show_counts({WAITING: 7})
    assert (button.said, button.accessibleName()) == ("To review  7", "To review  7")
    assert button.text() == room  # a text that is set asks for a new layout
