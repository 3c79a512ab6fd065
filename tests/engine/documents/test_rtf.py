"""The RTF reader: text in the right encoding, tables as rows, and what no one sees left out."""

import pytest

from engine.documents import rtf
from engine.documents.readers import read_document
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}"
    r"{\f2\fcharset128 MS;}}{\colortbl;\red0;}{\stylesheet{\s1 heading;}}{\info{\author X}}"
)


def read(body):
    return rtf.read((HEAD + body + "}").encode("latin-1"))


def text(body):
    return read(body).text


def test_paragraphs_and_characters():
    body = r"\pard One\tab two\line three \emdash\~\{x\}\par\b Four\b0  \'e4\_\\\par"
    assert text(body) == "One\ttwo\nthree —\u00a0{x}\n\nFour ä-\\".replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"\u8216\'91a\u8217 ?b", "‘a’b"),
        (r"{\uc0\u8364}5", "€5"),
        (r"{\uc2\u233\'c3\'a9}t", "ét"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\u-10179?x", "x"),
        (r"\f1 \'cf\'f0\'e8\f0  \'e9", "При é"),
        (r"\f2 \'82\'a0", "あ"),
        (r"\f9 plain", "plain"),
        (r"{\mac \'8a}", "ä"),
        (r"{\ansicpg99999 \'e4}", "ä"),
    ],
)
def test_encodings(body, said):
    assert text(body) == said


def test_mac_line_ends_are_paragraphs():
    assert text("One\\\nTwo") == "One\n\nTwo"


def test_what_no_one_sees_is_left_out_and_hidden_text_told():
    body = (
        r"{\header Top}{\*\unknown{\inner x}}{\pict\bin4 {}{}abc}"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} {\v secret}{\deleted gone}shown"
    )
    found = read(body)
    assert found.text == "link shown"
    assert "hidden" in found.note


def test_tables_become_rows_nested_ones_too():
    rows = (
        r"\pard\intbl Name\cell Age\cell\row"
        r"\pard\intbl Ann\par B.\cell\cell 7\cell\row\pard After\par"
    )
    assert text(rows) == "Name\tAge\nAnn B.\t\t7\n\nAfter"
    nested = (
        r"\pard\intbl\itap2 A\nestcell{\nonesttables\par}B\nestcell{\*\nesttableprops\nestrow}"
        r"{\nonesttables\par}\pard\intbl right\cell\row\pard"
    )
    assert text(nested) == "A\tB\nright"


def test_a_row_that_is_never_ended_is_kept():
    assert text(r"\pard\intbl a\cell b") == "a\tb"


def test_lists_headings_notes_and_boxes():
    body = (
        r"{\outlinelevel0 Lease\par}\pard{\pntext\bullet\tab}one\par{\listtext\bullet\tab}two\par"
        r"\pard Text{\footnote\pard An aside.}.{\*\shpinst{\shptxt Boxed.\par}}\par"
    )
    found = read(body)
    assert found.text == "Lease\n\n•\tone\n•\ttwo\n\nText[1].\n\nBoxed.\n\n[1] An aside."
    assert found.pages == (PageMark(0, "section Lease"),)


def test_a_torn_file_gives_what_is_there():
    assert rtf.read(rb"{\rtf1 Hello{\b  there{\footnote note").text == "Hello there[1]\n\n[1] note"
    assert rtf.read(rb"{\rtf1 a}} b\'zz}").text.startswith("a")


def test_deep_groups_are_refused():
    with pytest.raises(DocumentRefused, match="nested") as caught:
        rtf.read(b"{\\rtf1 " + b"{" * 100_000)
    assert caught.value.status is FileStatus.DAMAGED


def test_another_format_is_named():
    with pytest.raises(DocumentRefused, match="looks like a PDF"):
        rtf.read(b"%PDF-1.4")


def test_what_is_dropped_is_passed_over_whatever_is_in_it():
    inside = r"{\*\blipuid {x}}\bin4 }}}} \{ \\ "
    assert text(r"a{\pict " + inside + r"} b{\*\unknown \'7d{\pict 00}c} d") == "a b d"
    assert text(r"a{\pict 00") == "a"


def test_cells_that_are_only_told_by_their_ends_are_a_table():
    assert text(
        r"Before\par\trowd\cellx1 a\cell b\cell\row\trowd c\cell d\cell\row\pard After"
    ) == ("Before\n\na\tb\nc\td\n\nAfter")
    assert text(r"\trowd cell 1\intbl\cell cell 2\intbl\cell\row") == "cell 1\tcell 2"


def whole(body):
    return read_document(rb"{\rtf1\ansi\ansicpg1252" + body + rb"}", "rtf").text


def test_exponents_are_marked_and_letters_of_symbol_are_told():
    assert whole(rb"\pard 4.2 x 10{\super 6} of H{\sub 2}O\par") == "4.2 x 10^6 of H_2O"
    assert whole(rb"\pard x\super 2\nosupersub  and more\par") == "x^2 and more"
    fonts = rb"{\fonttbl{\f0 Times;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}}\f0 "
    body = rb"Dose 5 {\f1 m}g at 38 {\f1\'b0}C {\f2\'fe} yes "
    body += rb"{\f1\u-4051 ?} {\pntext\f1\'b7\tab}one\par"
    assert whole(fonts + body) == "Dose 5 µg at 38 °C ☑ yes − •\tone"


def test_a_star_inside_of_a_group_is_no_destination():
    assert whole(rb"{\loch\f2\i0\*\cs7\cf0 The first sentence.}\par Second.\par") == (
        "The first sentence.\n\nSecond."
    )
    assert whole(rb"{\*\cs7 Kept.}{\*\unknown7 Dropped.}\par") == "Kept."
    assert whole(rb"{\hich\af0\*\cs12\b The head} {\rtlch\fcs1 \ltrch\*\ds9 and text}\par") == (
        "The head and text"
    )
