"""The Excel reader: what the cells show, and sheets that can't make it hang."""

import io
import zipfile

import pytest

from engine.documents import xlsx
from engine.documents.readers import read_document
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark
from tests.engine.documents import files
from tests.engine.documents.files import cell


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def refusal(data):
    with pytest.raises(DocumentRefused) as caught:
        xlsx.read(data)
    return caught.value


def test_rows_of_every_kind_of_cell_become_lines():
    strings = (
        "<sst><si><t>Name</t></si><si><r><t>A</t></r><r><t>ge</t></r><rPh><t>x</t></rPh></si></sst>"
    )
    sheet = (
        row(1, cell("A1", "0", "s"), cell("B1", "1", "s"), cell("C1", "99", "s"))
        + row(2, cell("A2", "Ann_x000D_", "inlineStr"), cell("B2", "7"), cell("D2", "1", "b"))
        + row(3, cell("A3", "0", "b"), cell("B3", "#DIV/0!", "e"), cell("C3", "x y", "str"))
        + row(5, cell("A5", "abc"), "<c r='B5'><f>1+1</f><v>2</v></c>", "<c r='C5'/>")
    )
    found = xlsx.read(files.xlsx(sheet, sharedStrings=strings))
    assert found.text == "Name\tAge\nAnn\t7\t\tTRUE\nFALSE\t#DIV/0!\tx y\n\nabc\t2"
    assert found.pages == (PageMark(0, "sheet Sheet1"),)


def test_number_formats_show_dates_percents_and_currencies():
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0&quot; kg&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    sheet = row(
        1, cell("A1", "45000", style="1"), cell("B1", "2.25", style="2"), cell("C1", "1", style="9")
    )
    assert xlsx.read(files.xlsx(sheet, styles=styles)).text == "2023-03-15\t2.3 kg\t1"
    old = xlsx.read(files.xlsx(sheet, styles=styles, properties='<workbookPr date1904="1"/>'))
    assert old.text.startswith("2027-03-16")


def test_two_cells_far_apart_take_no_time():
    sheet = row(1, cell("A1", "1"), cell("XFD1", "2")) + row(1048576, cell("XFD1048576", "3"))
    assert xlsx.read(files.xlsx(sheet)).text.split() == ["1", "2", "3"]


def test_cells_and_rows_without_a_place_follow_each_other():
    sheet = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert xlsx.read(files.xlsx(sheet)).text == "1\t2\n3"


def test_hidden_sheets_are_left_out_and_told():
    sheets = [row(1, cell("A1", text, "inlineStr")) for text in ("open", "secret", "deep")]
    found = xlsx.read(files.xlsx(*sheets, states=("visible", "hidden", "veryHidden")))
    assert (found.text, found.note) == ("open", "2 hidden sheets left out.")


def test_comments_and_text_boxes_follow_their_sheet():
    comments = (
        "<comments><authors><author>Ann</author></authors>"
        "<comment><text><r><t>Check</t></r></text></comment></comments>"
    )
    data = files.package(
        "xl/workbook.xml",
        '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="worksheet1"/></sheets></workbook>',
        {
            "xl/s1.xml": f"<worksheet><sheetData>{row(1, cell('A1', '1'))}</sheetData></worksheet>",
            "xl/_rels/s1.xml.rels": files.relations(comments="c.xml", drawing="d.xml", image="i"),
            "xl/c.xml": comments,
            "xl/d.xml": "<d><p><t>In a</t><br/><t>box</t></p></d>",
        },
        worksheet1="s1.xml",
    )
    assert xlsx.read(data).text == "1\n\nCheck\n\nIn a\nbox"


def test_too_many_cells_are_too_big(monkeypatch):
    sheet = row(1, *(cell(f"{letter}1", "1") for letter in "ABCD"))
    book = files.xlsx(sheet)
    monkeypatch.setattr(xlsx, "_MOST_CELLS", 3)
    assert refusal(book).status is FileStatus.TOO_BIG


def test_another_package_is_named():
    assert "its main part is a document" in str(refusal(files.docx("<w:p/>")))


def test_hidden_rows_and_columns_are_left_out_as_hidden_sheets_are():
    rows = (
        f'<row r="1">{files.cell("A1", "1")}{files.cell("B1", "2")}</row>'
        f'<row r="2" hidden="1">{files.cell("A2", "3")}</row><row r="3" hidden="1"></row>'
        f'<row r="4">{files.cell("A4", "4")}{files.cell("C4", "5")}</row>'
    )
    book = files.xlsx(rows, rows, states=("visible", "hidden"))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    columns = b'<cols><col min="2" max="2" hidden="1"/><col min="9" max="9" hidden="1"/></cols>'
    parts["xl/s1.xml"] = parts["xl/s1.xml"].replace(b"<sheetData>", columns + b"<sheetData>")
    found = xlsx.read(files.zipped(parts))
    assert found.text == "1\n4\t\t5"
    assert found.note == "1 hidden sheet, 1 hidden row and 1 hidden column left out."


def sheet(inner):
    book = files.xlsx("")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/s1.xml"] = f"<worksheet>{inner}</worksheet>".encode()
    return files.zipped(parts)


def words(*texts):
    cells = (files.cell("", text, "inlineStr").replace(' r=""', "") for text in texts)
    return "".join(cells)


def test_ranges_of_columns_and_folded_or_flat_rows_are_hidden_too():
    columns = '<cols><col min="2" max="3" hidden="true"/><col min="5" max="5" width="0"/></cols>'
    rows = (
        f"<row>{words('Name', 'Salary', 'Grade', 'City', 'Code')}</row>"
        f'<row hidden="1" outlineLevel="1">{words("Folded")}</row><row ht="0">{words("Flat")}</row>'
    )
    found = xlsx.read(sheet(f"{columns}<sheetData>{rows}</sheetData>"))
    assert found.text == "Name\t\t\tCity"
    assert found.note == "2 hidden rows and 3 hidden columns left out."


def test_raised_letters_of_a_cell_are_exponents():
    rich = (
        "<r><t>10</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>6</t></r><r><t>/ml</t></r>"
    )
    rows = f'<row><c t="inlineStr"><is>{rich}</is></c><c t="s"><v>0</v></c></row>'
    book = files.xlsx(rows, sharedStrings=f"<sst><si>{rich}</si></sst>")
    assert read_document(book, "xlsx").text == "10^6/ml\t10^6/ml"


def test_formulas_without_a_result_are_told():
    row = '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>2+2</f><v>4</v></c><c r="C1"/></row>'
    found = xlsx.read(files.xlsx(row))
    assert found.text.strip() == "4"
    assert found.note == (
        "1 formula has no saved result; open the file in Excel and save it again."
    )


def test_a_number_that_its_format_hides_is_told():
    styles = '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    styles += '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    row = f'<row r="1">{files.cell("A1", "7")}{files.cell("B1", "8", style="1")}</row>'
    found = xlsx.read(files.xlsx(row, styles=f"<styleSheet>{styles}</styleSheet>"))
    assert (found.text, found.note) == ("7", "1 cell hidden by its format left out.")
