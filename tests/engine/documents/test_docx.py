"""The Word reader: what Word shows is kept, what it hides is not, and nothing can blow up."""

import zipfile
from io import BytesIO

import pytest

from engine.documents import archive, docx
from engine.documents.readers import read_document
from engine.documents.sniffing import OLE
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark
from tests.engine.documents import files
from tests.engine.documents.files import paragraph

LISTED = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def text(body, **parts):
    return docx.read(files.docx(body, **parts)).text


def refusal(data):
    with pytest.raises(DocumentRefused) as caught:
        docx.read(data)
    return caught.value


def cell(content):
    return f"<w:tc>{content}</w:tc>"


def run(content):
    return f"<w:r>{content}</w:r>"


def test_paragraphs_are_parted_by_a_blank_line():
    assert text(paragraph("One.") + paragraph("") + paragraph("Two.")) == "One.\n\nTwo."


def test_tabs_and_breaks_inside_a_run_count_and_tab_stops_do_not():
    stops = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
    inside = run("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>")
    assert text(f"<w:p>{stops}{inside}</w:p>") == "a\tb\nc-"


def test_short_list_items_follow_each_other_and_long_ones_are_paragraphs():
    long = "The tenant pays the rent. " * 10
    items = paragraph("pay", LISTED) + paragraph("sign", LISTED) + paragraph(long, LISTED)
    assert text(items) == f"pay\nsign\n\n{long.strip()}"


def test_a_numbered_heading_is_no_list_item_whatever_the_language_of_its_style():
    styles = (
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    )
    heading = paragraph("Rent", f'<w:pStyle w:val="berschrift1"/>{LISTED}')
    assert text(paragraph("x", LISTED) + heading, styles=styles) == "x\n\nRent"


def test_a_table_becomes_rows_with_tabs_and_empty_rows_vanish():
    first = cell(paragraph("Name") + paragraph("(first)")) + cell(paragraph("Age"))
    rows = (first, cell(paragraph("")) * 2, cell(paragraph("Ann")) + cell(paragraph("7")))
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert text(paragraph("Who:") + table) == "Who:\n\nName (first)\tAge\nAnn\t7"


def test_a_text_box_follows_its_paragraph_and_its_older_copy_is_left_out():
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('<w:t>Before </w:t>' + drawing + '<w:t>after.</w:t>')}</w:p>"
    assert text(body) == "Before after.\n\nIn the box."


def test_tracked_insertions_stay_and_deletions_and_moves_away_go():
    body = (
        f"<w:p><w:ins>{run('<w:t>New. </w:t>')}</w:ins>"
        f"<w:del>{run('<w:delText>Old. </w:delText>')}</w:del>"
        f"<w:moveFrom>{run('<w:t>Moved. </w:t>')}</w:moveFrom>"
        f"<w:moveTo>{run('<w:t>Moved.</w:t>')}</w:moveTo></w:p>"
    )
    assert text(body) == "New. Moved."


def test_hidden_text_and_field_codes_go():
    hidden = run("<w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t>")
    shown = run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t>')
    code = run("<w:instrText>PAGE</w:instrText>")
    assert text(f"<w:p>{hidden}{shown}{code}</w:p>") == "shown"


def test_content_controls_stay_and_their_placeholders_go():
    full = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Ann')}</w:sdtContent></w:sdt>"
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{paragraph('Click here')}</w:sdtContent></w:sdt>"
    )
    assert text(empty + full) == "Ann"


def test_formulas_can_be_read_aloud():
    top, below = (f"<m:r><m:t>{letter}</m:t></m:r>" for letter in "xy")
    fraction = f"<m:f><m:num>{top}</m:num><m:den>{below}</m:den></m:f>"
    assert text(f"<w:p><m:oMath>{fraction}</m:oMath></w:p>") == "x/y"


