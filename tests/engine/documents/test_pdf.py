"""The PDF reader: paragraphs and page marks, and a reason for every refusal."""

import pytest

from engine.documents import pdf
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
