"""Import very large inputs and print the largest memory of each process: application and children.

    python -m tests.bench.scale rows|prose|files [FOLDER]

`rows` is a CSV of 1,000,000 rows, `prose` a text of 48 MB, `files` 20,000 texts in 1,000 folders.
Peaks are resident memory, looked at every 50 ms; children are told apart by their command.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from engine.importing import import_paths
from engine.records import FileStatus, PassageKind
from engine.runs.cutting import cut_missing
from engine.store import Project
from models.library import find

_MB = 1e6
_LOOK_SECONDS = 0.05


def rows(folder: Path) -> Path:
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("number,amount,place,year\n")
        for n in range(1_000_000):
            file.write(f"{n},{n * 7919 % 100_003},place {n % 977},{1990 + n % 35}\n")
    return path


def prose(folder: Path) -> Path:
    path = folder / "prose.txt"
    with path.open("w", encoding="utf-8") as file:
        for n in range(120_000):
            rent = f"Clause {n} says that the tenant of house {n % 811} pays on day {n % 28}. "
            file.write(rent * 6 + "\n\n")
    return path


def files(folder: Path) -> Path:
    for n in range(20_000):
        inner = folder / "files" / f"f{n // 20}"
        inner.mkdir(parents=True, exist_ok=True)
        (inner / f"{n}.txt").write_text(
            f"Notice {n}. The gate opens at {n % 24}.", encoding="utf-8"
        )
    return folder / "files"


INPUTS = {"rows": rows, "prose": prose, "files": files}


class Watch(threading.Thread):
    """Remembers the most memory that this process and each kind of child had."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peaks: dict[str, int] = {}
        self.phase = "reading"
        self._is_over = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self._is_over.wait(_LOOK_SECONDS):
            self._note(f"application, {self.phase}", me)
            for child in me.children(recursive=True):
                self._note(f"largest child, {self.phase}", child)

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _note(self, name: str, process: psutil.Process) -> None:
        try:
            memory = process.memory_info().rss
        except psutil.Error:
            return
        self.peaks[name] = max(self.peaks.get(name, 0), memory)


def main() -> None:
    what = sys.argv[1]
    if len(sys.argv) > 2:
        Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as name:
        folder = Path(name)
        path = INPUTS[what](folder)
        watch, start = Watch(), time.process_time()
        watch.start()
        with Project.create(folder / "scale.bonito") as project:
            reports = import_paths(project, [path])
            watch.phase = "cutting"
            cut_missing(project, find("default"), [PassageKind.PARAGRAPH])
            passages = project.status().passages
        watch.stop()
    ready = sum(report.status is FileStatus.READY for report in reports)
    print(f"{what}: {ready:,} of {len(reports):,} files ready, {passages:,} passages")
    print(f"  CPU of the application {time.process_time() - start:.0f} s")
    for name, peak in watch.peaks.items():
        print(f"  {name}: {peak / _MB:.0f} MB")


if __name__ == "__main__":
    main()
