"""Plain text: every usual encoding is read, and bytes that are no text are refused."""

import hashlib

import pytest

from engine.documents import markdown, plain
from engine.errors import DocumentRefused
from engine.records import FileStatus

GERMAN = "Die Straße führt über die Brücke zum Café. “Wirklich”?"
CZECH = "Příští rok přijede žádoucí návštěva, říšský úředník ještě čeká."
RUSSIAN = "Съешь ещё этих мягких французских булок, да выпей чаю."
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("", "utf-8"),
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
        ("café", "latin-1"),
        ("à la carte", "latin-1"),
    ],
)
def test_text_is_read_in(text, encoding):
    assert plain.read(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"".join(hashlib.sha256(bytes([number])).digest() for number in range(60)),
        bytes(range(128, 256)),
        b"\xff",
        b"Hello \xff\xfe\xfd world \x80\x81",
        b"Plain words, then \xff alone.",
        b"Plain words, then \xe9\xe8\xea\xeb\xe9 in a row.",
        b"\xff\xfe\x00\xd8a",
        b"\xff\xfe\xfd\xfc" * 50,
        b"abc\x00def",
        b"\x80\x81\x82\xff invalid \xc3\x28 bytes \xfe\xfa",
    ],
)
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(DocumentRefused) as refused:
        plain.read(data)
    assert refused.value.status is FileStatus.DAMAGED


def test_broken_utf_8_is_told_with_its_place():
    with pytest.raises(DocumentRefused, match="UTF-8 but broken at byte 17"):
        plain.read("Grüße aus Köln".encode() + b"\xff\xfe ok")


def test_another_format_is_named():
    with pytest.raises(DocumentRefused, match="looks like a PNG image"):
        plain.read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_markdown_stays_as_it_stands():
    assert markdown.read(b"# Title\n\n* *item*\n").text == "# Title\n\n* *item*\n"


def test_a_text_from_dos_ends_with_its_sign():
    assert plain.decode(b"Dear Sir,\r\n\x1a") == "Dear Sir,\r\n"


def test_a_printers_code_in_a_long_text_is_forgiven_and_a_row_of_them_is_not():
    assert plain.decode(b"Words of a report. " * 60 + b"\x0e")
    with pytest.raises(DocumentRefused):
        plain.decode(b"Words of a report. " * 60 + b"\x0e" * 9)
