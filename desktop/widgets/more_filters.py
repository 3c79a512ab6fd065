"""Further filters, in a card beside the bar: document, evidence, doubt, language, near-duplicates.

It lies over the task, not over the queue: what a filter leaves is seen while it is chosen.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from desktop import wording
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import combo, offer, show_counts
from desktop.widgets.layout import column, field, row
from desktop.widgets.opening_keys import open_with_arrows
from engine.records import Facets, Near, TaskFilter

_WIDTH, _GAP, _MARGIN = 360, 14, 16  # pixels; the gap is that between queue and task


class MoreFilters(QFrame):
    """Tells when one of them changes; documents and languages are offered as they are counted."""

    changed = Signal()
    closed = Signal()
    left = Signal()  # the focus went elsewhere in the window

    def __init__(self) -> None:
        super().__init__()
        self.document = combo(tr("Document"), [(tr("All documents"), ())])
        self.evidence = combo(tr("Evidence"), [(tr("Any evidence"), ())])
        offer(self.evidence, [(text, (grade,)) for grade, text in wording.EVIDENCE.items()])
        self.doubt = combo(tr("Doubt"), [(tr("Any doubt"), ())])
        offer(self.doubt, [(text, (grade,)) for grade, text in wording.DOUBT.items()])
        self.language = combo(tr("Language"), [(tr("All languages"), ())])
        self.near = combo(tr("Near-duplicates"), [(tr("Near-duplicates or not"), None)])
        offer(self.near, [(text, near) for near, text in wording.NEAR.items()])
        self._beside: QWidget | None = None
        self._lay_out()
        for box in self.boxes:
            box.activated.connect(lambda _place: self.changed.emit())
            open_with_arrows(box)

    def _lay_out(self) -> None:
        self.setProperty("role", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("More filters"))
        self.reset = push_button(tr("Clear these"), self._clear_all, "quiet")
        self.done = push_button(tr("Done"), self.closed)
        layout = column(plain_label(tr("More filters"), "section"), gap=10)
        for boxes in (
            (self.document,),
            (self.doubt,),
            (self.evidence, self.language),
            (self.near,),
        ):
            line = row(gap=8)
            for box in boxes:
                line.addLayout(field(box.accessibleName(), box), 1)
            layout.addLayout(line)
        self._below = column(gap=6)
        layout.addLayout(self._below)
        layout.addSpacing(2)
        layout.addLayout(row(self.reset, None, self.done))
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.setLayout(layout)

    def add_below(self, what: QWidget) -> None:
        """Something else to do with what they leave."""
        self._below.addWidget(what)

    def open_beside(self, bar: QWidget) -> None:
        """Show the card at the right of `bar`, over what is there, and give it the focus."""
        window = bar.window()
        if self._beside is None:
            bar.installEventFilter(self)
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
            window.windowHandle().focusObjectChanged.connect(self._focus_went)
        self._beside = bar
        self.show()
        self._follow()
        self.document.setFocus()

    def _focus_went(self, to: QObject | None) -> None:
        """Whoever goes on with the queue or the task sees it whole; a list is another window."""
        bar = self._beside
        if self.isHidden() or bar is None or not isinstance(to, QWidget):
            return
        if to is not self and not self.isAncestorOf(to) and not bar.isAncestorOf(to):
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar or its window has another size."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and not self.isHidden():
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        if self._beside is None:
            return
        window = self._beside.window()
        corner = self._beside.mapTo(window, QPoint(self._beside.width() + _GAP, 0))
        self.resize(_WIDTH, self.sizeHint().height())
        left = max(0, min(corner.x(), window.width() - _WIDTH - _GAP))
        self.move(left, max(0, min(corner.y(), window.height() - self.height() - _GAP)))
        self.raise_()

    @property
    def narrowing(self) -> int:
        """How many of them narrow the queue."""
        return sum(box.currentIndex() > 0 for box in self.boxes)

    def _clear_all(self) -> None:
        self.clear()
        self.changed.emit()

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        """All of them, from top to bottom."""
        return self.document, self.evidence, self.doubt, self.language, self.near

    def narrowed(self, narrow: TaskFilter) -> TaskFilter:
        """A filter that these narrow further."""
        return replace(
            narrow,
            document_ids=self.document.currentData(),
            evidence=self.evidence.currentData(),
            doubts=self.doubt.currentData(),
            languages=self.language.currentData(),
            near=self.near.currentData(),
        )

    def clear(self) -> None:
        """Narrow nothing."""
        for box in self.boxes:
            box.setCurrentIndex(0)

    def show_facets(self, facets: Facets) -> None:
        """Offer what there is, each with its count."""
        documents = sorted(facets.names.items(), key=lambda entry: entry[1].casefold())
        offer(self.document, [(name, (one,)) for one, name in documents])
        offer(
            self.language, [(code or tr("Unknown"), (code,)) for code in sorted(facets.languages)]
        )
        for box, counts in (
            (self.document, facets.documents),
            (self.evidence, facets.evidence),
            (self.doubt, facets.doubts),
            (self.language, facets.languages),
        ):
            show_counts(box, lambda value, counts=counts: total(counts, value))
        near = facets.near
        every = near.get(Near.WITH, 0) + near.get(Near.WITHOUT, 0)
        show_counts(self.near, lambda value: near.get(value, 0) if value else every)  # pyright: ignore[reportArgumentType, reportCallIssue] the box holds nothing else


def total(counts: Mapping[Any, int], chosen: object) -> int:
    """The tasks of the words that an entry stands for; of all where it stands for none."""
    if not isinstance(chosen, tuple):
        return 0
    return sum(counts.get(word, 0) for word in chosen) if chosen else sum(counts.values())
