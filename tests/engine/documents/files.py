"""Makers of small files of every format, so that a clone alone passes the tests."""

import hashlib
import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{WORD}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def relations(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind.rstrip("0123456789")}" '
        f'Target="{target}"/>'
        for kind, target in targets.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{rows}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def flagged_encrypted(archive: bytes) -> bytes:
    """The same archive, with every part said to be encrypted."""
    data = bytearray(archive)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def docx(body: str, root: str = "document", **parts: str) -> bytes:
    """A Word document around `body`; further parts (footnotes, styles) by their kind."""
    content: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:{root} {_SPACES}><w:body>{body}</w:body></w:{root}>",
    }
    if parts:
        named = {kind: f"{kind}.xml" for kind in parts}
        content["word/_rels/document.xml.rels"] = relations(**named)
        for kind, xml in parts.items():
            content[f"word/{kind}.xml"] = f"<w:{kind} {_SPACES}>{xml}</w:{kind}>"
    return zipped(content)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(*pages: str, widgets: tuple[str, ...] = ()) -> bytes:
    """A PDF with one content stream a page, drawn in Helvetica (/F) on 400 by 400 points.

    `widgets` are annotations of the first page: form fields and notes.
    """
    objects = ["", "", _FONT, *widgets]
    annotations = " ".join(f"{number} 0 R" for number in range(4, 4 + len(widgets)))
    kids: list[str] = []
    for content in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        marked = "" if kids[1:] else f"/Annots [{annotations}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> {marked} >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    form = f"/AcroForm << /Fields [{annotations}] >>" if widgets else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {form} >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return with_table(objects)


def encrypted_pdf() -> bytes:
    """A PDF whose user password is not the empty one."""
    secret = f"<{'41' * 32}>"
    encrypt = f"<< /Filter /Standard /V 1 /R 2 /O {secret} /U {secret} /P -4 >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", encrypt]
    return with_table(objects, f"/Encrypt 3 0 R /ID [{secret} {secret}]")


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_PERMISSIONS = -4


def protected_pdf(content: str, password: str) -> bytes:
    """A PDF of one page that a password opens: ISO 32000-1, 7.6, revision 2 with 40 bits."""
    padded = (password.encode("latin-1") + _PADDING)[:32]
    owner = _rc4(_md5(padded)[:5], padded)
    identity = b"A" * 16
    key = _md5(padded + owner + _PERMISSIONS.to_bytes(4, "little", signed=True) + identity)[:5]
    stream = _rc4(_md5(key + (5).to_bytes(3, "little") + bytes(2))[:10], content.encode("latin-1"))
    encrypt = (
        f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{_rc4(key, _PADDING).hex()}> "
        f"/P {_PERMISSIONS} >>"
    )
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 5 0 R "
        "/Resources << /Font << /F 3 0 R >> >> >>"
    )
    drawn = f"<< /Length {len(stream)} >>\nstream\n{stream.decode('latin-1')}\nendstream"
    pages = "<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
    trailer = f"/Encrypt 6 0 R /ID [<{identity.hex()}> <{identity.hex()}>]"
    return with_table([catalogue, pages, _FONT, page, drawn, encrypt], trailer)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    found, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        found.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(found)


def with_table(objects: list[str], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data = "%PDF-1.4\n"
    offsets: list[int] = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data.encode("latin-1")


def lines(*rows: str, top: int = 380, left: int = 20, size: int = 12, leading: int = 14) -> str:
    """A content stream that draws rows of text one below the other."""
    shown = " T* ".join(f"({row}) Tj" for row in rows)
    return f"BT /F {size} Tf {leading} TL {left} {top} Td {shown} ET"


def package(main: str, content: str, parts: dict[str, str] | None = None, **named: str) -> bytes:
    """An Office package around its main part; `parts` by path, `named` relations of the main."""
    folder, _, name = main.rpartition("/")
    whole: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument=main),
        main: content,
        f"{folder}/_rels/{name}.rels": relations(**named),
    }
    return zipped(whole | (parts or {}))


def xlsx(*sheets: str, states: tuple[str, ...] = (), **parts: str) -> bytes:
    """An Excel workbook of sheets (the inside of sheetData), named Sheet1, Sheet2..."""
    rows = "".join(
        f'<sheet name="Sheet{number}" sheetId="{number}" r:id="worksheet{number}" '
        f'state="{states[number - 1] if states else "visible"}"/>'
        for number in range(1, len(sheets) + 1)
    )
    content = {
        f"xl/s{number}.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
        for number, rows in enumerate(sheets, start=1)
    }
    content |= {f"xl/{kind}.xml": xml for kind, xml in parts.items() if kind != "properties"}
    kinds = {f"worksheet{number}": f"s{number}.xml" for number in range(1, len(sheets) + 1)}
    named = kinds | {kind: f"{kind}.xml" for kind in parts if kind != "properties"}
    book = (
        f'<workbook xmlns:r="{RELATIONS}">{parts.get("properties", "")}'
        f"<sheets>{rows}</sheets></workbook>"
    )
    return package("xl/workbook.xml", book, content, **named)


def cell(reference: str, value: str, kind: str = "n", style: str = "0") -> str:
    inner = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
    return f'<c r="{reference}" t="{kind}" s="{style}">{inner}</c>'


def slide(*shapes: str, show: str = "1") -> str:
    return (
        f'<p:sld xmlns:p="p" xmlns:a="a" show="{show}"><p:cSld>{"".join(shapes)}</p:cSld></p:sld>'
    )


def shape(*paragraphs: str, kind: str = "") -> str:
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    text = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    return f"<p:sp>{place}<p:txBody>{text}</p:txBody></p:sp>"


def pptx(*slides: str, parts: dict[str, str] | None = None) -> bytes:
    """A PowerPoint presentation of slides."""
    ids = "".join(
        f'<p:sldId id="{255 + number}" r:id="slide{number}"/>'
        for number in range(1, len(slides) + 1)
    )
    main = f'<p:presentation xmlns:p="p" xmlns:r="{RELATIONS}">{ids}</p:presentation>'
    content = {f"ppt/s{number}.xml": xml for number, xml in enumerate(slides, start=1)}
    named = {f"slide{number}": f"s{number}.xml" for number in range(1, len(slides) + 1)}
    return package("ppt/presentation.xml", main, content | (parts or {}), **named)


def odt(body: str, **parts: str) -> bytes:
    """An OpenDocument text around `body`."""
    spaces = 'xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:office="o"'
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    return zipped(
        {"content.xml": content, **{f"META-INF/{name}.xml": xml for name, xml in parts.items()}}
    )


def epub(*chapters: str, encryption: str = "") -> bytes:
    """A book of chapters (whole XHTML pages)."""
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="c%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in numbers
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    container = '<container><rootfile full-path="OEBPS/book.opf"/></container>'
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": container,
        "OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{order}</spine></package>",
    }
    parts |= {f"OEBPS/c {n}.xhtml": page for n, page in zip(numbers, chapters, strict=True)}
    if encryption:
        parts["META-INF/encryption.xml"] = encryption
    return zipped(parts)
