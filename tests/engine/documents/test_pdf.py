"""The PDF reader: paragraphs and page marks, and a reason for every refusal."""

import pytest

from engine.documents import pdf, pdf_page
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark
from tests.engine.documents import files


def refusal(data):
    with pytest.raises(DocumentRefused) as caught:
        pdf.read(data)
    return caught.value


def test_pages_become_paragraphs_with_marks():
    first = files.lines("The ferry leaves at nine from the old", "harbour behind the market.")
    extract = pdf.read(files.pdf(first, "", files.lines("It comes back at noon.")))
    assert extract.text == (
        "The ferry leaves at nine from the old harbour behind the market.\n\nIt comes back at noon."
    )
    assert extract.pages == (PageMark(0, "page 1"), PageMark(66, "page 3"))
    assert extract.text[66:].startswith("It comes")


def test_a_sentence_that_goes_on_over_the_page_is_parted_by_a_line_end_only():
    extract = pdf.read(files.pdf(files.lines("The ferry leaves"), files.lines("at nine.")))
    assert extract.text == "The ferry leaves\nat nine."


def test_a_word_hyphenated_at_the_line_end_is_made_whole():
    extract = pdf.read(files.pdf(files.lines("All passengers need identi-", "fication papers.")))
    assert extract.text == "All passengers need identification papers."


def test_a_scan_has_no_text():
    refused = refusal(files.pdf("0 0 100 100 re f", ""))
    assert refused.status is FileStatus.NO_TEXT
    assert "without a text layer" in str(refused)


def test_a_pdf_without_pages_has_no_text():
    assert refusal(files.pdf()).status in (FileStatus.NO_TEXT, FileStatus.DAMAGED)


def test_a_password_is_told():
    refused = refusal(files.encrypted_pdf())
    assert refused.status is FileStatus.ENCRYPTED
    assert "password" in str(refused)


def test_a_broken_pdf_after_one_with_a_password_is_not_said_to_have_one():
    assert refusal(files.encrypted_pdf()).status is FileStatus.ENCRYPTED
    assert refusal(files.pdf()).status is not FileStatus.ENCRYPTED


def test_characters_that_pdfium_drops_do_not_shift_the_others():
    drawn = files.lines("a\\000\\000\\000b c", "The other line, and on the same row", leading=20)
    drawn += files.lines("a cell", top=360, left=300)
    text = pdf.read(files.pdf(drawn)).text
    assert text.endswith("The other line, and on the same row a cell")
    assert pdf_page._one_a_unit("a😀b".encode("utf-16-le")) == "a\ud83d\ude00b"


def test_a_torn_pdf_is_damaged():
    refused = refusal(b"%PDF-1.7\n1 0 obj\n<< /Type")
    assert refused.status is FileStatus.DAMAGED
    assert "damaged" in str(refused)


def test_a_damaged_page_refuses_the_whole_so_that_nothing_is_missing_unseen():
    data = files.pdf(files.lines("One."), files.lines("Two."))
    refused = refusal(data.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 9 0 R]"))
    assert refused.status is FileStatus.DAMAGED
    assert "Page 2" in str(refused)


def test_another_format_is_named():
    refused = refusal(b"PK\x03\x04 and so on")
    assert refused.status is FileStatus.DAMAGED
    assert "not a PDF: it looks like a ZIP archive" in str(refused)


def widget(kind, name, value, more=""):
    return (
        f"<< /Type /Annot /Subtype /Widget /Rect [20 20 90 40] /FT /{kind} /T ({name}) "
        f"/V {value} {more} >>"
    )


def test_filled_fields_and_typed_notes_follow_their_page():
    widgets = (
        widget("Tx", "first", "(Ann\rLee)", "/TU (First name)"),
        widget("Tx", "empty", "()"),
        widget("Ch", "town", "(Bern)", "/Ff 131072 /Opt [(Bern) (Oslo)]"),
        widget("Btn", "agree", "/Yes", "/AS /Yes /AP << /N << /Yes 3 0 R /Off 3 0 R >> >>"),
        widget("Btn", "other", "/Off", "/AS /Off"),
        widget("Tx", "hidden", "(secret)", "/F 2"),
        "<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (Typed on) >>",
        "<< /Type /Annot /Subtype /Highlight /Rect [0 0 9 9] /Contents (Remark) >>",
    )
    data = files.pdf(files.lines("A form."), files.lines("Page two."), widgets=widgets)
    extract = pdf.read(data)
    assert "First name: Ann\nLee\ntown: Bern" in extract.text
    assert "agree: Yes" in extract.text
    assert "Typed on" in extract.text
    assert not any(word in extract.text for word in ("secret", "Remark", "empty", "other"))
    assert extract.text.endswith("Page two.")


def test_scanned_pages_among_others_are_told():
    image = "q 400 0 0 400 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q"
    extract = pdf.read(files.pdf(files.lines("Text."), image, "", image))
    assert extract.note == "2 of 4 pages are scanned and have no text."
    assert pdf.read(files.pdf(files.lines("Text."), image)).note.startswith("1 of 2 pages is")


def test_running_headers_and_page_numbers_go():
    def page(number, *rows):
        head = files.lines("The yearly report", top=390)
        foot = files.lines(f"Page {number}", top=10)
        return f"{head} {files.lines(*rows, top=340)} {foot}"

    rows = [("All of it", "is true."), ("Some of it", "is new."), ("None of it", "is lost.")]
    data = files.pdf(*(page(number, *row) for number, row in enumerate(rows, start=4)))
    assert pdf.read(data).text == "All of it is true.\n\nSome of it is new.\n\nNone of it is lost."


def test_columns_and_tables_drawn_across_are_told_apart():
    left = (
        "the ferry leaves the harbour",
        "at nine in the morning and",
        "comes to the island before",
        "the market there begins",
    )
    right = (
        "then it goes back with all",
        "who want to be at home for",
        "dinner and it leaves behind",
        "those who want to stay",
    )
    drawn = " ".join(
        f"{files.lines(one, top=300 - 14 * n, left=20, size=10)} "
        f"{files.lines(two, top=300 - 14 * n, left=210, size=10)}"
        for n, (one, two) in enumerate(zip(left, right, strict=True))
    )
    found = pdf.read(files.pdf(drawn)).text
    assert found.replace("\n\n", " ") == " ".join(left + right)
    cells = " ".join(
        files.lines(one, top=300 - 14 * n) + " " + files.lines(two, top=300 - 14 * n, left=210)
        for n, (one, two) in enumerate((("Name", "Age"), ("Ann", "7"), ("Bo", "90")))
    )
    assert pdf.read(files.pdf(cells)).text == "Name\tAge\nAnn\t7\nBo\t90"
