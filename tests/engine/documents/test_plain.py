"""Plain text: every usual encoding is read, and bytes that are no text are refused."""

import hashlib

import pytest

from engine.documents import markdown, plain
from engine.errors import DocumentRefused
from engine.records import FileStatus, ImportOptions

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


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "cp866", "iso8859-5"])
def test_one_russian_sentence_is_enough(encoding):
    text = "Договор вступает в силу с момента подписания."
    assert plain.decode(text.encode(encoding)) == text


def test_ukrainian_and_hebrew_are_not_taken_for_russian():
    ukrainian = "Договір набирає чинності з дня підписання, її умови є обов'язковими."
    assert plain.decode(ukrainian.encode("koi8-u")) == ukrainian
    hebrew = "ההסכם ייכנס לתוקף ביום החתימה. הצדדים אחראים."
    assert plain.decode(hebrew.encode("cp1255")) == hebrew


@pytest.mark.parametrize(
    "encoding", ["euc-jp", "shift_jis", "iso2022-jp", "utf-16-le", "utf-16-be"]
)
def test_one_japanese_sentence_is_enough(encoding):
    assert plain.decode(JAPANESE.encode(encoding)) == JAPANESE


def test_korean_and_chinese_are_read_without_a_mark():
    for text in ("한국어 문서입니다. 표시가 없습니다.", "中文文本，没有标记。\n第二行在这里。"):
        for encoding in ("utf-16-le", "utf-16-be"):
            assert plain.decode(text.encode(encoding)) == text
    assert plain.decode("한국어 문서입니다.".encode("iso2022_kr")) == "한국어 문서입니다."


def test_words_of_accented_letters_alone_are_read_beside_others():
    assert plain.decode("## können können\n\näöüß\n".encode("cp1252")).endswith("äöüß\n")


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("Grüße".encode(), ""),
        ("Grüße".encode("utf-16"), ""),
        ("Grüße aus Köln".encode("cp1252"), "Read as Windows-1252, guessed"),
        (RUSSIAN.encode("koi8-r"), "Read as KOI8-R, guessed"),
        (JAPANESE.encode("iso2022-jp"), "Read as ISO-2022-JP"),
        (JAPANESE.encode("utf-16-le"), "Read as UTF-16-LE, guessed"),
        ("The tenant pays.".encode("utf-16-be"), "Read as UTF-16-BE, guessed"),
        ("合同自签字之日起生效。".encode("hz"), "Read as HZ."),
        (b'(format t "~{~a~^, ~}" list)', ""),
    ],
)
def test_what_was_guessed_is_told(data, note):
    found = plain.read(data).note
    assert found.startswith(note)
    assert bool(found) == bool(note)


def test_an_encoding_that_was_chosen_is_taken_or_refused():
    chosen = ImportOptions(encoding="cp1250")
    found = plain.read(b"\xf8\xe8", chosen)
    assert (found.text, found.note) == ("řč", "Read as Windows-1250, as chosen.")
    assert plain.read("é".encode("utf-16"), ImportOptions(encoding="utf-16-le")).text == "é"
    assert markdown.read(b"# \xf8", chosen).text == "# ř"
    with pytest.raises(DocumentRefused, match=r"not in UTF-8, as was chosen \(byte 0\); choose"):
        plain.read(b"\xf8", ImportOptions(encoding="utf-8"))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "mac_cyrillic",
            "Договор аренды заключён между сторонами. Арендная плата вносится вовремя.",
        ),
        ("cp1251", "Договорът за наем е сключен между страните. Наемът се плаща всеки месец."),
        ("cp874", "สัญญาเช่าทำขึ้นระหว่างคู่สัญญา ค่าเช่าชำระภายในวันที่ห้าของทุกเดือน"),
        ("utf-16-le", "Привет мир"),
        ("utf-16-be", "Η σύμβαση μίσθωσης συνήφθη μεταξύ των μερών."),
        ("utf-16-le", "يدفع الإيجار حتى اليوم الخامس من كل شهر."),
        ("utf-32-le", "Der Mietvertrag, 5 € für Größe."),
        ("utf-32-be", "賃料は毎月五日までに支払う。"),
    ],
)
def test_other_scripts_are_told_and_the_guess_is_noted(encoding, text):
    found = plain.read(text.encode(encoding))
    assert found.text == text
    assert found.note.startswith("Read as ")
