"""Compare the words our readers find with what independent readers find in the same files.

    uv sync --inexact --group fidelity
    python -m tests.bench.fidelity FOLDER [--worst N]

Independent readers: pdftotext (poppler), python-docx, python-pptx, openpyxl, html5lib, Python's
email, and the XML of an ODT. Where these print less than the file holds, a few lines of our own
that share nothing with the readers read the rest from its XML (fidelity_parts.py): the numbers of
lists and headings, formulas, charts. pdftotext drops the space at a line's end, so that nobody can tell
which words of Korean a line end cuts in two; pdfminer keeps it, and is asked instead where a file
writes such spaces. Recall is the share of their words that ours has, precision the share
of ours that they have, both over all words of a format (micro). The signs ^ and _ that we put
before exponents and indices are taken out of both: no other reader has them. Words are runs of
letters and digits, in NFKC and without regard to case, counted as often as they stand. Files of
fewer than five words, and files that either side refuses, are not counted, and their number is
said.
"""

import argparse
import email
import email.policy
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from engine.documents.reading import Reader
from engine.errors import DocumentRefused
from tests.bench.fidelity_parts import ListNumbers, charts

_WORD = re.compile(r"[^\W_]+")
_SCRIPT_SIGN = re.compile(r"(?<=[^\W_])[\^_](?=[^\W_])")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_SPACED_END = re.compile("(?<=[\uac00-\ud7a3]) \n(?=[\uac00-\ud7a3])")
_BARE_END = re.compile("(?<=[\uac00-\ud7a3])\n(?=[\uac00-\ud7a3])")
_TELLING = 0.2  # of the line ends between syllables
_FEWEST = 5
_TARGETS = {
    ".pdf": 0.985,
    ".docx": 0.998,
    ".xlsx": 0.99,
    ".html": 0.995,
    ".odt": 0.99,
    ".eml": 0.985,
}


def words(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    plain = _SCRIPT_SIGN.sub("", unicodedata.normalize("NFKC", text))
    return Counter(_WORD.findall(plain.casefold()))


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
    body = tree.find("body")
    for parent in list(body.iter()):
        for child in list(parent):
            is_comment = not isinstance(child.tag, str)
            if is_comment or child.tag in ("script", "style", "template", "noscript"):
                child.text, child[:] = None, []
    return " ".join(body.itertext())


def odt(path: Path) -> str:
    """All texts of content.xml."""
    with zipfile.ZipFile(path) as archive:
        return " ".join(etree.fromstring(archive.read("content.xml")).itertext())


def eml(path: Path) -> str:
    """By Python's email: subject and the body that it prefers, HTML by html5lib."""
    import html5lib

    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    content = body.get_content() if body else ""
    if body and body.get_content_subtype() == "html":
        content = " ".join(
            html5lib.parse(content, namespaceHTMLElements=False).find("body").itertext()
        )
    return f"{message['subject'] or ''}\n{content}"


ORACLES: dict[str, Callable[[Path], str]] = {
    ".pdf": pdf, ".docx": docx, ".pptx": pptx, ".xlsx": xlsx, ".html": html, ".htm": html,
    ".odt": odt, ".eml": eml,
}  # fmt: skip


@dataclass(slots=True)
class Score:
    """The sums over one format, and each file's recall."""

    wanted: int = 0
    found: int = 0
    ours: int = 0
    files: list[tuple[float, str, list[str], list[str]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def add(self, name: str, wanted: Counter[str], ours: Counter[str]) -> None:
        """One more file."""
        common, total = (wanted & ours).total(), wanted.total()
        self.wanted += total
        self.found += common
        self.ours += ours.total()
        missing = [word for word, _count in (wanted - ours).most_common(8)]
        extra = [word for word, _count in (ours - wanted).most_common(8)]
        self.files.append((common / total, name, missing, extra))


def measure(folder: Path) -> dict[str, Score]:
    """Read every file below `folder` twice."""
    scores: dict[str, Score] = defaultdict(Score)
    with Reader() as reader:
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in ORACLES):
            suffix = path.suffix.lower().replace(".htm", ".html").replace(".htmll", ".html")
            try:
                theirs = words(ORACLES[path.suffix.lower()](path))
                ours = words(reader.read(path).text)
            except DocumentRefused as refusal:
                scores[suffix].refused.append(f"{path.name}: {refusal.status.value}")
                continue
            except Exception as error:  # noqa: BLE001 whatever another reader raises
                scores[suffix].refused.append(
                    f"{path.name}: the other reader: {type(error).__name__}"
                )
                continue
            if theirs.total() >= _FEWEST:
                scores[suffix].add(path.name, theirs, ours)
    return scores


def main() -> None:
    """Print a line a format, then the worst files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=3)
    arguments = parser.parse_args()
    print("format  files   words  recall  target  precision  refused")
    for suffix, score in sorted(measure(arguments.folder).items()):
        recall = score.found / score.wanted if score.wanted else 0
        precision = score.found / score.ours if score.ours else 0
        target = _TARGETS.get(suffix)
        print(
            f"{suffix:<7} {len(score.files):>5} {score.wanted:>7,}  {recall:.4f}  "
            f"{f'{target:.3f}' if target else '-':>6}  {precision:>9.4f}  {len(score.refused):>7}"
        )
        for one, name, missing, extra in sorted(score.files)[: arguments.worst]:
            print(f"          {one:.3f} {name}: lacks {' '.join(missing)[:90]}")
            print(f"                only ours {' '.join(extra)[:90]}")
        for said in score.refused[: arguments.worst]:
            print(f"          not counted: {said}")


if __name__ == "__main__":
    main()
