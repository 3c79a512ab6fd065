"""Say what a file's bytes look like, only so that a refusal can be a better sentence."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"GGUF", "a GGUF model"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
)
_CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 127))  # but tabs, ends, escape
_PLAIN_FOR_A_CONTROL = 500
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def looks_like(data: bytes) -> str:
    """What the bytes are by their first ones ("a PDF"), for a sentence; never empty."""
    for signature, description in _SIGNATURES:
        if data.startswith(signature):
            return description
    if data.startswith(OLE):
        return "an Office document of the older kind (.doc, .xls, .ppt)"
    start = data[:1024].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return "plain text" if is_plain(data[:4096]) else "something else"


def is_encrypted_office(data: bytes) -> bool:
    """An Office document with a password: an OLE container around an encrypted package."""
    return data.startswith(OLE) and _ENCRYPTED_OFFICE in data


def is_plain(data: bytes) -> bool:
    """There is no zero byte, and hardly any other that text in an ASCII-like encoding never holds.

    A few are in old texts: printers' codes, and the sign with which DOS ended a file.
    """
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return 0 not in data and controls <= len(data) // _PLAIN_FOR_A_CONTROL
