"""What the Review page says where its queue is empty: nothing is made yet, or nothing matches."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.text import one_line
from desktop.widgets.buttons import push_button
from desktop.widgets.empty_state import EmptyState
from engine.records import Outcome, TaskFilter

_SEARCHED = tr("Words are looked for in what was asked and answered, whatever their case.")
_OTHERS = tr("The other filters at the left narrow it, too.")
_DECIDED = tr("Every well-formed task is reviewed. Export is the next step.")
_MOST_SHOWN = 40  # characters


def nothing_yet(generate: Callable[[], object]) -> QWidget:
    """No run has written a task."""
    said = tr("Tasks appear here as soon as a run writes them; you need not wait for its end.")
    button = push_button(tr("Go to Generate"), generate, "primary")
    return EmptyState("review", tr("Nothing to review yet"), said, button)


class NoMatch(EmptyState):
    """The filter leaves none: says which words were not found, or that all is decided."""

    def __init__(self, show_all: Callable[[], object], forget_words: Callable[[], object]) -> None:
        self._forget = push_button(tr("Clear the search"), forget_words)
        show = push_button(tr("Show all well-formed tasks"), show_all)
        super().__init__("review", "", "", self._forget, show)
        self.explain(TaskFilter())

    def explain(self, wanted: TaskFilter) -> None:
        """Say why this filter may have left none."""
        self._forget.setVisible(bool(wanted.search))
        rest = replace(wanted, search="", doubtful_first=False)
        if wanted.search:
            title = tr("No task holds “{words}”", words=one_line(wanted.search, _MOST_SHOWN))
            others = "" if rest == TaskFilter(outcomes=(Outcome.OK,)) else f" {_OTHERS}"
            self.say(title, f"{_SEARCHED}{others}")
        elif rest == TaskFilter(outcomes=(Outcome.OK,), unreviewed_only=True):
            self.say(tr("Nothing is left to review"), _DECIDED)
        else:
            self.say(tr("No task matches"), tr("The filter at the left leaves none."))
