"""Hostile files, made here, through the real child: each ends with a reason, none with the reader.

The sizes are small enough for a busy computer; what is tested is that no bomb goes off.
"""

import struct
import sys
import zlib

import pytest

from engine.documents.reading import Reader
from engine.errors import DocumentRefused
from engine.records import FileStatus
from tests.engine.documents import files

REFUSED = (FileStatus.DAMAGED, FileStatus.TOO_BIG, FileStatus.TIMED_OUT, FileStatus.NO_TEXT)


@pytest.fixture(scope="module")
def reader():
    with Reader(timeout_seconds=60) as made:
        yield made


def flate_bomb(layers=1, size=100_000_000):
    data = zlib.compress(b" " * size, 9)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    filters = "/FlateDecode " * layers
    body = f"<< /Length {len(data)} /Filter [{filters}] >>\nstream\n"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        body + data.decode("latin-1") + "\nendstream",
    ]
    return files.with_table(objects)


def page_loop():
    return files.with_table(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 /Parent 2 0 R >>",
            "<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>",
        ]
    )


def form_loop():
    """A page whose drawing draws itself, and forms that double at each level."""
    resources = "/Resources << /XObject << /A 5 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R {resources} >>",
        "<< /Length 5 >>\nstream\n/A Do\nendstream",
    ]
    for number in range(5, 26):
        inner = f"/Resources << /XObject << /A {number + 1 if number < 25 else 5} 0 R >> >>"
        form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        objects.append(f"<< {form} {inner} /Length 11 >>\nstream\n/A Do /A Do\nendstream")
    return files.with_table(objects)


def deep_array():
    return files.with_table([f"<< /Type /Catalog /Pages 2 0 R /X {'[' * 200_000} >>", "<< >>"])


def huge_count():
    data = files.pdf("0 0 9 9 re f")
    return data.replace(b"/Count 1 ", b"/Count 2147483647 ")


def overlapping_zip():
    data = bytearray(files.docx(files.paragraph("x") * 500))
    place = data.find(b"PK\x01\x02")
    first = data.find(b"PK\x01\x02", place + 4)
    struct.pack_into("<L", data, first + 42, 0)
    return bytes(data)


def many_parts():
    return files.zipped({f"word/{number}.xml": b"" for number in range(12_000)})


def deep_mime():
    return b"Subject: x\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(3_000)
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><x>&l9;</x>'
XXE = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/hostname">]><x><p>&s;</p></x>'
RELS = files.relations(officeDocument="word/document.xml")


def word(xml):
    return files.zipped({"_rels/.rels": RELS, "word/document.xml": xml})


BOMBS = {
    "flate.pdf": flate_bomb,
    "flates.pdf": lambda: flate_bomb(layers=3),
    "loop.pdf": page_loop,
    "forms.pdf": form_loop,
    "arrays.pdf": deep_array,
    "count.pdf": huge_count,
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "nulls.pdf": lambda: b"%PDF-1.7\n" + bytes(1_000_000),
    "zeros.docx": lambda: word(b"\0" * 30_000_000),
    "laughs.docx": lambda: word(LAUGHS),
    "xxe.docx": lambda: word(XXE),
    "deep.docx": lambda: word("<w:p xmlns:w='w'>" * 100_000),
    "tables.docx": lambda: files.docx("<w:tbl><w:tr><w:tc>" * 10_000),
    "overlap.docx": overlapping_zip,
    "parts.docx": many_parts,
    "up.docx": lambda: files.zipped({"../../x": "x", "_rels/.rels": RELS}),
    "laughs.xlsx": lambda: files.xlsx("", sharedStrings=LAUGHS),
    "deep.pptx": lambda: files.pptx(files.slide("<p:grpSp>" * 50_000)),
    "nested.epub": lambda: files.zipped({"a.epub": files.zipped({"b": b"\0" * 1_000_000})}),
    "laughs.epub": lambda: files.zipped({"META-INF/container.xml": LAUGHS}),
    "laughs.odt": lambda: files.zipped({"content.xml": LAUGHS}),
    "groups.rtf": lambda: b"{\\rtf1 " + b"{" * 1_000_000,
    "deep.html": lambda: b"<div>" * 100_000 + b"text",
    "mime.eml": deep_mime,
    "deep.jsonl": lambda: b'{"a":' * 100_000,
    "noise.csv": lambda: bytes(range(128, 256)) * 100,
    "half.txt": lambda: "Grüße".encode("utf-16") * 3 + b"\xff",
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_goes_off(reader, tmp_path, name):
    (tmp_path / name).write_bytes(BOMBS[name]())
    with pytest.raises(DocumentRefused) as caught:
        reader.read(tmp_path / name)
    assert caught.value.status in REFUSED
    assert "hostname" not in str(caught.value)
    (tmp_path / "after.txt").write_text("The reader is well.")
    assert reader.read(tmp_path / "after.txt").text == "The reader is well."


HARMLESS = {
    "laughs.html": ((LAUGHS + "<p>Safe.").encode, "Safe."),
    "xxe.html": ((XXE + "<p>Safe.").encode, "Safe."),
    "entities.html": (lambda: b"<p>" + b"&amp;" * 100_000, "&" * 100_000),
    "bin.rtf": (lambda: rb"{\rtf1 a\bin99999999999 b}", "a"),
    "unicode.rtf": (lambda: rb"{\rtf1\uc999999999 \u8217 abc}", "’"),
    "header.eml": (lambda: b"Subject: " + b"a, " * 200_000 + b"\n\nbody", "body"),
    "words.eml": (lambda: b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nbody", "body"),
    "quotes.csv": (lambda: b'a,b\n"' + b"x\n" * 100_000, "x"),
    "wide.csv": (lambda: b"," * 500_000 + b"\nend", "end"),
    "spaces.txt": (lambda: b" " * 5_000_000 + b"end", "end"),
    "lines.txt": (lambda: b"\n \n" * 1_000_000 + b"end", "end"),
    "marks.txt": (("a" + "\u0301" * 100_000 + " end").encode, "end"),
    "bidi.txt": ("a\u202eb\u2066c\u200b end".encode, "abc end"),
    "hashes.md": (lambda: b"#" * 1_000_000 + b"\n# end", "end"),
    "comment.html": (lambda: b"<!--" * 100_000 + b"--><p>end", "end"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_a_bomb_is_read(reader, tmp_path, name):
    make, said = HARMLESS[name]
    (tmp_path / name).write_bytes(make())
    assert said in reader.read(tmp_path / name).text


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
def test_a_file_with_a_name_of_control_characters_is_read(reader, tmp_path):
    path = tmp_path / "a\n\u202etxt.exe\x1b[31m.txt"
    path.write_text("Still text.")
    assert reader.read(path).text == "Still text."
