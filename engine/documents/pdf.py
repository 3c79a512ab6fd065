"""Read PDF files with pdfium: the text layer of each page, in paragraphs, with page marks."""

import re
from typing import Any, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

from engine.documents import columns, pdf_form, pdf_page
from engine.documents.furniture import without_furniture
from engine.documents.hyphens import whole
from engine.documents.layout import Line
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
_HEADER_WITHIN = 1024  # the specification lets other bytes stand before the header


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The text of a PDF; raises `DocumentRefused` (DAMAGED, ENCRYPTED, NO_TEXT)."""
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise _damaged(f"This is not a PDF: it looks like {looks_like(data)}")
    document = _open(data)
    try:
        contents = _contents(document)
    finally:
        document.close()
    if not any(lines or fields for lines, fields, _ in contents):
        raise DocumentRefused(
            FileStatus.NO_TEXT,
            "The PDF is scanned or drawn, without a text layer; "
            "run text recognition (OCR) on it and import the result.",
        )
    pages = [lines for lines, _, _ in contents]
    kept = pages if options.keep_headers else without_furniture(pages)
    pages = [
        [*columns.blocks(lines), *fields]
        for lines, (_, fields, _) in zip(kept, contents, strict=True)
    ]
    return _joined(whole(pages), _scanned([is_scan for _, _, is_scan in contents]))


_Content = tuple[list[Line], list[str], bool]


def _open(data: bytes) -> Any:  # noqa: ANN401 see _pdfium
    _forget_last_error()
    try:
        return _helpers.PdfDocument(data)
    except _helpers.PdfiumError as error:
        if error.err_code == _pdfium.FPDF_ERR_PASSWORD:
            raise DocumentRefused(
                FileStatus.ENCRYPTED,
                "The PDF is protected by a password; save a copy without one and import that.",
            ) from error
        raise _damaged("The PDF is damaged and can't be opened") from error


def _forget_last_error() -> None:
    """Have pdfium fail on nothing: of some broken files it says what it said of the last one."""
    _pdfium.FPDF_LoadMemDocument64(b"", 0, None)


def _damaged(reason: str) -> DocumentRefused:
    return DocumentRefused(
        FileStatus.DAMAGED, f"{reason}. Save it again from the program that made it."
    )


def _contents(document: Any) -> list[_Content]:  # noqa: ANN401 see _pdfium
    form = pdf_form.open_form(document)
    try:
        return [_content(document, form, index) for index in range(len(document))]
    finally:
        pdf_form.close_form(form)


def _content(document: Any, form: Any, index: int) -> _Content:  # noqa: ANN401 see _pdfium
    """The lines of a page, what was filled in on it, and whether it is a picture only."""
    try:
        page = document[index]
        text_page = page.get_textpage()
    except _helpers.PdfiumError as error:
        raise _damaged(f"Page {index + 1} of the PDF is damaged") from error
    try:
        lines = pdf_page.lines(text_page)
        fields = pdf_form.fields(page, form)
        return lines, fields, not lines and not fields and _has_picture(page)
    finally:
        text_page.close()
        page.close()


def _has_picture(page: Any) -> bool:  # noqa: ANN401 see _pdfium
    return next(page.get_objects(filter=[_pdfium.FPDF_PAGEOBJ_IMAGE]), None) is not None


def _scanned(are_scans: list[bool]) -> str:
    scans = sum(are_scans)
    if not scans:
        return ""
    verb = "is scanned and has" if scans == 1 else "are scanned and have"
    return f"{scans:,} of {len(are_scans):,} pages {verb} no text."


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
