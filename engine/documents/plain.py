"""Read plain text of any encoding, or refuse bytes that are not text."""

import codecs
import re

from charset_normalizer import from_bytes

from engine.documents.latin import latin_encoding
from engine.documents.plausible import is_littered, reads_like_language
from engine.documents.sniffing import is_plain, looks_like
from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_END_OF_FILE = b"\x1a"  # of a text from DOS
_MOST_CHAOS = 0.2  # charset-normalizer's measure of how unlike a language a decoding reads
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SAMPLE_BYTES = 65_536
_NEVER_ON_A_LAPTOP = ["cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140", "johab"]


def read(data: bytes) -> Extract:
    """The text of a plain text file; raises `DocumentRefused` (DAMAGED) if it is no text."""
    return Extract(decode(data))


def decode(data: bytes) -> str:
    """Decode by byte order mark, as UTF-8, as UTF-16 without a mark, or by likeness to a language.

    Raises `DocumentRefused` (DAMAGED) for bytes that are no text, or UTF-8 with broken places.
    """
    data = data.removesuffix(_END_OF_FILE)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if not is_plain(data[:_SAMPLE_BYTES]):
        return _strict(data, _wide_encoding(data[:_SAMPLE_BYTES]))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _MULTIBYTE.search(data) and _is_mostly_utf8(data):
            raise _broken("UTF-8", error.start) from error
        return _guess(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(encoding.upper(), error.start) from error
    if encoding != "utf-8" and is_littered(text):
        raise _no_encoding()
    return text


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark shows by zeros on one side only; anything else is binary."""
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if pairs and max(even, odd) > pairs * 0.4 and min(even, odd) < pairs * 0.05:
        return "utf-16-be" if even > odd else "utf-16-le"
    raise DocumentRefused(
        FileStatus.DAMAGED,
        f"This is not text: it looks like {looks_like(sample)}. "
        "Give it the suffix of its real format, or leave it out.",
    )


def _is_mostly_utf8(data: bytes) -> bool:
    """Most of the bytes beyond ASCII form sound UTF-8, so it is no other encoding."""
    beyond = sum(byte > 127 for byte in data)
    sound = sum(len(match[0]) for match in _MULTIBYTE.finditer(data))
    return sound * 2 > beyond


def _guess(data: bytes) -> str:
    latin = latin_encoding(data)
    text = data.decode(latin, "replace") if latin else "\ufffd"
    if "\ufffd" not in text and reads_like_language(text):
        return text
    best = from_bytes(data, cp_exclusion=_NEVER_ON_A_LAPTOP).best()
    if best is not None and best.chaos <= _MOST_CHAOS and reads_like_language(str(best)):
        return str(best)
    raise _no_encoding()


def _no_encoding() -> DocumentRefused:
    return DocumentRefused(
        FileStatus.DAMAGED,
        "These bytes are not text in any encoding this application knows; "
        "save the file as UTF-8 and import it again.",
    )


def _broken(encoding: str, position: int) -> DocumentRefused:
    return DocumentRefused(
        FileStatus.DAMAGED,
        f"The text is {encoding} but broken at byte {position:,}; "
        "save it again as UTF-8 from the program that made it.",
    )
