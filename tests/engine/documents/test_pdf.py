"""The PDF reader: paragraphs and page marks, and a reason for every refusal."""

import pytest

from engine.documents import pdf, pdf_page
from engine.documents.readers import read_document
from engine.errors import DocumentRefused
from engine.records import FileStatus, ImportOptions, PageMark
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


def test_a_password_opens_what_it_protects_and_no_other_one_does():
    data = files.protected_pdf(files.lines("The ferry leaves at nine."), "Hafen-7")
    assert "--password-file" in str(refusal(data))
    given = ["", "wrong", "\ud800", "Hafen-7"]
    assert read_document(data, "pdf", passwords=given).text == "The ferry leaves at nine."
    with pytest.raises(DocumentRefused, match="No password that was given") as caught:
        read_document(data, "pdf", passwords=given[:3])
    assert caught.value.status is FileStatus.ENCRYPTED


def test_a_password_with_an_umlaut_opens_too():
    data = files.protected_pdf(files.lines("The ferry leaves at nine."), "Fähre")
    assert read_document(data, "pdf", passwords=["Fähre"]).text == "The ferry leaves at nine."


def test_a_password_is_not_missed_where_there_is_none():
    data = files.pdf(files.lines("The ferry leaves at nine."))
    assert read_document(data, "pdf", passwords=["x"]).text == "The ferry leaves at nine."


def test_a_broken_pdf_after_one_with_a_password_is_not_said_to_have_one():
    assert refusal(files.encrypted_pdf()).status is FileStatus.ENCRYPTED
    assert refusal(files.pdf()).status is not FileStatus.ENCRYPTED


def test_characters_that_pdfium_drops_do_not_shift_the_others():
    drawn = files.lines("a\\000\\000\\000b c", "The other line, and on the same row", leading=20)
    drawn += " " + files.lines("a cell", top=360, left=300)
    text = pdf.read(files.pdf(drawn)).text
    assert text.endswith("The other line, and on the same row a cell")
    assert pdf_page._one_a_unit("a😀b".encode("utf-16-le")) == "a\ud83d\ude00b"


def test_a_torn_pdf_is_damaged():
    refused = refusal(b"%PDF-1.7\n1 0 obj\n<< /Type")
    assert refused.status is FileStatus.DAMAGED
    assert "damaged" in str(refused)


