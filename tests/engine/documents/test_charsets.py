"""Declared charsets are taken as browsers take them."""

import pytest

from engine.documents import eml, html
from engine.documents.charsets import decode_declared

QUOTED = "It isn’t “new” – it costs 5 €."


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (QUOTED, "cp1252", "iso-8859-1"),
        (QUOTED, "cp1252", "Latin1"),
        (QUOTED, "utf-8", "iso-8859-1"),
        (QUOTED, "utf-8", "windows-1252"),
        ("Grüße", "iso-8859-1", "iso-8859-1"),
        ("Işık", "cp1254", "iso-8859-9"),
        ("契約書①", "cp932", "shift_jis"),
        ("合同朱镕基", "gb18030", "gb2312"),
        ("Договор", "koi8_r", "koi8-r"),
    ],
)
def test_text_comes_back(text: str, encoding: str, declared: str):
    assert decode_declared(text.encode(encoding), declared) == text


@pytest.mark.parametrize("name", ["nonsense", "idna", "punycode", "unicode_escape", "zlib", "hex"])
def test_what_is_no_charset_for_text_is_refused(name: str):
    with pytest.raises(LookupError):
        decode_declared(b"text", name)


def test_bytes_that_the_charset_does_not_have_are_an_error():
    with pytest.raises(ValueError, match="decode"):
        decode_declared(b"\xff\xff", "utf-8")


@pytest.mark.parametrize("declared", ["idna", "undefined", "utf-16", "utf-7", "nonsense"])
def test_a_page_that_declares_nonsense_is_read_by_its_bytes(declared: str):
    page = f"<meta charset={declared}><p>Grüße, +AGE- and a label that is {'long' * 40}"
    assert html.read(page.encode()).text == page.partition("<p>")[2]


def test_quotes_of_windows_survive_in_mail_and_pages():
    mail = b"Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n" + QUOTED.encode("cp1252")
    assert eml.read(mail).text.endswith(QUOTED)
    page = b"<meta charset=iso-8859-1><p>" + QUOTED.encode("cp1252")
    assert html.read(page).text == QUOTED