def test_notes_stand_at_the_end_by_number():
    first = run("<w:t>Rent</w:t><w:footnoteReference w:id='2'/>")
    second = run("<w:t> is due</w:t><w:endnoteReference w:id='1'/>")
    body = f"<w:p>{first}{second}</w:p>"
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("In euros.")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="1">{paragraph("Monthly.")}</w:endnote>'
    found = text(body, footnotes=footnotes, endnotes=endnotes)
    assert found == "Rent[1] is due[2]\n\n[1] In euros.\n\n[2] Monthly."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "no Word document: it looks like a PDF"),
        (b"Dear all,", "no Word document: it looks like plain text"),
        (OLE, "older kind"),
        (files.zipped({"a.txt": "x"}), "a ZIP archive without a document"),
        (files.zipped({"_rels/.rels": files.relations(styles="x")}), "without a document"),
        (
            files.zipped({"_rels/.rels": files.relations(officeDocument="x.xml")}),
            "without a document",
        ),
        (files.docx("", root="workbook"), "its main part is a workbook"),
        (files.docx("")[:-30], "the ZIP archive inside is torn"),
        (files.docx("<w:p>"), "its XML is torn"),
    ],
)
def test_what_only_pretends_to_be_a_document_is_damaged(data, said):
    refused = refusal(data)
    assert refused.status is FileStatus.DAMAGED
    assert said in str(refused)


def test_a_document_type_is_refused_before_an_entity_can_grow():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    rels = files.relations(officeDocument="word/document.xml")
    refused = refusal(files.zipped({"_rels/.rels": rels, "word/document.xml": bomb}))
    assert refused.status is FileStatus.DAMAGED
    assert "declares entities" in str(refused)


def test_a_part_with_a_broken_checksum_is_damaged():
    data = bytearray(files.docx(paragraph("Hello.") * 50))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo("word/document.xml")
    data[info.header_offset + 30 + len(info.filename) + 20] ^= 0xFF
    refused = refusal(bytes(data))
    assert refused.status is FileStatus.DAMAGED
    assert "can't be unpacked" in str(refused)


OFFICE_WITH_PASSWORD = OLE + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize("data", [OFFICE_WITH_PASSWORD, files.flagged_encrypted(files.docx(""))])
def test_a_password_is_told(data):
    assert refusal(data).status is FileStatus.ENCRYPTED


def test_a_zip_bomb_stops_at_the_limit(monkeypatch):
    monkeypatch.setattr(archive, "PART_LIMIT_BYTES", 10_000)
    refused = refusal(files.docx(paragraph("x" * 20_000)))
    assert refused.status is FileStatus.TOO_BIG


def test_the_limit_holds_for_all_parts_together(monkeypatch):
    monkeypatch.setattr(archive, "TOTAL_LIMIT_BYTES", 4_000)
    styles = "<w:style/>" * 100
    assert refusal(files.docx(paragraph("x" * 2_000), styles=styles)).status is FileStatus.TOO_BIG


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="decimalZero"/><w:lvlText w:val="%4"/></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="none"/><w:lvlText w:val="%5§"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def item(content, list_id, level=0):
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(content, number)


def test_list_numbers_are_counted_as_word_counts_them():
    body = (
        item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1, 2) + item("e", 1, 3)
        + item("f", 1, 4) + item("g", 1) + item("h", 1, 1) + item("i", 3) + item("", 3)
        + item("j", 3) + item("k", 2) + item("l", 9) + item("m", 1, 8)
    )  # fmt: skip
    assert text(body, numbering=NUMBERING).split("\n") == [
        "3. a", "3.a) b", "3.b) c", "(I) d", "01 e", "§ f", "4. g", "4.a) h", "1. i", "3. j",
        "• k", "l", "m",
    ]  # fmt: skip


