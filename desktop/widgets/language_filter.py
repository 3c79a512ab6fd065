"""Chooses the language whose documents are shown; hidden while there is nothing to choose."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop.language import tr
from desktop.widgets.combos import NamedBox

_ALL = tr("All languages")
_UNKNOWN = tr("Unknown")


class LanguageFilter(NamedBox):
    """The first entry shows all documents, as does a choice that is not offered any more."""

    chosen = Signal(object)  # the language as people call it, "" for unknown, None for all

    def __init__(self) -> None:
        super().__init__(tr("Show documents in this language"))
        self._offered: tuple[str, ...] = ()
        self.addItem(_ALL, None)
        self.activated.connect(lambda _place: self.chosen.emit(self.currentData()))
        self.hide()

    def offer(self, languages: Sequence[str]) -> None:
        """These languages can be chosen; what is chosen stays, if it is still among them."""
        if tuple(languages) == self._offered:
            return
        self._offered = tuple(languages)
        kept = self.currentData()
        self.clear()
        self.addItem(_ALL, None)
        for language in languages:
            self.addItem(language or _UNKNOWN, language)
        self.setVisible(len(languages) > 1)
        place = self.findData(kept) if kept is not None else 0
        self.setCurrentIndex(max(place, 0))
        if kept is not None and place < 0:
            self.chosen.emit(None)
