"""The OpenDocument reader: what Writer shows is kept, what it hides or notes is not."""

import pytest

from engine.documents import odt, readers
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


def listed(style, body):
    level = f'<text:list-level-style-number text:level="1" {style}/>'
    second = (
        '<text:list-level-style-number text:level="2" s:num-format="1" text:display-levels="2"/>'
    )
    styles = f'<text:list-style s:name="L1" xmlns:s="s">{level}{second}</text:list-style>'
    return odt.read(
        files.odt(f'<o xmlns:s="s">{styles.replace(" xmlns:s=", " xmlns:s2=")}</o>{body}')
    )


def items(*texts, more=""):
    rows = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
    return f'<text:list text:style-name="L1" {more}>{rows}</text:list>'


def test_items_have_the_numbers_that_their_list_gives_them():
    assert (
        listed('s:num-format="1" s:num-suffix="."', items("pay", "keep")).text == "1. pay\n2. keep"
    )
    romans = 's:num-format="I" s:num-prefix="(" s:num-suffix=")" text:start-value="4"'
    assert listed(romans, items("pay", "keep")).text == "(IV) pay\n(V) keep"
    assert listed('s:num-format=""', items("pay")).text == "pay"


def test_a_list_that_continues_counts_on_and_one_inside_shows_both_numbers():
    style = 's:num-format="1"'
    body = items("a") + items("b") + items("c", more='text:continue-numbering="true"')
    assert listed(style, body).text.split() == ["1", "a", "1", "b", "2", "c"]
    inner = f"<text:list-item><text:p>a</text:p>{items('x', 'y')}</text:list-item>"
    body = f'<text:list text:style-name="L1">{inner}</text:list>'
    assert listed(style, body).text.split() == ["1", "a", "1.1", "x", "1.2", "y"]


def test_a_paragraphs_style_can_name_the_list_and_headings_have_their_numbers():
    styles = (
        '<s:style s:name="P1" s:parent-style-name="Base"/>'
        '<s:style s:name="Base" s:list-style-name="L1"/>'
    )
    body = '<text:list><text:list-item><text:p text:style-name="P1">pay</text:p></text:list-item>'
    body += '</text:list><text:list text:style-name="L1"><text:list-item><text:h>Term</text:h>'
    body += "</text:list-item></text:list><text:list><text:list-item><text:h>Bare</text:h>"
    body += "</text:list-item></text:list>"
    found = listed('s:num-format="1" s:num-suffix="."', f'<o xmlns:s="s">{styles}</o>{body}')
    assert found.text == "1. pay\n\n1. Term\n\nBare"


def test_headings_are_numbered_as_the_outline_says():
    levels = (
        '<text:outline-level-style text:level="1" s:num-format="1" s:num-suffix="."/>'
        '<text:outline-level-style text:level="2" s:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" s:num-format=""/>'
    )
    names = [(1, "Scope"), (2, "Persons"), (2, "Places"), (1, "Term"), (2, "Start"), (3, "Note")]
    body = "".join(f'<text:h text:outline-level="{n}">{name}</text:h>' for n, name in names)
    found = odt.read(files.odt(f'<o xmlns:s="s">{levels}</o>{body}'))
    assert found.text.split("\n\n") == [
        "1. Scope", "1.1 Persons", "1.2 Places", "2. Term", "2.1 Start", "Note",
    ]  # fmt: skip


def test_exponents_formulas_and_words_as_spoken_are_kept():
    style = '<s:style s:name="T1"><s:text-properties s:text-position="super 58%"/></s:style>'
    text = (
        '<text:p>10<text:span text:style-name="T1">6</text:span> <draw:object h:href="./Object 1"/>'
    )
    text += "<text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とう</text:ruby-text>"
    text += '</text:ruby></text:p><text:p><draw:object h:href="./Chart"/></text:p>'
    spaces = 'xmlns:text="t" xmlns:draw="d" xmlns:office="o" xmlns:s="s" xmlns:h="h"'
    content = f"<office:document-content {spaces}>{style}{text}</office:document-content>"
    formula = "<math><msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup></math>"
    data = files.zipped({"content.xml": content, "Object 1/content.xml": formula})
    found = readers.read_document(data, "odt")
    assert found.text == "10^6 x^(n+1)東京(とう)"
    assert found.note == "1 embedded object left out."


def test_openoffice_2_named_a_document_type_in_its_manifest():
    doctype = (
        '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "M.dtd">'
    )
    manifest = f'{doctype}<manifest:manifest xmlns:manifest="m"/>'
    assert odt.read(files.odt("<text:p>Old.</text:p>", manifest=manifest)).text == "Old."
