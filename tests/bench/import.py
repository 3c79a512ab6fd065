"""Measure importing: megabytes and files a second per format, and a folder of small mixed files.

Makes its own files in a temporary folder. Run from the repository with
`python tests/bench/import.py`; it takes about a minute. Figures are medians of three, a second is
one of a core at work; the folder of small files and the counting of tokens are timed by the clock,
with the embedded model's own tokenizer.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.documents import readers
from engine.importing import import_paths
from engine.passages.cut import cut
from engine.records import FileStatus, PassageKind
from engine.runs.cutting import cut_missing, settings_for
from engine.store import Project
from engine.store.chunks import pieces
from engine.worker.counting import token_counter
from models.library import find
from tests.engine.documents import files

ROUNDS = 3
SMALL_FILES = 1_000
SENTENCE = "The tenant pays the rent for flat {0} on the third working day of month {1}. "


def prose(number: int, paragraphs: int) -> list[str]:
    return [
        "".join(SENTENCE.format(number, line + 10 * part) for line in range(8))
        for part in range(paragraphs)
    ]


def text(number: int, size: int) -> bytes:
    return "\n\n".join(prose(number, size)).encode()


def pdf(number: int, size: int) -> bytes:
    rows = [
        files.lines(
            *(SENTENCE.format(number, page * 100 + row) for row in range(40)),
            top=390, leading=9, size=5,
        )
        for page in range(max(1, size // 5))
    ]  # fmt: skip
    return files.pdf(*rows)


def docx(number: int, size: int) -> bytes:
    return files.docx("".join(map(files.paragraph, prose(number, size))))


def pptx(number: int, size: int) -> bytes:
    return files.pptx(*(files.slide(files.shape(each)) for each in prose(number, size)))


def xlsx(number: int, size: int) -> bytes:
    rows: list[str] = []
    for row in range(1, size * 10):
        cells = "".join(files.cell(f"{column}{row}", f"{number}{row}") for column in "ABCDEFGH")
        rows.append(f'<row r="{row}">{cells}</row>')
    return files.xlsx("".join(rows))


def html(number: int, size: int) -> bytes:
    return f"<h1>{number}</h1>{''.join(f'<p>{each}</p>' for each in prose(number, size))}".encode()


def epub(number: int, size: int) -> bytes:
    return files.epub(*(html(number * 1000 + n, 10).decode() for n in range(max(1, size // 10))))


def odt(number: int, size: int) -> bytes:
    return files.odt("".join(f"<text:p>{each}</text:p>" for each in prose(number, size)))


def rtf(number: int, size: int) -> bytes:
    return ("{\\rtf1\\ansi " + "\\par\n".join(prose(number, size)) + "}").encode()


def eml(number: int, size: int) -> bytes:
    return f"Subject: Letter {number}\nFrom: a@b.example\n\n".encode() + text(number, size)


def csv(number: int, size: int) -> bytes:
    return "".join(f'{number},"{each}"\n' for each in ["text", *prose(number, size)]).encode()


def jsonl(number: int, size: int) -> bytes:
    return "".join(
        f'{{"id": {number}, "text": "{each}"}}\n' for each in prose(number, size)
    ).encode()


MAKERS: dict[str, tuple[str, Callable[[int, int], bytes]]] = {
    "txt": ("txt", text), "markdown": ("md", text), "pdf": ("pdf", pdf), "docx": ("docx", docx),
    "pptx": ("pptx", pptx), "xlsx": ("xlsx", xlsx), "html": ("html", html),
    "epub": ("epub", epub), "odt": ("odt", odt), "rtf": ("rtf", rtf), "eml": ("eml", eml),
    "csv": ("csv", csv), "jsonl": ("jsonl", jsonl),
}  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Seconds of one core, so that whatever else the computer does hardly counts."""
    times: list[float] = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        times.append(process_time() - began)
    return median(times)


def measure_format(folder: Path, name: str) -> None:
    suffix, make = MAKERS[name]
    small = [folder / f"small{number}.{suffix}" for number in range(50)]
    for number, path in enumerate(small):
        path.write_bytes(make(number, 5))
    large = folder / f"large.{suffix}"
    large.write_bytes(make(0, 1_000))
    files_second = len(small) / timed(
        lambda: [readers.read_document(path.read_bytes(), name) for path in small]
    )
    seconds = timed(lambda: readers.read_document(large.read_bytes(), name))
    characters = len(readers.read_document(large.read_bytes(), name).text)
    print(
        f"{name:<10}{large.stat().st_size / 1e6 / seconds:>12.1f}"
        f"{characters / 1e6 / seconds:>14.1f}{files_second:>12.0f}"
    )


def measure_pages(pages: int = 400) -> None:
    rows = [SENTENCE.format(row, row) for row in range(40)]
    data = files.pdf(
        *(files.lines(f"Page {page}", *rows, top=390, leading=9, size=5) for page in range(pages))
    )
    seconds = timed(lambda: readers.READERS["pdf"](data))
    print(f"\nPDF, 40 lines a page: {pages / seconds:,.0f} pages/s")


def measure_folder(folder: Path) -> None:
    """Files as an office has them, with process start, passages and the project file."""
    papers = folder / "papers"
    papers.mkdir()
    kinds = list(MAKERS.values())
    for number in range(SMALL_FILES):
        suffix, make = kinds[number % len(kinds)]
        (papers / f"{number:04}.{suffix}").write_bytes(make(number, 5))
    began = perf_counter()
    with Project.create(folder / "bench.bonito") as project:
        reports = import_paths(project, [papers])
        imported = perf_counter()
        cut_missing(project, find("default"), [PassageKind.PARAGRAPH])
        passages = sum(project.passages.counts().values())
    ended = perf_counter()
    ready = sum(report.status is FileStatus.READY for report in reports)
    print(
        f"\n{len(reports):,} small mixed files, {ready:,} ready: {ended - began:.1f} s "
        f"({imported - began:.1f} s to import, {ended - imported:.1f} s to cut into {passages:,} "
        "passages)"
    )


def measure_counting(megabytes: int = 10) -> None:
    """One long text cut into passages, in the tokens of the embedded model."""
    long = "\n\n".join(prose(7, megabytes * 1_000_000 // 640))
    model = find("default")
    settings = settings_for(model, PassageKind.PARAGRAPH)
    began = perf_counter()
    with token_counter(model.path) as count:
        loaded = perf_counter()
        tokens = sum(count([long[start:end] for start, end in pieces(long)]))
        counted = perf_counter()
        spans = cut(long, settings, count)
        ended = perf_counter()
    print(
        f"\n{len(long) / 1e6:.1f} MB of text: tokenizer loaded in {loaded - began:.1f} s, "
        f"{tokens:,} tokens counted in {counted - loaded:.1f} s, "
        f"cut into {len(spans):,} passages in {ended - counted:.1f} s"
    )


def main() -> None:
    machine = f"{platform.node()}: {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()}")
    print(f"\n{'format':<10}{'MB/s':>12}{'Mchars/s':>14}{'files/s':>12}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in MAKERS:
            measure_format(folder, name)
        measure_pages()
        measure_folder(folder)
    measure_counting()


if __name__ == "__main__":
    main()
