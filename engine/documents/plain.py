"""Read plain text of any encoding, or refuse bytes that are not text."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from engine.documents.latin import latin_encoding, lists_accents
from engine.documents.plausible import is_littered, reads_like_language
from engine.documents.scripts import script_encoding, wide_encoding
from engine.documents.sniffing import is_plain, looks_like
from engine.errors import DocumentRefused
from engine.records import AS_THE_READER_DECIDES, Extract, FileStatus, ImportOptions

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = (
    ((b"\x1b$)C",), "iso2022_kr"),
    ((b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b(I"), "iso2022_jp_ext"),
    ((b"\x1b$A", b"\x1b$(C", b"\x1b.A", b"\x1b$(D"), "iso2022_jp_2"),
)
_HZ_PART = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_END_OF_FILE = b"\x1a"  # of a text from DOS
_MOST_CHAOS = 0.2  # charset-normalizer's measure of how unlike a language a decoding reads
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SAMPLE_BYTES = 65_536
_NEVER_ON_A_LAPTOP = ["cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140", "johab"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes; `note` says what was guessed."""

    text: str
    note: str = ""


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The text of a plain text file; raises `DocumentRefused` (DAMAGED) if it is no text."""
    found = decoded(data, options.encoding)
    return Extract(found.text, (), found.note)


def decode(data: bytes) -> str:
    """The text of bytes whose encoding nobody chose; raises as `decoded` does."""
    return decoded(data).text


def decoded(data: bytes, encoding: str = "") -> Decoded:
    """Decode by byte order mark, as UTF-8, as UTF-16 without a mark, or by likeness to a language.

    `encoding` is one that the user chose. Raises `DocumentRefused` (DAMAGED) for bytes that are no
    text, or broken in the encoding that is theirs.
    """
    data = data.removesuffix(_END_OF_FILE)
    if encoding:
        return Decoded(_chosen(data, encoding), f"Read as {encoding_name(encoding)}, as chosen.")
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], marked))
    escaped = _escaped_encoding(data)
    if escaped:
        return Decoded(_strict(data, escaped), f"Read as {encoding_name(escaped)}.")
    if not is_plain(data[:_SAMPLE_BYTES]):
        return _wide(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if _MULTIBYTE.search(data) and _is_mostly_utf8(data):
            raise _broken("UTF-8", error.start) from error
    encoding = _guessed(data)
    return Decoded(_strict(data, encoding), _guess_note(encoding))


def encoding_name(encoding: str) -> str:
    """What people call an encoding: "Windows-1252", "KOI8-R"."""
    name = codecs.lookup(encoding).name.replace("_", "-")
    if name.startswith("cp125"):
        return f"Windows-{name[2:]}"
    if name.startswith("mac-"):
        return f"Mac {name[4:].title()}"
    return name.upper().replace("ISO8859", "ISO-8859").replace("ISO2022", "ISO-2022")


def _chosen(data: bytes, encoding: str) -> str:
    for mark, marked in _MARKS:
        if data.startswith(mark) and codecs.lookup(marked).name.startswith(
            codecs.lookup(encoding).name.removesuffix("-sig")
        ):
            return _strict(data[len(mark) :], marked)
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        place = f" (byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise DocumentRefused(
            FileStatus.DAMAGED,
            f"The text is not in {encoding_name(encoding)}, as was chosen{place}; "
            "choose another encoding, or none.",
        ) from error


def _guess_note(encoding: str) -> str:
    return (
        f"Read as {encoding_name(encoding)}, guessed; "
        "if letters look wrong, read it again with the encoding named."
    )


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(encoding.upper(), error.start) from error
    if encoding != "utf-8" and is_littered(text):
        raise _no_encoding()
    return text


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark shows by zeros on one side only, or by letters of one script."""
    sample = data[:_SAMPLE_BYTES]
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if pairs and max(even, odd) > pairs * 0.4 and min(even, odd) < pairs * 0.05:
        encoding = "utf-16-be" if even > odd else "utf-16-le"
        return Decoded(_strict(data, encoding), _guess_note(encoding))
    encoding = wide_encoding(sample) or _quadruple(sample)
    if encoding:
        return Decoded(_strict(data, encoding), _guess_note(encoding))
    raise DocumentRefused(
        FileStatus.DAMAGED,
        f"This is not text: it looks like {looks_like(sample)}. "
        "Give it the suffix of its real format, or leave it out.",
    )


def _quadruple(sample: bytes) -> str:
    """UTF-32 without a mark: no letter needs the highest of its four bytes, few the next."""
    if len(sample) % 4 or not sample:
        return ""
    little = not any(sample[3::4]) and sample[2::4].count(0) * 10 > len(sample[2::4]) * 9
    big = not any(sample[::4]) and sample[1::4].count(0) * 10 > len(sample[1::4]) * 9
    return "" if little == big else "utf-32-le" if little else "utf-32-be"


def _escaped_encoding(data: bytes) -> str:
    """ISO-2022 and HZ say by escape sequences which characters follow, in bytes of ASCII only."""
    if not data.isascii():
        return ""
    if _is_hz(data):
        return "hz"
    for sequences, encoding in _ESCAPES:
        if any(sequence in data for sequence in sequences):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return ""


def _is_hz(data: bytes) -> bool:
    """Chinese between "~{" and "~}", which programs write too, but not around pairs of letters."""
    parts = _HZ_PART.findall(data)
    if not parts or len(parts) != data.count(b"~{"):
        return False
    try:
        text = b"".join(parts).decode("hz")
    except UnicodeDecodeError:
        return False
    return all("\u3000" <= letter <= "\u9fff" or "\uff01" <= letter <= "\uff5e" for letter in text)


def _is_mostly_utf8(data: bytes) -> bool:
    """Most of the bytes beyond ASCII form sound UTF-8, so it is no other encoding."""
    beyond = sum(byte > 127 for byte in data)
    sound = sum(len(match[0]) for match in _MULTIBYTE.finditer(data))
    return sound * 2 > beyond


def _guessed(data: bytes) -> str:
    """The encoding in which the bytes read like a language; raises `DocumentRefused`."""
    for encoding in (latin_encoding(data), script_encoding(data)):
        text = data.decode(encoding, "replace") if encoding else "\ufffd"
        if "\ufffd" not in text and reads_like_language(text):
            return encoding
    wide = wide_encoding(data[:_SAMPLE_BYTES])
    if wide:
        return wide
    if lists_accents(data[:_SAMPLE_BYTES]):
        return "cp1252"
    best = from_bytes(data, cp_exclusion=_NEVER_ON_A_LAPTOP).best()
    if best is not None and best.chaos <= _MOST_CHAOS and reads_like_language(str(best)):
        return best.encoding
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
