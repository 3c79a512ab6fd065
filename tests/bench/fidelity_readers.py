"""Independent readers for the bench of fidelity: what other programs find in a file.

pdftotext (poppler), python-docx, python-pptx, openpyxl, html5lib, Python's email, and the XML of an
ODT. Where these print less than the file holds, a few lines that share nothing with our readers
read the rest from its XML (fidelity_parts.py): the numbers of lists and headings, formulas, charts.
pdftotext drops the space at a line's end, so that nobody can tell which words of Korean a line end
cuts in two; pdfminer keeps it, and is asked instead where a file writes such spaces.
"""

import email
import email.policy
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from pathlib import Path

from lxml import etree

from tests.bench.fidelity_parts import ListNumbers, charts

_HANGUL = re.compile("[\uac00-\ud7a3]")
_SPACED_END = re.compile("(?<=[\uac00-\ud7a3]) \n(?=[\uac00-\ud7a3])")
_BARE_END = re.compile("(?<=[\uac00-\ud7a3])\n(?=[\uac00-\ud7a3])")
_TELLING = 0.2  # of the line ends between syllables
_POLICY = email.policy.default
_UNSEEN = frozenset(["script", "style", "template", "noscript", "annotation", "annotation-xml"])
_APART = frozenset(["mfrac", "munder", "mover", "munderover", "mroot"])  # parts, above each other
_WITHIN_A_LINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
        *("math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mroot", "mrow"),
        *("ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtext", "munder"),
        *("munderover", "semantics"),
    )
)


def pdf(path: Path) -> str:
    """By pdftotext; Korean whose line ends tell where words end by pdfminer."""
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    found = subprocess.run(command, capture_output=True, check=True).stdout
    text = found.decode("utf-8", "replace")
    return (_korean(path) or text) if _HANGUL.search(text) else text


def _korean(path: Path) -> str:
    """A Korean text with its words whole; empty if its lines don't end with spaces anywhere."""
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    text = extract_text(str(path), laparams=LAParams(line_margin=0.8))
    spaced, bare = len(_SPACED_END.findall(text)), len(_BARE_END.findall(text))
    return _BARE_END.sub("", text) if spaced >= _TELLING * (spaced + bare) else ""


def docx(path: Path) -> str:
    """By python-docx: paragraphs, tables and formulas of the body in order; numbers, charts."""
    import docx as python_docx

    body = python_docx.Document(str(path)).element.body
    shown = charts(path, with_values=True)
    return "\n".join(["".join(_docx_texts(body, ListNumbers(path))), *shown])


def _docx_texts(body, numbers: ListNumbers) -> Iterator[str]:
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    formula = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    compatibility = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
    for node in list(body.iter(f"{compatibility}Fallback")):
        node.clear()  # the same text again, for older programs
    texts = (f"{namespace}t", f"{formula}t")
    for node in body.iter(*texts, f"{namespace}tab", f"{namespace}br", f"{namespace}p"):
        if node.tag in texts:
            yield node.text or ""
        elif node.tag == f"{namespace}p":
            yield f"\n{numbers.of(node)} " if next(node.iter(*texts), None) is not None else "\n"
        else:
            yield "\n"


def pptx(path: Path) -> str:
    """By python-pptx: texts, tables, charts and notes of every slide, groups too."""
    from pptx import Presentation

    def of(shapes) -> Iterator[str]:
        for shape in shapes:
            if shape.shape_type == 6:
                yield from of(shape.shapes)
            elif shape.has_text_frame:
                yield shape.text_frame.text
            elif getattr(shape, "has_table", False) and shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            elif getattr(shape, "has_chart", False) and shape.has_chart:
                yield from _pptx_chart(shape.chart)

    slides = Presentation(str(path)).slides
    noted = (slide.notes_slide for slide in slides if slide.has_notes_slide)
    notes = [each.notes_text_frame.text for each in noted if each.notes_text_frame]
    return "\n".join([*notes, *(text for slide in slides for text in of(slide.shapes))])


def _pptx_chart(chart) -> Iterator[str]:
    if chart.has_title and chart.chart_title.has_text_frame:
        yield chart.chart_title.text_frame.text
    for number, plot in enumerate(chart.plots):
        yield from map(str, plot.categories if number == 0 else ())
        for series in plot.series:
            yield from (
                series.name,
                *(f"{value:.12g}" for value in series.values if value is not None),
            )


