"""Possible personal data in what goes beside a row: its passage, and what the model wrote first.

The rows themselves were held until all was decided (`personal.py`). A passage or a sentence of the
model's that an edit replaced can hold more: values that were decided on get what was decided, and a
text with any other is held back as a whole.
"""

from dataclasses import dataclass

from engine.personal.finding import Finder
from engine.personal.masking import masked
from engine.personal.own_words import OwnWords
from engine.records import PersonalChoice, PlacedMask
from engine.store import Project

_MOST_KEPT = 2_000  # texts whose finds are remembered: tasks of one passage follow each other


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it may be written, with how many pseudonyms; empty if it was held back."""

    text: str
    masked: int = 0
    is_held_back: bool = False


class Hider:
    """Masks texts by what was decided; with `is_allowed`, what nobody decided on stays."""

    def __init__(self, project: Project, *, is_allowed: bool) -> None:
        self._words = OwnWords(project.personal.words())
        self._choices = project.personal.choices()
        self._languages = {one.id: one.language for one in project.documents.all()}
        self._is_allowed = is_allowed
        self._finders = dict[str, Finder]()
        self._known = dict[tuple[int, str], Shown]()

    def shown(self, text: str, document_id: int) -> Shown:
        """The text, which comes from this document, as it may be written."""
        key = document_id, text
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = self._shown(text, self._languages.get(document_id, ""))
        return self._known[key]

    def _shown(self, text: str, language: str) -> Shown:
        if language not in self._finders:
            self._finders[language] = Finder(self._words, language)
        masks = list[PlacedMask]()
        for hit in self._finders[language].find(text):
            number, choice = self._choices.get((hit.kind, hit.value), (0, None))
            if choice is PersonalChoice.MASK:
                masks.append(PlacedMask("", hit.start, hit.end, hit.kind, number, choice))
            elif choice is PersonalChoice.REJECT or not (choice or self._is_allowed):
                return Shown("", is_held_back=True)
        return Shown(masked(text, masks), len(masks))
