"""Sound samples of every format, rich in what its reader knows, for tests that spoil them."""

from tests.engine.documents import files

LETTERS = "The ferry leaves at nine. Grüße aus Zürich, “quoted” – it isn’t 漢字 or 🙂.\n\n"


def samples() -> dict[str, tuple[bytes, ...]]:
    """A few files of each format, by its name."""
    return {
        "txt": (
            *(LETTERS.encode() * 40, LETTERS.encode("utf-16")),
            "Café à la carte. ".encode("cp1252") * 30,
        ),
        "markdown": (f"# One\n\n{LETTERS}```\n# no\n```\n## Two\n\n| a | b |\n".encode() * 20,),
        "pdf": (_pdf(), _form()),
        "docx": (_docx(),),
        "pptx": (_pptx(),),
        "xlsx": (_xlsx(),),
        "html": (_html().encode() * 10,),
        "epub": (files.epub(*[f"<html><title>{n}</title>{_html()}</html>" for n in range(6)]),),
        "odt": (_odt(),),
        "rtf": (_rtf(),),
        "eml": (_eml(),),
        "csv": (_table(",").encode(), _table("\t").encode("utf-16"), _table(";").encode("cp1252")),
        "jsonl": (_records().encode(),),
    }


def _pdf() -> bytes:
    rows = [f"Line {row} of the page, with some words that go on." for row in range(20)]
    return files.pdf(*(files.lines(f"Page {page}", *rows) for page in range(5)))


def _form() -> bytes:
    field = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (value {0}) /Rect [9 9 99 {0}9] >>"
    )
    note = "<< /Type /Annot /Subtype /FreeText /Contents (typed on) /Rect [9 9 99 99] >>"
    return files.pdf(
        files.lines("A form with fields."), widgets=(*map(field.format, range(1, 5)), note)
    )


def _docx() -> bytes:
    heading = files.paragraph("A heading", '<w:pStyle w:val="h"/>')
    item = files.paragraph("An item", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{files.paragraph("cell")}</w:tc>'
    table = f"<w:tbl>{f'<w:tr>{cell * 3}</w:tr>' * 4}</w:tbl>"
    inner = f"<w:txbxContent>{files.paragraph('box')}</w:txbxContent>"
    box = f"<w:p><w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r></w:p>"
    note = '<w:p><w:r><w:t>noted</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    formula = "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath></w:p>"
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )
    return files.docx(
        (heading + files.paragraph(LETTERS.strip()) + item * 3 + table + box + note + formula) * 5,
        styles='<w:style w:styleId="h"><w:name w:val="heading 1"/><w:basedOn w:val="h"/></w:style>',
        numbering=f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footnotes=f'<w:footnote w:id="2">{files.paragraph("The note.")}</w:footnote>',
    )


def _pptx() -> bytes:
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>x</a:t></a:r></a:p></a:txBody></a:tc>"
    frame = f"<p:graphicFrame><a:tbl><a:tr>{cell}</a:tr></a:tbl></p:graphicFrame>"
    return files.pptx(
        *(
            files.slide(files.shape(f"Slide {n}", kind="title"), files.shape("a", "b"), frame)
            for n in range(6)
        ),
        files.slide(files.shape("hidden"), show="0"),
    )


def _xlsx() -> bytes:
    rows = "".join(
        f'<row r="{n}">{files.cell(f"A{n}", f"{n % 3}", "s")}'
        f"{files.cell(f'B{n}', f'4{n}.5', style='1')}"
        f"{files.cell(f'D{n}', 'inline', 'inlineStr')}{files.cell(f'XFD{n}', '1', 'b')}</row>"
        for n in range(1, 60)
    )
    strings = "".join(f"<si><r><t>shared {n}</t></r><r><t>_x0041_</t></r></si>" for n in range(3))
    formats = '<numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd;@"/></numFmts>'
    styles = f'{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    return files.xlsx(
        rows,
        rows,
        sharedStrings=f"<sst>{strings}</sst>",
        styles=f"<styleSheet>{styles}</styleSheet>",
    )


def _html() -> str:
    rows = "<tr><td colspan=2>one<td>two</tr>" * 5
    return (
        f"<h1>Title</h1><p>{LETTERS}</p><ul><li>one<li>two</ul><table>{rows}</table>"
        "<pre>a\n  b</pre><div hidden>no</div><script>x</script><p style='display:none'>no</p>"
    ).replace("\n", " ")


def _odt() -> bytes:
    body = "<text:note-body><text:p>n</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    cells = (
        '<table:table-cell table:number-columns-repeated="3"><text:p>c</text:p></table:table-cell>'
    )
    table = f"<table:table><table:table-row>{cells * 3}</table:table-row></table:table>"
    items = "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
    frame = "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>"
    box = f"<text:p>{frame}</text:p>"
    text = f'<text:p>text<text:s text:c="7"/>and<text:tab/>{note}<text:line-break/></text:p>'
    return files.odt(f"<text:h>Heading</text:h>{text}{table}{items}{box}" * 8)


def _rtf() -> bytes:
    fonts = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    row = rb"\trowd\intbl one\cell two\cell\row\pard "
    more = (
        rb"{\footnote a note}{\*\shppict{\pict 00ff}}\u8217 ?{\v hidden}\'e9{\f1 \'e9\'ea}\bin3 abc"
    )
    shape = rb"{\shp{\*\shpinst{\shptxt boxed\par}}}{\listtext 1.\tab}"
    return (
        rb"{\rtf1\ansi\ansicpg1252"
        + fonts
        + (rb"\pard Words\par " + row * 3 + more + shape) * 12
        + b"}"
    )


def _eml() -> bytes:
    inner = "Subject: inner\nFrom: c@d.example\n\nThe inner text.\n"
    return (
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nFrom: a@b.example\nTo: b@c.example\n"
        "Date: Mon, 1 Jan 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b1\n\n--b1\n"
        "Content-Type: multipart/alternative; boundary=b2\n\n--b2\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"Gr=C3=BC=C3=9Fe\n\n{'Some text of the letter. ' * 20}\n--b2\n"
        f"Content-Type: text/html\n\n<p>Some text</p>\n--b2--\n--b1\n"
        'Content-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf"\n'
        "Content-Transfer-Encoding: base64\n\nSGVsbG8=\n--b1\n"
        f"Content-Type: message/rfc822\n\n{inner}\n--b1--\n"
    ).encode()


def _records() -> str:
    words = "words and " * 8
    return "".join(f'{{"id": {n}, "text": "Row {n}: {words}\\u00e9."}}\n' for n in range(80))


def _table(separator: str) -> str:
    rows = [["id", "text", "amount"]]
    rows += [[str(n), f'"Row {n} says: some words, and a ""quote""."', f"{n}.5"] for n in range(80)]
    return "\n".join(separator.join(row) for row in rows)