def test_a_style_can_number_its_paragraphs_and_make_them_headings():
    styles = (
        '<w:style w:styleId="H"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="Odd"><w:name w:val="Odd"/><w:basedOn w:val="Odd"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    body = paragraph("Rent", '<w:pStyle w:val="Mine"/>') + paragraph(
        "Text.", '<w:pStyle w:val="Odd"/>'
    )
    unnumbered = paragraph("Annex", '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = docx.read(files.docx(body + unnumbered, styles=styles, numbering=NUMBERING))
    assert found.text == "3. Rent\n\nText.\n\nAnnex"
    assert found.pages == (PageMark(0, "section 3. Rent"), PageMark(16, "section Annex"))


def test_an_outline_level_makes_a_heading_and_a_changed_style_is_not_read():
    change = '<w:pPrChange><w:pPr><w:pStyle w:val="Old"/></w:pPr></w:pPrChange>'
    heading = paragraph("x" * 100, f'<w:outlineLvl w:val="0"/>{change}')
    assert docx.read(files.docx(heading)).pages == (PageMark(0, f"section {'x' * 79}…"),)


def test_a_cell_over_columns_keeps_the_rows_in_line():
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("Both")}</w:tc>'
    odd = f'<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr>{paragraph("One")}</w:tc>'
    table = f"<w:tbl><w:tr>{wide}{odd}</w:tr></w:tbl>"
    assert text(table) == "Both\t\tOne"


def test_hidden_text_is_told():
    hidden = run("<w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t>")
    assert "hidden" in docx.read(files.docx(f"<w:p>{hidden}</w:p>{paragraph('x')}")).note


def test_a_very_large_roman_number_is_shown_plain():
    many = NUMBERING.replace('<w:start w:val="3"/><w:numFmt w:val="decimal"/>',
                             '<w:start w:val="4000"/><w:numFmt w:val="lowerRoman"/>')  # fmt: skip
    assert text(item("a", 1), numbering=many) == "4000. a"


@pytest.mark.parametrize(
    "inner",
    [
        "<w:p><w:r><w:p><w:r><w:t>x</w:t></w:r></w:p></w:r></w:p>",
        "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></w:r></w:p>",
        "<w:p><w:pPr><w:tbl><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tbl></w:pPr></w:p>",
    ],
)
def test_elements_in_odd_places_are_no_crash(inner):
    assert docx.read(files.docx(inner)).text == "x"


def test_elements_where_they_cannot_stand_are_told():
    note = "<w:tbl><w:footnote>{}</w:footnote></w:tbl>"
    with pytest.raises(DocumentRefused, match="elements where they can't stand"):
        docx.read(files.docx(note.format(files.paragraph("x"))))


def whole(body, **parts):
    return read_document(files.docx(body, **parts), "docx")


def typed(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_exponents_and_indices_are_marked_where_they_carry_meaning():
    up, down = (f'<w:vertAlign w:val="{side}script"/>' for side in ("super", "sub"))
    body = typed("4.2 x 10") + typed("-", up) + typed("6", up) + typed(" of H") + typed("2", down)
    body += typed("O on the 1") + typed("st", up) + typed(" of May")
    assert whole(f"<w:p>{body}</w:p>").text == "4.2 x 10^-6 of H_2O on the 1st of May"


def test_letters_raised_by_a_position_or_a_style_are_exponents():
    sheet = (
        '<w:style w:type="character" w:styleId="Hoch"><w:basedOn w:val="Oben"/></w:style>'
        '<w:style w:type="character" w:styleId="Oben"><w:rPr><w:vertAlign w:val="superscript"/>'
        "</w:rPr></w:style>"
    )
    body = typed("10") + typed("6", '<w:position w:val="6"/>') + typed(" m")
    body += typed("3", '<w:rStyle w:val="Hoch"/>') + typed(" CO")
    body += typed("2", '<w:position w:val="-4"/>') + typed(" set", '<w:position w:val="1"/>')
    assert whole(f"<w:p>{body}</w:p>", styles=sheet).text == "10^6 m^3 CO_2 set"


def test_a_sign_of_a_font_that_nobody_knows_is_not_taken_for_a_greek_letter():
    body = "".join(
        f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
        for font, code in [("House Logo", "F041"), ("Arial", "00E9"), ("Wingdings 3", "F07D")]
    )
    found = whole(f"<w:p>{body}</w:p>")
    assert found.text == "\ue041é▸"
    assert found.note == "1 sign of private fonts could not be told."


def test_signs_of_symbol_and_wingdings_are_told():
    signs = [("Wingdings", "F0FE"), ("Symbol", "F0B0"), ("Symbol", "F06D"), ("Unknown", "F0FF")]
    body = "".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in signs)
    body += typed("b", '<w:rFonts w:ascii="Symbol"/>')
    found = whole(f"<w:p>{body}</w:p>")
    assert found.text == "☑°µ\uf0ffβ"
    assert found.note == "1 sign of private fonts could not be told."


