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
class ImportOptions:
    """How a file is to be read where its reader has a choice; empty: as the reader decides.

    `encoding` is a name that Python knows, for formats that are bytes of text. `columns` are those
    of a table (CSV, JSONL) that are its text, by name or number; `records` asks for one passage a
    record. `keep_headers` keeps the running headers and footers of a PDF.
    """

    keep_headers: bool = False
    encoding: str = ""
    columns: tuple[str, ...] = ()
    records: bool = False


AS_THE_READER_DECIDES = ImportOptions()


@dataclass(frozen=True, slots=True)
class PageMark:
    """From offset `start` on, the text stands on the page, sheet or section called `label`."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader got out of a file: its text (NFC, LF line ends) and its page map.

    `note` says in sentences what the text does not hold, such as scanned pages, and what was
    guessed; mostly empty. `language` is an ISO 639 code, empty where it can't be told.
    """

    text: str
    pages: tuple[PageMark, ...] = ()
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One imported file. Its text is fetched on its own: it can be large.

    `note` is its reader's sentences on what the text does not hold and what was guessed;
    `options` is how it was read, only what matters for its format.
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
    options: ImportOptions = AS_THE_READER_DECIDES
    rights: str = ""  # the user's own note on who holds them and what is allowed


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one offered file, in a sentence; `document_id` where there is one.

    `note` is what its reader left out or guessed; `detail` ends with it.
    """

    path: str
    name: str
    status: FileStatus
    detail: str
    document_id: int | None = None
    note: str = ""


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
