"""Export and verify a project of many tasks, and print the rows, the processor time and the memory.

    python -m tests.bench.bundle [TASKS [DOCUMENTS]] [--compare]

Made by SQL (`tests/large_project.py`), 1,000,000 tasks of 1,000 documents if not said otherwise;
all that are not rejected are written, split 80/10/10 with a proof of it. Each step is a process of
its own. With `--compare` near-duplicate rows are looked for too; without, they are kept.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.export import ExportRequest, export
from engine.export.verify import lines, verify
from engine.store import Project
from tests.large_project import Size, large_project

_KB_A_MB = 1024


def _export(project: Path, folder: Path, *, one_of_each: bool) -> str:
    request = ExportRequest(
        folder, "messages", only_accepted=False, split=(80, 10, 10), one_of_each=one_of_each
    )
    with Project.open(project) as opened:
        report = export(opened, request)
    return f"{report.rows:,} rows"


def _verify(folder: Path) -> str:
    return lines(verify(folder))[0]


def _step(name: str, *arguments: str) -> None:
    """Run one step in a process of its own; it prints what it did and what it took."""
    subprocess.run([sys.executable, "-m", "tests.bench.bundle", name, *arguments], check=True)


def _timed(name: str, arguments: list[str]) -> None:
    start = time.process_time()
    folder = Path(arguments[0])
    if name == "verify":
        said = _verify(folder)
    else:
        said = _export(Path(arguments[1]), folder, one_of_each="--compare" in arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB_A_MB
    print(f"{name}: {said}; {time.process_time() - start:.0f} s of CPU, {peak:.0f} MB at most")


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in {"export", "export again", "verify"}:
        _timed(sys.argv[1], sys.argv[2:])
        return
    options = [word for word in sys.argv[1:] if word.startswith("--")]
    numbers = [int(word) for word in sys.argv[1:] if not word.startswith("--")]
    size = Size(*(*numbers, *(1_000_000, 1_000)[len(numbers) :]))
    made = large_project(size)
    with tempfile.TemporaryDirectory() as name:
        project, folder = Path(name) / "work.bonito", Path(name) / "out"
        shutil.copy(made, project)
        print(f"{size.tasks:,} tasks, {size.documents:,} documents, {_mb(project)} MB", flush=True)
        _step("export", str(folder), str(project), *options)
        _step("export again", str(folder), str(project), *options)
        print(f"the folder has {sum(_mb(file) for file in folder.iterdir())} MB", flush=True)
        _step("verify", str(folder))


def _mb(path: Path) -> int:
    return round(path.stat().st_size / 1e6)


if __name__ == "__main__":
    main()
