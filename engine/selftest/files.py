"""One small file of every format, made here, so that nothing has to be shipped to be read."""

import io
import zipfile

SENTENCE = "The harbour office opens at nine in the morning."
"""Stands in every file; a reader that works finds it."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_Part = tuple[str, str, str]  # kind, file name, content
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def small_files() -> dict[str, bytes]:
    """File name -> contents. Each text differs a little: equal ones would be duplicates."""
    made = {f"small.{suffix}": plain.encode() for suffix, plain in _plain().items()}
    made["small.pdf"] = _pdf(f"{SENTENCE} As PDF.")
    made["small.docx"] = _package("word/document.xml", _docx(f"{SENTENCE} As DOCX."))
    made["small.pptx"] = _pptx(f"{SENTENCE} As PPTX.")
    made["small.xlsx"] = _xlsx(f"{SENTENCE} As XLSX.")
    made["small.odt"] = _zipped({"content.xml": _odt(f"{SENTENCE} As ODT.")})
    made["small.epub"] = _epub(f"{SENTENCE} As EPUB.")
    return made


def _plain() -> dict[str, str]:
    return {
        "txt": f"{SENTENCE} As plain text.\n",
        "md": f"# Harbour\n\n{SENTENCE} As Markdown.\n",
        "html": f"<!DOCTYPE html><title>Harbour</title><p>{SENTENCE} As HTML.</p>",
        "csv": f'number,text\n1,"{SENTENCE} As CSV."\n2,"Visitors with dogs use the lower deck."\n',
        "jsonl": f'{{"text": "{SENTENCE} As JSONL."}}\n',
        "rtf": rf"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Arial;}}}}{SENTENCE} As RTF.\par}}",
        "eml": (
            "Subject: Harbour\r\nFrom: Ann <ann@harbour.example>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SENTENCE} As a mail.\r\n"
        ),
    }


def _docx(text: str) -> str:
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f'<w:document xmlns:w="{_WORD}"><w:body>{paragraph}</w:body></w:document>'


def _pptx(text: str) -> bytes:
    spaces = f'xmlns:p="p" xmlns:a="a" xmlns:r="{_OFFICE}"'
    shape = f"<p:sp><p:nvSpPr/><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    slide = f"<p:sld {spaces}><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>"
    main = (
        f'<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="slide1"/></p:sldIdLst>'
        "</p:presentation>"
    )
    return _package("ppt/presentation.xml", main, {"slide1": ("slide", "s1.xml", slide)})


def _xlsx(text: str) -> bytes:
    cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    sheet = f"<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>"
    main = (
        f'<workbook xmlns:r="{_OFFICE}"><sheets><sheet name="One" sheetId="1" r:id="sheet1"/>'
        "</sheets></workbook>"
    )
    return _package("xl/workbook.xml", main, {"sheet1": ("worksheet", "s1.xml", sheet)})


def _odt(text: str) -> str:
    spaces = 'xmlns:text="t" xmlns:office="o"'
    return f"<office:document-content {spaces}><text:p>{text}</text:p></office:document-content>"


def _epub(text: str) -> bytes:
    item = '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
    book = f'<package><manifest>{item}</manifest><spine><itemref idref="c"/></spine></package>'
    page = f"<!DOCTYPE html><html><head><title>Harbour</title></head><body>{text}</body></html>"
    return _zipped(
        {
            "META-INF/container.xml": '<container><rootfile full-path="b.opf"/></container>',
            "b.opf": book,
            "c.xhtml": page,
        }
    )


def _package(main: str, content: str, parts: dict[str, _Part] | None = None) -> bytes:
    """An Office package: its main part, and further parts by their relation."""
    folder, _, name = main.rpartition("/")
    whole = {"_rels/.rels": _relations({"main": ("officeDocument", main)}), main: content}
    if parts:
        named = {key: (kind, part) for key, (kind, part, _xml) in parts.items()}
        whole[f"{folder}/_rels/{name}.rels"] = _relations(named)
        whole |= {f"{folder}/{part}": xml for _kind, part, xml in parts.values()}
    return _zipped(whole)


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


def _zipped(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _pdf(text: str) -> bytes:
    drawn = f"BT /F 12 Tf 20 380 Td ({text}) Tj ET"
    fonts = "/Resources << /Font << /F 3 0 R >> >> >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /MediaBox [0 0 400 400] " + fonts,
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    )
    data, offsets = "%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size, start = len(objects) + 1, len(data)
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    data += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("ascii")
