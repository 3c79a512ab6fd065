"""The OpenDocument reader: what Writer shows is kept, what it hides or notes is not."""

import pytest

from engine.documents import odt
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark
from tests.engine.documents import files


def text(body):
    return odt.read(files.odt(body)).text


def p(content):
    return f"<text:p>{content}</text:p>"


def item(content):
    return f"<text:list-item>{content}</text:list-item>"


def test_headings_paragraphs_lists_and_spaces():
    items = f"{item(p('pay'))}{item(p('sign') + p('more'))}"
    body = (
        "<text:h>The lease</text:h>"
        + p("One<text:s text:c='2'/>two<text:tab/>x<text:line-break/>y")
        + f"<text:list>{items}</text:list>"
        + p("End <text:span>of</text:span>\n  it.")
    )
    found = odt.read(files.odt(body))
    assert found.text == "The lease\n\nOne  two\tx\ny\n\n• pay\n• sign\nmore\n\nEnd of it."
    assert found.pages == (PageMark(0, "section The lease"),)


def test_tables_notes_and_boxes():
    cells = f"<table:table-cell table:number-columns-repeated='2'>{p('a')}</table:table-cell>"
    cells += f"<table:table-cell>{p('b')}</table:table-cell>"
    table = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    body = f"<text:note-body>{p('Aside.')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    box = f"<draw:text-box>{p('Boxed.')}</draw:text-box>"
    body = table + p(f"Text{note}.{box}")
    assert text(body) == "a\t\tb\n\nText[1].\n\nBoxed.\n\n[1] Aside."


def test_deleted_text_and_comments_go():
    body = f"<text:tracked-changes>{p('gone')}</text:tracked-changes>" + p(
        f"Kept<office:annotation>{p('comment')}</office:annotation>."
    )
    assert text(body) == "Kept."


def test_a_password_is_told():
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(DocumentRefused) as caught:
        odt.read(files.odt(p("x"), manifest=manifest))
    assert caught.value.status is FileStatus.ENCRYPTED
    assert odt.read(files.odt(p("x"), manifest="<manifest/>")).text == "x"


@pytest.mark.parametrize(
    "data", [files.zipped({"content.xml": "<other/>"}), files.zipped({"a": "b"}), b"text"]
)
def test_what_only_pretends_to_be_one_is_damaged(data):
    with pytest.raises(DocumentRefused, match="This is no") as caught:
        odt.read(data)
    assert caught.value.status is FileStatus.DAMAGED
