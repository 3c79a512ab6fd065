"""Read PDF files with pdfium: the text layer of each page, in paragraphs, with page marks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

from engine.documents import columns, pdf_form, pdf_page
from engine.documents.brackets import turned
from engine.documents.furniture import Kept, without_furniture
from engine.documents.hyphens import whole
from engine.documents.layout import Line
from engine.documents.notes import counted, joined, listed
from engine.documents.plausible import reads_like_noise
from engine.documents.sniffing import looks_like
from engine.errors import DocumentRefused
from engine.records import (
    AS_THE_READER_DECIDES,
    Extract,
    FileStatus,
    ImportOptions,
    PageMark,
)

# The bindings are generated and carry no types that a checker could use.
_pdfium = cast("Any", pypdfium2_raw)
_helpers = cast("Any", pypdfium2)

_ENDED = re.compile(r"[.!?…:][\"'”’)\]]*\Z")
_MOST_SHOWN = 5  # numbers of damaged pages
_PROTECTED = (
    "The PDF is protected by a password; give it (“Password…” in the window, --password-file at "
    "the command line), or save a copy without one and import that."
)
_NONE_FITS = (
    "No password that was given opens the PDF; give its own, or save a copy without one and import "
    "that."
)
_GIVEN_UP = 2_000  # damaged pages in a row
_HEADER_WITHIN = 1024  # the specification lets other bytes stand before the header


def read(
    data: bytes,
    options: ImportOptions = AS_THE_READER_DECIDES,
    passwords: Sequence[str] = (),
) -> Extract:
    """The text of a PDF, by the first password that opens it if it has one.

    Raises `DocumentRefused` (DAMAGED, ENCRYPTED, NO_TEXT).
    """
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise _damaged(f"This is not a PDF: it looks like {looks_like(data)}")
    document = _open(data, passwords)
    try:
        contents = _contents(document)
    finally:
        document.close()
    if not any(page.lines or page.fields for page in contents):
        raise _without_text(contents)
    kept = Kept([page.lines for page in contents])
    if not options.keep_headers:
        kept = without_furniture(kept.pages, [page.box for page in contents])
    blocks = [
        [*columns.blocks(lines), *page.fields]
        for lines, page in zip(kept.pages, contents, strict=True)
    ]
    found = _joined(whole(blocks), joined([*_noted(contents), kept.note]))
    return replace(found, text=turned(found.text))


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page holds: its lines, what was filled in on it, and why it may have no text."""

    lines: list[Line] = field(default_factory=list[Line])
    fields: list[str] = field(default_factory=list[str])
    box: tuple[float, float] = (0.0, 0.0)  # its lower and upper edge
    outside: int = 0  # lines that nobody sees
    is_scan: bool = False
    is_garbled: bool = False
    is_damaged: bool = False


def _without_text(contents: list[_Page]) -> DocumentRefused:
    if contents and all(page.is_damaged for page in contents):
        return _damaged("All pages of the PDF are damaged")
    reason = "The PDF is scanned or drawn, without a text layer"
    if any(page.is_garbled for page in contents):
        reason = "The text of the PDF is garbled: its fonts name other letters than they show"
    return DocumentRefused(
        FileStatus.NO_TEXT, f"{reason}; run text recognition (OCR) on it and import the result."
    )


def _open(data: bytes, passwords: Sequence[str]) -> Any:  # noqa: ANN401 see _pdfium
    for password in (None, *passwords):
        _forget_last_error()
        try:
            return _helpers.PdfDocument(data, password=_typed(password))
        except _helpers.PdfiumError as error:
            if error.err_code != _pdfium.FPDF_ERR_PASSWORD:
                raise _damaged("The PDF is damaged and can't be opened") from error
    raise DocumentRefused(FileStatus.ENCRYPTED, _NONE_FITS if passwords else _PROTECTED)


def _typed(password: str | None) -> str | None:
    """A password as pdfium takes it: what is no valid Unicode can't be the one."""
    return password and password.encode("utf-8", "replace").decode()


