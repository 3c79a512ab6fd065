"""Export and verify a project of many tasks by the real commands: time, and the largest memory.

    python -m tests.bench.bundle [TASKS [DOCUMENTS]] [--short] [--keep-near-duplicates]

A copy of a project made by SQL (`tests/large_project.py`; 1,000,000 tasks of 1,000 documents if not
said otherwise) is exported as a user does it: all that are not rejected, split 80/10/10,
near-duplicates compared unless they are to be kept. Then again, when what was compared is known;
then the folder is verified by the application, by its own `verify.py` and against the project.
`--short` leaves out the second export and the project, and makes that in a fifth of the time: four
samples of each passage and no index of the tasks' words.
Other options go to `export`. Each step is a process of its own, whose peak the system tells; 150 MB
are allowed for each.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KB_A_MB = 1024
ALLOWED_MB = 150
_MAKE = """from tests.large_project import Size, large_project
print(large_project(Size({}, {}, is_searchable={}, samples={})))"""
_LONG = ("export again", "verify --project")


@dataclass(frozen=True, slots=True)
class Step:
    """What one command took."""

    name: str
    code: int
    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    last_line: str


def run(name: str, command: Sequence[str], folder: Path) -> Step:
    """Run a command to its end; this process is small, so the peak is the command's own."""
    said, began = folder / "said.txt", time.monotonic()
    with said.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
        _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = said.read_text("utf-8").strip().splitlines() or [""]
    return Step(
        name,
        process.returncode,
        usage.ru_utime + usage.ru_stime,
        time.monotonic() - began,
        usage.ru_maxrss / _KB_A_MB,
        next((line for line in lines if "row" in line), lines[-1]),
    )


def main() -> None:
    options = [word for word in sys.argv[1:] if word.startswith("--") and word != "--short"]
    numbers = [int(word) for word in sys.argv[1:] if not word.startswith("--")]
    tasks, documents = (*numbers, *(1_000_000, 1_000)[len(numbers) :])
    is_short = "--short" in sys.argv
    made = subprocess.run(
        [sys.executable, "-c", _MAKE.format(tasks, documents, not is_short, 4 if is_short else 1)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name), Path(name) / "out"
        project = folder / "work.bonito"
        shutil.copy(made, project)
        print(f"{platform.platform()}, {_processor()}, load {os.getloadavg()[0]:.1f}")
        print(f"{tasks:,} tasks, {documents:,} documents, {_mb(project)} MB", flush=True)
        _table(folder, out, project, options)
        print(f"the folder has {sum(_mb(file) for file in out.iterdir())} MB")


def _table(folder: Path, out: Path, project: Path, options: list[str]) -> None:
    desktop = [sys.executable, "-m", "desktop"]
    wanted = ["--format", "messages", "--only", "all", "--split", "80/10/10", *options]
    steps = {
        "export": [*desktop, "export", str(project), str(out), *wanted],
        "export again": [*desktop, "export", str(project), str(out), *wanted],
        "bonito-desktop verify": [*desktop, "verify", str(out)],
        "verify.py of the folder": [sys.executable, "-I", str(out / "verify.py")],
        "verify --project": [*desktop, "verify", str(out), "--project", str(project)],
    }
    print("| step | exit code | CPU s | wall s | peak MB | |")
    print("| --- | --- | --- | --- | --- | --- |")
    worst = 0.0
    for name, command in steps.items():
        if "--short" in sys.argv and name in _LONG:
            continue
        step = run(name, command, folder)
        worst = max(worst, step.peak_mb)
        print(
            f"| {name} | {step.code} | {step.cpu_seconds:.0f} | {step.wall_seconds:.0f} "
            f"| {step.peak_mb:.0f} | {step.last_line[:90]} |",
            flush=True,
        )
    word = "within" if worst <= ALLOWED_MB else "MORE THAN"
    print(f"at most {worst:.0f} MB, {word} the {ALLOWED_MB} MB allowed")


def _mb(path: Path) -> int:
    return round(path.stat().st_size / 1e6)


def _processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    main()
