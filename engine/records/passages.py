"""Passages: slices of a text that fit the model, and the settings that cut them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

TokenCounter = Callable[[Sequence[str]], Sequence[int]]
"""Counts the tokens of each text, without BOS; called with many texts at once."""


@dataclass(frozen=True, slots=True)
class Header:
    """A slice `[start, end)` of the document's text: the header row of a passage's table."""

    start: int
    end: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Span:
    """A slice `[start, end)` of a text in code points, its size, and whether tasks skip it.

    `header` stands before it in the prompt, on a line of its own; it is no part of the slice.
    """

    start: int
    end: int
    tokens: int
    is_excluded: bool = False
    header: Header | None = None


class PassageKind(StrEnum):
    """What a task type wants to read: a paragraph of text, or one sentence."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How a text is cut; frozen with the passages it made. Sizes are in the model's tokens."""

    kind: PassageKind = PassageKind.PARAGRAPH
    max_tokens: int = 350
    min_tokens: int = 40
    tokenizer: str = ""  # fingerprint of the vocabulary that counted (models/gguf.py)


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice `[start, end)` of a document's text; `tokens` without BOS or prompt."""

    id: int
    document_id: int
    position: int
    start: int
    end: int
    tokens: int
    is_excluded: bool = False  # stays in its set, and no task is made from it
    header: Header | None = None  # stands before it in the prompt


@dataclass(frozen=True, slots=True)
class PassageSet:
    """One way in which a document is cut; `revision` counts the edits by hand, 0 is without.

    Settings, revision and passages never change once stored: what differs is another set.
    """

    id: int
    document_id: int
    settings: PassageSettings
    revision: int
    passages: int  # included ones


@dataclass(frozen=True, slots=True)
class PassageText:
    """The text of a passage and where it begins in its document.

    `header_text` is the header row of its table; the model reads it before the passage.
    """

    start: int
    text: str
    header: Header | None = None
    header_text: str = ""

    @property
    def shown(self) -> str:
        """What the model reads: the header row on a line of its own, then the passage."""
        return f"{self.header_text}\n{self.text}" if self.header else self.text


@dataclass(frozen=True, slots=True)
class PlacedPassage:
    """Where a passage stands, without its text: offsets in the document, and the page's label.

    `header_end` is 0 where no header row of a table stood before it in a prompt.
    """

    id: int
    document_id: int
    start: int
    end: int
    header_start: int
    header_end: int
    page: str
