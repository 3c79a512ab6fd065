"""Which suffix means which format; light, so that a file dialog can ask without any reader."""

from pathlib import Path

from engine.errors import DocumentRefused
from engine.records import FileStatus

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
COLUMN_FORMATS = frozenset(("csv", "jsonl"))  # whose text is a column that can be named
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
