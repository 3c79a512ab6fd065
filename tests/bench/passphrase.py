"""What a passphrase costs: opening, many rows in one go, one row at a time, a backup.

    python -m tests.bench.passphrase [FOLDER]

The two kinds take turns, so that other work on the machine weighs on both alike. Each figure is
the median of its rounds, in seconds.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from engine.records import Extract, PassageSettings, Span
from engine.store import Project

ROUNDS = 5
DOCUMENTS, SENTENCES, PASSAGES, LINES = 20, 2_000, 2_000, 200
PASSPHRASE = "four words of noise"  # noqa: S105 of no project but this one
KINDS = {"without": "", "with": PASSPHRASE}


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def insert_many(project: Project) -> None:
    """Documents of about 100 KB, each with its pieces, index and a few thousand passages."""
    for number in range(DOCUMENTS):
        text = "".join(f"Gate {number} of quay {n} opens at nine. " for n in range(SENTENCES))
        sha256 = f"{number:064x}"
        report = project.documents.add(f"/{number}", f"{number}", "txt", 1, sha256, Extract(text))
        spans = [Span(n, n + 30, 6) for n in range(0, PASSAGES * 30, 30)]
        project.passages.save(report.document_id or 0, PassageSettings(), spans)


def insert_singly(project: Project) -> None:
    """Rows of the log, each committed by itself."""
    for number in range(LINES):
        project.log.add("bench", f"line {number}")


def take_a_round(path: Path, passphrase: str) -> dict[str, float]:
    """Seconds of each kind of work in a new project."""
    Project.create(path, passphrase).close()
    begin = time.perf_counter()
    with Project.open(path, passphrase) as project:
        return {
            "open": time.perf_counter() - begin,
            "insert many": timed(lambda: insert_many(project)),
            "insert singly": timed(lambda: insert_singly(project)) / LINES,
            "back up": timed(project.back_up),
            "search": timed(lambda: project.search("quay 1999")),
        }


def measure(folder: Path) -> dict[tuple[str, str], list[float]]:
    """Seconds of each round, by what was done and the kind of project."""
    seconds: dict[tuple[str, str], list[float]] = {}
    for number in range(ROUNDS):
        for kind, passphrase in KINDS.items():
            path = folder / f"{kind} {number}.bonito"
            for what, value in take_a_round(path, passphrase).items():
                seconds.setdefault((what, kind), []).append(value)
    print(f"a project of {path.stat().st_size / 1e6:.0f} MB, {ROUNDS} rounds")
    return seconds


def main(folder: Path) -> None:
    """Measure and print the table."""
    seconds = measure(folder)
    print("| what | without | with | factor |\n| --- | --- | --- | --- |")
    for what in dict.fromkeys(what for what, _kind in seconds):
        plain, secret = (median(seconds[what, kind]) for kind in KINDS)
        print(f"| {what} | {plain:.4f} s | {secret:.4f} s | x{secret / plain:.2f} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