def _forget_last_error() -> None:
    """Have pdfium fail on nothing: of some broken files it says what it said of the last one."""
    _pdfium.FPDF_LoadMemDocument64(b"", 0, None)


def _damaged(reason: str) -> DocumentRefused:
    return DocumentRefused(
        FileStatus.DAMAGED, f"{reason}. Save it again from the program that made it."
    )


def _contents(document: Any) -> list[_Page]:  # noqa: ANN401 see _pdfium
    form = pdf_form.open_form(document)
    try:
        return _every_page(len(document), lambda index: _content(document, form, index))
    finally:
        pdf_form.close_form(form)


def _every_page(count: int, content: Callable[[int], _Page]) -> list[_Page]:
    """Read all pages; after thousands of damaged ones in a row the rest is taken for damaged too.

    The count is a claim of the file, and pages of a tree that runs in circles never end.
    """
    pages: list[_Page] = []
    in_a_row = 0
    for index in range(count):
        pages.append(content(index))
        in_a_row = in_a_row + 1 if pages[-1].is_damaged else 0
        if in_a_row == _GIVEN_UP:
            break
    return pages + [_Page(is_damaged=True)] * (count - len(pages))


def _content(document: Any, form: Any, index: int) -> _Page:  # noqa: ANN401 see _pdfium
    try:
        page = document[index]
        text_page = page.get_textpage()
    except _helpers.PdfiumError:
        return _Page(is_damaged=True)  # it costs itself only, and the note says so
    try:
        edges = cast("pdf_page.Edges", page.get_cropbox())
        found = pdf_page.lines(text_page, edges)
        fields = pdf_form.fields(page, form)
        is_garbled = reads_like_noise(" ".join(line.text for line in found.lines))
        lines = [] if is_garbled else found.lines
        is_scan = not found.lines and not fields and _has_picture(page)
        return _Page(
            lines, fields, (edges[1], edges[3]), found.outside, is_scan, is_garbled=is_garbled
        )
    finally:
        text_page.close()
        page.close()


def _has_picture(page: Any) -> bool:  # noqa: ANN401 see _pdfium
    return next(page.get_objects(filter=[_pdfium.FPDF_PAGEOBJ_IMAGE]), None) is not None


def _noted(contents: list[_Page]) -> Iterator[str]:
    """What the text does not hold, in sentences."""
    pages = len(contents)
    scans = sum(page.is_scan for page in contents)
    if scans:
        verb = "is scanned and has" if scans == 1 else "are scanned and have"
        yield f"{scans:,} of {pages:,} pages {verb} no text."
    garbled = sum(page.is_garbled for page in contents)
    if garbled:
        verb = "is garbled and was" if garbled == 1 else "are garbled and were"
        yield f"{garbled:,} of {pages:,} pages {verb} left out; text recognition (OCR) would help."
    damaged = [number for number, page in enumerate(contents, start=1) if page.is_damaged]
    if damaged:
        verb = "is damaged and was" if len(damaged) == 1 else "are damaged and were"
        shown = listed([str(number) for number in damaged[:_MOST_SHOWN]])
        yield f"{len(damaged):,} of {pages:,} pages {verb} left out (page {shown})."
    outside = sum(page.outside for page in contents)
    if outside:
        yield f"{counted(outside, 'line')} outside of what the pages show left out."


def _joined(pages: list[list[str]], note: str) -> Extract:
    """One text; a sentence that goes on over the page is parted by a line end only."""
    text: list[str] = []
    marks: list[PageMark] = []
    length = 0
    for number, page in enumerate(pages, start=1):
        if not page:
            continue
        if text:
            goes_on = page[0][:1].islower() and not _ENDED.search(text[-1])
            text.append("\n" if goes_on else "\n\n")
            length += len(text[-1])
        marks.append(PageMark(length, f"page {number}"))
        text.append("\n\n".join(page))
        length += len(text[-1])
    return Extract("".join(text), tuple(marks), note)
