"""Which suffix means which format; light, so that a file dialog can ask without any reader."""

from pathlib import Path

from engine.errors import DocumentRefused
from engine.records import FileStatus, ImportOptions

SUFFIXES: dict[str, str] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "markdown",
    ".markdown": "markdown",
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ppsx": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".eml": "eml",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
COLUMN_FORMATS = frozenset(("csv", "jsonl", "xlsx"))  # whose text are columns that can be named
ENCODED_FORMATS = frozenset(("txt", "markdown", "html", "csv", "jsonl"))  # bytes of text
PAGED_FORMATS = frozenset(("pdf",))  # with running headers and footers
SUPPORTED = "PDF, DOCX, PPTX, XLSX, HTML, EPUB, ODT, RTF, EML, Markdown, TXT, CSV and JSONL"
_ADVICE = {
    ".doc": "Save it as .docx from Word.",
    ".dot": "Save it as .docx from Word.",
    ".wps": "Save it as .docx from Word.",
    ".ppt": "Save it as .pptx from PowerPoint.",
    ".pps": "Save it as .pptx from PowerPoint.",
    ".xls": "Save it as .xlsx from Excel.",
    ".xlsb": "Save it as .xlsx from Excel.",
    ".odp": "Save it as .pptx from LibreOffice.",
    ".ods": "Save it as .xlsx from LibreOffice.",
    ".pages": "Export it as .docx from Pages.",
    ".numbers": "Export it as .xlsx from Numbers.",
    ".key": "Export it as .pptx from Keynote.",
    ".msg": "Save it as .eml from the mail program.",
    ".json": "Save its records as .jsonl, one a line.",
    ".zip": "Unpack it and import what is inside.",
}


def is_encoding(name: str) -> bool:
    """Whether text can be read in an encoding of this name."""
    try:
        b"ab".decode(name, "replace")  # codecs for other things than text refuse to
    except (LookupError, ValueError):
        return False
    return True


def format_of(path: Path) -> str:
    """The format by suffix; raises `DocumentRefused` (UNSUPPORTED) that names what is supported."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    shown = "".join(letter for letter in suffix if letter.isprintable())
    named = f"Files with the suffix {shown}" if suffix else "Files without a suffix"
    advice = _ADVICE.get(suffix, "Save it as one of these to import it.")
    raise DocumentRefused(
        FileStatus.UNSUPPORTED, f"{named} are not supported; {SUPPORTED} are. {advice}"
    )


def fitting(options: ImportOptions, format_name: str) -> ImportOptions:
    """Of the options those that matter for a format, so that the others make no difference."""
    is_table = format_name in COLUMN_FORMATS
    return ImportOptions(
        keep_headers=options.keep_headers and format_name in PAGED_FORMATS,
        encoding=options.encoding if format_name in ENCODED_FORMATS else "",
        columns=options.columns if is_table else (),
        records=options.records and is_table,
    )
