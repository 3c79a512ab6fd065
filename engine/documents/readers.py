"""All readers by format, and the one way to read with them; loaded in the child only."""

from collections.abc import Callable

from engine.documents import (
    csv_table,
    docx,
    eml,
    epub,
    html,
    jsonl,
    markdown,
    odt,
    pdf,
    plain,
    pptx,
    rtf,
    xlsx,
)
from engine.documents.normalise import normalise
from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus

READERS: dict[str, Callable[[bytes], Extract]] = {
    "txt": plain.read,
    "markdown": markdown.read,
    "pdf": pdf.read,
    "docx": docx.read,
    "pptx": pptx.read,
    "xlsx": xlsx.read,
    "html": html.read,
    "epub": epub.read,
    "odt": odt.read,
    "rtf": rtf.read,
    "eml": eml.read,
    "csv": csv_table.read,
    "jsonl": jsonl.read,
}
COLUMN_READERS: dict[str, Callable[[bytes, str], Extract]] = {
    "csv": csv_table.read,
    "jsonl": jsonl.read,
}


def read_document(data: bytes, format_name: str, column: str = "") -> Extract:
    """The normalised text of a file's bytes; raises `DocumentRefused`.

    `column` names the text column of a CSV or JSONL file; the others have none.
    """
    try:
        extract = normalise(_read(data, format_name, column))
    except MemoryError as error:
        raise DocumentRefused(
            FileStatus.TOO_BIG, "Reading the file takes too much memory; split it and try again."
        ) from error
    if not extract.text:
        raise DocumentRefused(FileStatus.NO_TEXT, "There is no text in the file.")
    return extract


def _read(data: bytes, format_name: str, column: str) -> Extract:
    if column and format_name in COLUMN_READERS:
        return COLUMN_READERS[format_name](data, column)
    return READERS[format_name](data)