def test_how_a_word_is_spoken_stands_behind_it():
    word = f"<w:rubyBase>{typed('東京')}</w:rubyBase>"
    ruby = f"<w:ruby><w:rt>{typed('とうきょう')}</w:rt>{word}</w:ruby>"
    assert (
        whole(f"<w:p>{typed('在')}<w:r>{ruby}</w:r>{typed('は')}</w:p>").text
        == "在東京(とうきょう)は"
    )


def test_charts_diagrams_and_embedded_pages_are_read_in_their_place():
    chart = (
        '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:title><c:tx><c:rich><a:p><a:r><a:t>Revenue</a:t>'
        "</a:r></a:p></c:rich></c:tx></c:title><c:ser><c:tx><c:v>Euro</c:v></c:tx>"
        '<c:cat><c:pt idx="0"><c:v>2023</c:v></c:pt><c:pt idx="1"><c:v>2024</c:v></c:pt></c:cat>'
        '<c:val><c:pt idx="0"><c:v>4200</c:v></c:pt><c:pt idx="1"><c:v>0.1</c:v></c:pt></c:val>'
        "</c:ser></c:chartSpace>"
    )
    diagram = (
        '<d:m xmlns:d="d" xmlns:a="a"><d:pt><a:p><a:r><a:t>Step</a:t></a:r></a:p></d:pt></d:m>'
    )
    body = (
        '<w:p><w:r><w:drawing><w:chart xmlns:r="r" r:id="chart"/></w:drawing></w:r></w:p>'
        '<w:p><w:r><w:drawing><w:relIds xmlns:r="r" r:dm="diagramData"/></w:drawing></w:r></w:p>'
        '<w:altChunk xmlns:r="r" r:id="aFChunk"/><w:altChunk xmlns:r="r" r:id="gone"/>'
    )
    parts = {
        "word/c.xml": chart, "word/d.xml": diagram, "word/p.html": "<p>A whole contract.",
        "word/cm.xml": "<w:comments xmlns:w='w'><w:comment/><w:comment/></w:comments>",
        "word/h.xml": "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Firm</w:t></w:r></w:p><w:p/></w:hdr>",
    }  # fmt: skip
    named = {"chart": "c.xml", "diagramData": "d.xml", "aFChunk": "p.html", "comments": "cm.xml"}
    document = f"<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"
    found = docx.read(files.package("word/document.xml", document, parts, header="h.xml", **named))
    assert found.text == "Revenue\n\tEuro\n2023\t4200\n2024\t0.1\n\nStep\n\nA whole contract."
    assert found.note == (
        "2 comments, 1 line of headers and footers and 1 embedded document left out."
    )


def test_a_document_within_a_document_is_read_once_deep():
    inner = files.docx(files.paragraph("The annex.") + '<w:altChunk xmlns:r="r" r:id="aFChunk"/>')
    main = "<w:document xmlns:w='w'><w:altChunk xmlns:r='r' r:id='aFChunk'/></w:document>"
    outer = files.zipped(
        {
            "_rels/.rels": files.relations(officeDocument="word/document.xml"),
            "word/document.xml": main,
            "word/_rels/document.xml.rels": files.relations(aFChunk="annex.docx"),
            "word/annex.docx": inner,
        }
    )
    assert docx.read(outer).text == "The annex."


def test_tracked_deletions_are_told():
    gone = "<w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
    found = whole(f"<w:p>{typed('The fee is ')}{gone}{typed('200')}</w:p>")
    assert (found.text, found.note) == ("The fee is 200", "1 tracked deletion left out.")