def test_a_damaged_page_costs_itself_and_is_told():
    data = files.pdf(files.lines("One."), files.lines("Two."))
    found = pdf.read(data.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 9 0 R]"))
    assert found.text == "One."
    assert found.note == "1 of 2 pages is damaged and was left out (page 2)."
    refused = refusal(data.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [8 0 R 9 0 R]"))
    assert refused.status is FileStatus.DAMAGED


def test_pages_that_run_in_circles_are_given_up_after_some_thousands(monkeypatch):
    tried = []
    content = pdf._content
    monkeypatch.setattr(pdf, "_content", lambda *page: tried.append(page) or content(*page))
    kids = b"/Kids [4 0 R 6 0 R] /Count 2"
    data = files.pdf(files.lines("One."), files.lines("Two."))
    assert kids in data
    found = pdf.read(data.replace(kids, b"/Kids [4 0 R 2 0 R] /Count 90000"))
    assert found.text == "One."
    assert "89,999 of 90,000 pages are damaged and were left out" in found.note
    assert len(tried) < 3_000


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

    more = ("and it goes on for a while",) * 8
    rows = [("All of it", *more), ("Some of it", *more), ("None of it", *more)]
    data = files.pdf(*(page(number, *row) for number, row in enumerate(rows, start=4)))
    found = pdf.read(data)
    starts = [text.split(" and")[0] for text in found.text.split("\n\n")]
    assert starts == ["All of it", "Some of it", "None of it"]
    assert "3 times “The yearly report” and 3 times “Page 4”" in found.note
    kept = pdf.read(data, ImportOptions(keep_headers=True))
    assert kept.text.count("The yearly report") == 3
    assert not kept.note


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


def test_the_cells_of_a_row_that_is_drawn_at_once_are_told_apart():
    rows = [
        ("Line", "Position", "Meaning"),
        ("18", "60-80", "Net Income"),
        ("19", "12-15", "Staff"),
    ]
    drawn = " ".join(
        f"BT /F 11 Tf 1 0 0 1 20 {350 - 18 * number} Tm "
        f"[({row[0]}) -6000 ({row[1]}) -5000 ({row[2]})] TJ ET"
        for number, row in enumerate(rows)
    )
    assert pdf.read(files.pdf(drawn)).text == "\n".join("\t".join(row) for row in rows)


def test_words_parted_within_a_run_are_no_cells():
    drawn = "BT /F 11 Tf 1 0 0 1 20 350 Tm [(The) -300 (ferry) -300 (leaves)] TJ ET"
    assert pdf.read(files.pdf(drawn)).text == "The ferry leaves"


def test_text_outside_of_the_page_is_left_out_and_told():
    beyond = [files.lines("Beside.", left=500), files.lines("Below.", top=-60)]
    found = pdf.read(files.pdf(" ".join([files.lines("On the page."), *beyond])))
    assert found.text == "On the page."
    assert found.note == "2 lines outside of what the pages show left out."


@pytest.mark.parametrize(
    ("box", "hidden"),
    [
        ("/MediaBox [0 0 400 400] /CropBox [0 100 400 400]", files.lines("Cut off.", top=50)),
        ("/MediaBox [0 0 400 400] /Rotate 90", files.lines("Above.", top=500)),
        ("/MediaBox [0 0 400 350] ", files.lines("Above.", top=380)),
    ],
)
def test_what_the_page_s_boxes_hide_is_left_out_however_they_stand(box, hidden):
    shown = files.lines("On the page.", top=300, left=100)
    data = files.pdf(f"{shown} {hidden}").replace(b"/MediaBox [0 0 400 400]", box.encode())
    found = pdf.read(data)
    assert found.text == "On the page."
    assert found.note == "1 line outside of what the pages show left out."


def test_exponents_are_marked():
    drawn = (
        "BT /F 12 Tf 1 0 0 1 20 350 Tm (It was 4.2 x 10) Tj /F 7 Tf 5 Ts (-6) Tj /F 12 Tf 0 Ts "
        "( of CO) Tj /F 7 Tf -3 Ts (2) Tj /F 12 Tf 0 Ts ( on May 1) Tj /F 7 Tf 5 Ts (st) Tj ET"
    )
    found = read_document(files.pdf(drawn), "pdf").text
    assert found == "It was 4.2 x 10^-6 of CO_2 on May 1st"


@pytest.mark.parametrize("bullet", ["\\225", "-"])
def test_bullets_start_paragraphs(bullet):
    drawn = files.lines(
        "The tenant has these duties in the house", f"{bullet} pay", f"{bullet} keep"
    )
    assert len(pdf.read(files.pdf(drawn)).text.split("\n\n")) == 3


def test_three_columns_drawn_across_are_read_one_after_the_other():
    def row(number):
        return " ".join(
            f"BT /F 6 Tf 1 0 0 1 {20 + 125 * place} {350 - 8 * number} Tm "
            f"({name} column row {number} goes on and) Tj ET"
            for place, name in enumerate(("Left", "Middle", "Right"))
        )

    text = pdf.read(files.pdf(" ".join(map(row, range(8))))).text
    order = [
        text.index(f"{name} column row {n} ")
        for name in ("Left", "Middle", "Right")
        for n in (0, 7)
    ]
    assert order == sorted(order)
    assert "\t" not in text


def test_a_page_of_garbled_text_counts_as_scanned():
    rows = ["43 #/.42!#4 '%.3 /. 4% &234", "!.$ %.$3 !&4%2 47/ 9%!23 5.,%33 ! 0!249"]
    garbled = files.lines(*rows)
    found = pdf.read(files.pdf(files.lines("A page to read."), garbled))
    assert found.text == "A page to read."
    assert found.note.startswith("1 of 2 pages is garbled and was left out; text recognition")
    refused = refusal(files.pdf(garbled))
    assert refused.status is FileStatus.NO_TEXT
    assert "garbled" in str(refused)
    assert "OCR" in str(refused)
