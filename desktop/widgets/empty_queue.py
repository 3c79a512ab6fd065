"""What the Review page says where its queue is empty: nothing is made yet, or nothing matches."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.widgets.buttons import push_button
from desktop.widgets.empty_state import EmptyState


def nothing_yet(generate: Callable[[], object]) -> QWidget:
    """No run has written a task."""
    said = tr("Tasks appear here as soon as a run writes them; you need not wait for its end.")
    button = push_button(tr("Go to Generate"), generate, "primary")
    return EmptyState("review", tr("Nothing to review yet"), said, button)


def no_match(show_all: Callable[[], object]) -> QWidget:
    """The filter leaves none."""
    button = push_button(tr("Show all well-formed tasks"), show_all)
    return EmptyState(
        "review", tr("No task matches"), tr("The filter at the left leaves none."), button
    )
