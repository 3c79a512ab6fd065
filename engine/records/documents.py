"""Documents: what became of a file, its text and page map, and where a search found something."""

from dataclasses import dataclass
from enum import StrEnum


class FileStatus(StrEnum):
    """What became of a file that was offered for import; each file gets exactly one."""

    READY = "ready"
    DUPLICATE = "duplicate"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_BIG = "too_big"
    TIMED_OUT = "timed_out"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PageMark:
    """From offset `start` on, the text stands on the page, sheet or section called `label`."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader got out of a file: its text (NFC, LF line ends) and its page map.

    `note` is a sentence on what the text does not hold, such as scanned pages; mostly empty.
    `language` is an ISO 639 code, empty where it can't be told.
    """

    text: str
    pages: tuple[PageMark, ...] = ()
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One imported file. Its text is fetched on its own: it can be large.

    `note` is its reader's sentence on what the text does not hold; mostly empty.
    """

    id: int
    name: str
    path: str
    format: str
    size_bytes: int
    sha256: str
    text_sha256: str
    characters: int
    imported_at: str
    note: str = ""
    language: str = ""  # ISO 639; empty where it can't be told or was not looked for


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one offered file, in a sentence; `document_id` where there is one."""

    path: str
    name: str
    status: FileStatus
    detail: str
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place where a document says what was searched; offsets are of the document's text.

    `places` are all matches close by, the first is `[start, end)`; a document that is found by
    its name has none.
    """

    document_id: int
    document_name: str
    passage_id: int | None  # None while the document is not cut
    passage: int  # its number for people, from 1; or 0
    page: str
    snippet: str
    start: int
    end: int
    places: tuple[tuple[int, int], ...] = ()
