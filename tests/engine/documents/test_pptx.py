"""The PowerPoint reader: slides in the order of the show, titles first, notes last."""

import pytest

from engine.documents import pptx, readers
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark
from tests.engine.documents import files
from tests.engine.documents.files import shape, slide


def test_slides_come_in_order_with_marks_and_their_titles_first():
    data = files.pptx(
        slide(shape("Point one", "Point two", kind="body"), shape("The title", kind="title")),
        slide(shape("Second")),
    )
    found = pptx.read(data)
    assert found.text == "The title\n\nPoint one\nPoint two\n\nSecond"
    assert found.pages == (PageMark(0, "slide 1"), PageMark(32, "slide 2"))


def test_furniture_fallbacks_and_hidden_slides_are_left_out_and_hidden_ones_told():
    fallback = f"<mc:Fallback xmlns:mc='m'>{shape('older copy')}</mc:Fallback>"
    data = files.pptx(
        slide(shape("7", kind="sldNum"), shape("Company", kind="ftr"), shape("Shown"), fallback),
        slide(shape("secret"), show="0"),
        slide(shape("also secret"), show="0"),
    )
    found = pptx.read(data)
    assert found.text == "Shown"
    assert found.note == "2 hidden slides left out."


def test_tables_become_rows_and_breaks_line_ends():
    def cell(text):
        return f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"

    head, row = cell("Name") + cell("Age"), cell("Ann") + cell("7")
    table = f"<a:tbl><a:tr>{head}</a:tr><a:tr>{row}</a:tr></a:tbl>"
    broken = "<p:sp><p:txBody><a:p><a:t>one</a:t><a:br/><a:t>two</a:t></a:p></p:txBody></p:sp>"
    found = pptx.read(files.pptx(slide(f"<p:graphicFrame>{table}</p:graphicFrame>", broken)))
    assert found.text == "Name\tAge\nAnn\t7\n\none\ntwo"


def test_notes_and_diagrams_follow_their_slide():
    diagram = (
        '<d xmlns:a="a"><pt><a:p><a:t>Plan</a:t></a:p></pt><pt><a:p><a:t>Build</a:t></a:p></pt></d>'
    )
    parts = {
        "ppt/_rels/s1.xml.rels": files.relations(diagramData="d.xml", notesSlide="n.xml"),
        "ppt/d.xml": diagram,
        "ppt/n.xml": slide(shape("Say hello.", kind="body"), shape("3", kind="sldNum")),
    }
    found = pptx.read(files.pptx(slide(shape("Hello")), parts=parts))
    assert found.text == "Hello\n\nPlan\nBuild\n\nNotes: Say hello."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK and no more", "torn"),
        (files.docx("<w:p/>"), "its main part is a document"),
        (b"<html>", "no PowerPoint presentation: it looks like a web page"),
    ],
)
def test_what_only_pretends_to_be_a_presentation_is_damaged(data, said):
    with pytest.raises(DocumentRefused, match=said) as caught:
        pptx.read(data)
    assert caught.value.status is FileStatus.DAMAGED


def test_charts_show_their_values_and_exponents_are_marked():
    run = '<a:r><a:rPr baseline="30000"/><a:t>6</a:t></a:r>'
    shape = files.shape("10").replace("</a:p>", f"{run}</a:p>")
    chart = (
        '<c:chartSpace xmlns:c="c"><c:ser><c:cat><c:pt idx="0"><c:v>2023</c:v></c:pt></c:cat>'
        '<c:val><c:pt idx="0"><c:v>4200</c:v></c:pt></c:val></c:ser></c:chartSpace>'
    )
    parts = {"ppt/_rels/s1.xml.rels": files.relations(chart="c.xml"), "ppt/c.xml": chart}
    data = files.pptx(files.slide(shape), parts=parts)
    assert readers.read_document(data, "pptx").text == "10^6\n\n2023\t4200"
