"""The filters that are folded away: document, evidence, doubt, language, near-duplicates."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.widgets.combos import combo, offer, show_counts
from desktop.widgets.layout import row
from engine.records import Facets, Near, TaskFilter


class MoreFilters(QWidget):
    """Tells when one of them changes; documents and languages are offered as they are counted."""

    changed = Signal()

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.document)
        pair = row(gap=8)
        pair.addWidget(self.evidence, 1)
        pair.addWidget(self.doubt, 1)
        layout.addLayout(pair)
        last = row(gap=8)
        last.addWidget(self.language, 1)
        last.addWidget(self.near, 1)
        layout.addLayout(last)
        for box in self.boxes:
            box.activated.connect(lambda _place: self.changed.emit())

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
