"""What the tests of the Review page do with it: press keys, write an edit, look up a task."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.pages.review import ReviewPage
from engine.records import Outcome, Task, TaskFilter
from engine.store import Project


def press(page: ReviewPage, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.focusWidget() or page.view, key, modifier)


def write(page: ReviewPage, text: str) -> None:
    """Edit the task that is shown, up to the moment before saving."""
    press(page, Qt.Key.Key_E)
    page.pane.output.selectAll()
    QTest.keyClicks(page.pane.output, text)


def first(project: Project, place: int = 0) -> Task:
    ids = project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    return project.tasks.get(ids[place])
