"""Offer a folder of spoiled files for import and show what became of each format.

Run from the repository with `python tests/bench/hostile.py [--seed N] [--files N] [--samples
FOLDER] [--keep FOLDER]`; a thousand files take about two minutes. Sound files of every format,
and those of `--samples`, are spoiled by chance: bits, ends, seams, numbers, sizes, nesting,
encodings, suffixes; beside them lie pipes, sockets, loops of links and odd names. Every file must
end with a status, within 30 s and 2 GiB, and the import must live: otherwise the exit code is 1.
"""

import argparse
import os
import socket
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from time import monotonic
from typing import ClassVar

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine import importing
from engine.documents.formats import SUFFIXES, format_of
from engine.documents.reading import Reader
from engine.errors import DocumentRefused
from engine.records import Extract, FileReport, FileStatus
from engine.store import Project
from tests.engine.documents import mutations, sound

SECONDS, BYTES = 30.0, 2 * 1024**3
CRASHED = "The reader crashed"  # how the refusal of a file begins that ended the child
LARGEST_SAMPLE = 2_000_000


class WatchedReader(Reader):
    """A reader that notes how long each file took and how large its child has been."""

    seconds: ClassVar[dict[str, float]] = {}
    peak_bytes = 0

    def read(self, path: Path, column: str = "") -> Extract:
        began = monotonic()
        try:
            return super().read(path, column)
        finally:
            WatchedReader.seconds[str(path)] = monotonic() - began
            if self._child is not None:
                WatchedReader.peak_bytes = max(WatchedReader.peak_bytes, _peak(self._child.pid))


def _peak(pid: int) -> int:
    with suppress(OSError):  # it has just been ended, or this is no Linux
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def samples(folder: Path | None) -> dict[str, list[bytes]]:
    """Sound files by format."""
    found = {name: list(files) for name, files in sound.samples().items()}
    for path in sorted(folder.rglob("*")) if folder else ():
        is_small = path.is_file() and path.stat().st_size <= LARGEST_SAMPLE
        if is_small and path.suffix.lower() in SUFFIXES:
            found[SUFFIXES[path.suffix.lower()]].append(path.read_bytes())
    return found


def make_files(folder: Path, seed: int, count: int, sources: dict[str, list[bytes]]) -> None:
    """Fill a folder with spoiled files, the same ones for the same seed."""
    chance = Random(seed)  # noqa: S311 - it must be repeatable
    names = sorted(sources)
    for number in range(count):
        name = names[number % len(names)]
        mutation = chance.choice(mutations.of_format(name))
        data = mutation(chance, chance.choice(sources[name]), chance.choice(sources[name]))
        suffix = mutations.suffix_of(name)
        if chance.random() < 0.04:
            suffix = chance.choice(sorted(SUFFIXES))
        (folder / f"{number:05}-{mutation.__name__}{suffix}").write_bytes(data)


def add_odd_entries(folder: Path, stack: ExitStack) -> None:
    """What is no plain file, and names that are no plain names; as far as the system has them."""
    odd = folder / "odd"
    odd.mkdir()
    for name in ("a\nb.txt", "a\u202etxt.exe.txt", "-rf.txt", "x" * 240 + ".txt", "\x1b[31m.csv"):
        (odd / name).write_text(f"Text of {len(name)} signs.")
    (Path(os.fsdecode(os.fsencode(odd) + b"/\xff\xfe.txt"))).write_text("Text under no name.")
    os.mkfifo(odd / "pipe.txt")
    server = stack.enter_context(socket.socket(socket.AF_UNIX))
    server.bind(str(odd / "s.txt"))
    for name, target in (("loop.txt", "loop.txt"), ("up", ".."), ("out.txt", "/etc/hostname"),
                         ("null.txt", "/dev/zero"), ("gone.txt", "nothing")):  # fmt: skip
        (odd / name).symlink_to(target)
    with (odd / "sparse.txt").open("wb") as sparse:
        sparse.truncate(199 * 1024**2)


def vanish(folder: Path, report: FileReport) -> None:
    """After some reports, remove a file that is still to come."""
    if report.name.startswith("00010"):
        for path in folder.glob("00?97-*"):
            path.unlink()


def show(reports: list[FileReport]) -> None:
    """The table of statuses by format."""
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        counts[_format(report), report.status.value] += 1
    statuses = [each.value for each in FileStatus if any(s == each.value for _, s in counts)]
    print(f"{'format':<12}" + "".join(f"{status:>12}" for status in statuses))
    for name in sorted({name for name, _ in counts}):
        print(f"{name:<12}" + "".join(f"{counts[name, status]:>12}" for status in statuses))


def _format(report: FileReport) -> str:
    try:
        return format_of(Path(report.path))
    except DocumentRefused:
        return "none"


def faults(reports: list[FileReport], offered: int) -> list[str]:
    """What broke the rule for every file."""
    found = [f"{offered} files were offered, and {len(reports)} reported"] * (
        offered != len(reports)
    )
    for path, seconds in WatchedReader.seconds.items():
        if seconds > SECONDS:
            found.append(f"{Path(path).name} took {seconds:.0f} s")
    if WatchedReader.peak_bytes > BYTES:
        found.append(f"a reader took {WatchedReader.peak_bytes / 1e6:,.0f} MB")
    return found


def run(folder: Path, args: argparse.Namespace) -> int:
    papers = folder / "papers"
    papers.mkdir()
    make_files(papers, args.seed, args.files, samples(args.samples))
    importing.Reader = WatchedReader
    with ExitStack() as stack:
        if sys.platform != "win32":
            add_odd_entries(papers, stack)
        offered = sum(1 for path in papers.rglob("*") if path != papers / "odd")
        began = monotonic()
        with Project.create(folder / "hostile.bonito") as project:
            reports = importing.import_paths(project, [papers], lambda each: vanish(papers, each))
        seconds = monotonic() - began
    show(reports)
    crashed = [each.name for each in reports if each.detail.startswith(CRASHED)]
    slowest = sorted(WatchedReader.seconds.items(), key=lambda each: -each[1])[:5]
    print(f"\n{len(reports):,} files in {seconds:.0f} s; {len(crashed)} ended their reader")
    print("".join(f"  {Path(path).name}: {taken:.1f} s\n" for path, taken in slowest), end="")
    own = psutil.Process().memory_info().rss
    print(f"largest reader {WatchedReader.peak_bytes / 1e6:,.0f} MB, parent {own / 1e6:,.0f} MB")
    print("".join(f"  ended its reader: {name}\n" for name in crashed), end="")
    broken = faults(reports, offered)
    print("\n".join(broken) or "every file ended with a status, in time and in bounds")
    return 1 if broken else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--samples", type=Path, help="sound files to spoil beside our own")
    parser.add_argument("--keep", type=Path, help="an empty folder to leave the files in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        return run(args.keep or Path(temporary), args)


if __name__ == "__main__":
    sys.exit(main())
