"""All readers by format, and the one way to read with them; loaded in the child only."""

from collections.abc import Callable, Sequence
from dataclasses import replace

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
from engine.documents.language import language_of
from engine.documents.normalise import normalise
from engine.errors import DocumentRefused
from engine.records import AS_THE_READER_DECIDES, Extract, FileStatus, ImportOptions

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
MOST_CHARACTERS = 50_000_000
OPTION_READERS: dict[str, Callable[[bytes, ImportOptions], Extract]] = {
    "txt": plain.read,
    "markdown": markdown.read,
    "pdf": pdf.read,
    "xlsx": xlsx.read,
    "html": html.read,
    "csv": csv_table.read,
    "jsonl": jsonl.read,
}


def read_document(
    data: bytes,
    format_name: str,
    options: ImportOptions = AS_THE_READER_DECIDES,
    passwords: Sequence[str] = (),
) -> Extract:
    """The normalised text of a file's bytes; raises `DocumentRefused`.

    `passwords` are tried in turn on a PDF that is protected by one; other formats have none.
    """
    try:
        extract = normalise(_bounded(_read(data, format_name, options, passwords)))
    except MemoryError as error:
        raise DocumentRefused(
            FileStatus.TOO_BIG, "Reading the file takes too much memory; split it and try again."
        ) from error
    if not extract.text:
        raise DocumentRefused(FileStatus.NO_TEXT, "There is no text in the file.")
    return replace(extract, language=language_of(extract.text))


def _bounded(extract: Extract) -> Extract:
    """The same extract; raises `DocumentRefused` (TOO_BIG) if it is more than a project can take.

    A text is stored, indexed and shown as a whole, so what an archive unpacks to counts here too.
    """
    if len(extract.text) > MOST_CHARACTERS:
        raise DocumentRefused(
            FileStatus.TOO_BIG,
            f"The text has {len(extract.text) / 1e6:,.1f} million characters, and the limit is "
            f"{MOST_CHARACTERS / 1e6:,.0f} million; split the file and import the parts.",
        )
    return extract


def _read(
    data: bytes, format_name: str, options: ImportOptions, passwords: Sequence[str]
) -> Extract:
    if format_name == "pdf":
        return pdf.read(data, options, passwords)
    if options != AS_THE_READER_DECIDES and format_name in OPTION_READERS:
        return OPTION_READERS[format_name](data, options)
    return READERS[format_name](data)