def xlsx(path: Path) -> str:
    """By openpyxl: the values of the cells that are shown; what charts say beside them."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    shown = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    cells = (cell for sheet in shown for row in sheet.iter_rows() for cell in row)
    texts = [_as_shown(cell) for cell in cells if cell.value is not None]
    return "\n".join([*texts, *charts(path, with_values=False)])


def _as_shown(cell) -> str:
    """A cell's value; whole numbers with the signs and leading zeros of a format like \\1\\.00."""
    found = re.fullmatch(r"((?:\\.)*)(0[0#]*)", cell.number_format)
    if not found or not isinstance(cell.value, int):
        return str(cell.value)
    return found[1].replace("\\", "") + str(cell.value).zfill(len(found[2]))


def html(path: Path) -> str:
    """By html5lib, without what is no text."""
    import html5lib

    data = path.read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError:
        likely = None
    else:
        likely = "utf-8"  # html5lib's own guess of what declares nothing is Windows-1252
    tree = html5lib.parse(data, namespaceHTMLElements=False, likely_encoding=likely)
    return _shown(tree.find("body"))


def _shown(body) -> str:
    """The text of a page: what stands within a line is not parted, all else is."""
    parts: list[str] = []

    def walk(node, *, is_formula: bool) -> None:
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if name in _UNSEEN or not name:
            return
        is_formula = is_formula or name == "math"
        gap = "" if name in _WITHIN_A_LINE else " "
        texts = [node.text or "", *(child.tail or "" for child in node)]
        if is_formula:
            texts = [text if text.strip() else "" for text in texts]  # MathML is indented
        parts.extend((gap, texts[0]))
        for child, tail in zip(node, texts[1:], strict=True):
            walk(child, is_formula=is_formula)
            parts.append(f" {tail}" if name in _APART else tail)
        parts.append(gap)

    walk(body, is_formula=False)
    return "".join(parts)


def odt(path: Path) -> str:
    """The texts of the paragraphs and headings of content.xml, without tracked deletions."""
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    etree.strip_elements(root, f"{text}tracked-changes", with_tail=False)
    for node in root.iter(f"{text}p", f"{text}h", f"{text}tab", f"{text}line-break", f"{text}s"):
        node.text, node.tail = f" {node.text or ''}", f" {node.tail or ''}"
    return "".join(root.itertext())


def eml(path: Path) -> str:
    """By Python's email: who, whom, when, what on; all texts, and the names of what is none."""
    return "\n".join(_message(email.message_from_bytes(path.read_bytes(), policy=_POLICY)))


def _message(message) -> Iterator[str]:
    raw = {name.casefold(): value for name, value in reversed(list(message.raw_items()))}
    for name in ("subject", "from", "to", "cc", "date"):
        if name in raw:
            yield f"{name}: {make_header(decode_header(raw[name]))}"
    yield from _part(message)


def _part(part) -> Iterator[str]:
    """A part's texts; of several forms of one text the plain one."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        yield from _message(part.get_content())
    elif kind == "multipart/alternative" and part.is_multipart():
        chosen = part.get_body(("plain", "html"))
        yield from _part(chosen) if chosen is not None else ()
    elif part.is_multipart():
        for each in part.iter_parts():
            yield from _part(each)
    elif kind.startswith("multipart/") and part.get_payload():
        yield part.get_payload()  # without boundaries that hold
    elif kind.startswith("text/") and not part.is_attachment():
        yield _content(part)
    else:
        yield f"attachment: {part.get_filename() or kind}"


def _content(part) -> str:
    import html5lib

    text = part.get_content()
    if part.get_content_subtype() != "html":
        return text
    return _shown(html5lib.parse(text, namespaceHTMLElements=False).find("body"))


ORACLES: dict[str, Callable[[Path], str]] = {
    ".pdf": pdf, ".docx": docx, ".pptx": pptx, ".xlsx": xlsx, ".html": html, ".htm": html,
    ".odt": odt, ".eml": eml,
}  # fmt: skip
