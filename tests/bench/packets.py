"""What packing and merging cost: time and memory for runs of 10,000 to 1,000,000 units.

    python -m tests.bench.packets                       10,000, 100,000 and 1,000,000 units
    python -m tests.bench.packets --units 10000 --parts 4

A planned run is packed, each packet is answered by SQL (four checks a task, every tenth a
duplicate, every twentieth tried twice), and all are merged. Each step is a process of its own,
whose processor time and largest resident memory are told, both of all parts together.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.packets import merge, pack
from engine.records import (
    Extract,
    ModelIdentity,
    PassageSettings,
    PlannedUnit,
    RunRequest,
    RunState,
    Span,
)
from engine.store import Project

ROOT = Path(__file__).resolve().parents[2]
TYPES = ("exqa", "ynqa")
SAMPLES = 2
PASSAGES = 250  # of a document
TEXT = 3 * (
    "The harbour office opens at nine and the fee is paid at the gate before the ship leaves. "
)
HOUR = 3600.0
_TASKS = """
INSERT INTO tasks SELECT u.id + (SELECT first_task - first_unit FROM packings), u.id, run_id,
    passage_id, task_type, iif(u.id % 10 = 9, 'duplicate', 'ok'),
    iif(u.id % 10 = 9, NULL, printf('%064x', u.id)),
    'What does number ' || (u.id - (u.id % 10 = 9)) || ' of the harbour office say of the fee?',
    'That it is paid at the gate before ship ' || (u.id - (u.id % 10 = 9)) || ' leaves.',
    'raw words of the model, which are a little longer than those that are kept ' || u.id,
    'exact', 10, 30, printf('%064x', passage_id), 300, 40, 1.5, '', '2026-01-01T00:00:00+00:00', 1
FROM units u ORDER BY u.id
"""
_CHECKS = """
INSERT INTO checks SELECT t.id, k.value ->> 0, 1, -abs((t.id * 37 % 100) / 100.0),
    k.value ->> 1, 0.0
FROM tasks t, json_each('[["form", "x"], ["output_lowest", ""], ["output_mean", ""]]') k
ORDER BY t.id
"""
_DOUBT = "INSERT INTO checks SELECT id, 'doubt', 2, 0.5, 'some', 0.0 FROM tasks ORDER BY id"
_ATTEMPTS = """
INSERT INTO attempts SELECT u.id, n.value, u.seed, 0, 'echo', 'raw words', 'eos', 40, 1.5
FROM units u, json_each('[1, 2]') n WHERE u.id % 20 = 0
"""


def build(folder: Path, units: int, _parts: int) -> None:
    """A project with a planned run."""
    text = "".join(f"{place:06} {TEXT}" for place in range(PASSAGES))
    size = len(text) // PASSAGES
    spans = [Span(n * size, (n + 1) * size, 60) for n in range(PASSAGES)]
    passages = units // (len(TYPES) * SAMPLES)
    with Project.create(folder / "work.bonito") as project:
        with project.transaction():
            for number in range(-(-passages // PASSAGES)):
                name, own = f"d{number}.txt", f"{number:08}{text[8:]}"
                report = project.documents.add(
                    name, name, "txt", len(own), f"{number:064x}", Extract(own)
                )
                assert report.document_id is not None
                project.passages.save(report.document_id, PassageSettings(), spans)
        ids = [passage for _document, passage in project.passages.ids(PassageSettings())]
        plan = [
            PlannedUnit(passage, kind, sample, passage * 10 + sample)
            for passage in ids[:passages]
            for kind in TYPES
            for sample in range(SAMPLES)
        ]
        model = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
        project.runs.create(RunRequest("tiny", TYPES, SAMPLES), model, plan, RunState.PLANNED)


def pack_all(folder: Path, _units: int, parts: int) -> None:
    """Pack the run."""
    with Project.open(folder / "work.bonito") as project:
        pack(project, 1, parts, folder / "stick")


def answer_all(folder: Path, _units: int, _parts: int) -> None:
    """Answer every packet."""
    for path in packets_in(folder):
        with Project.open(path) as packet:
            connection = packet._connection
            with packet.transaction():
                for statement in (_TASKS, _CHECKS, _DOUBT, _ATTEMPTS):
                    connection.write(statement)
            packet.runs.set_state(1, RunState.DONE)


def merge_all(folder: Path, _units: int, _parts: int) -> None:
    """Merge every packet."""
    with Project.open(folder / "work.bonito") as project:
        merge(project, packets_in(folder))


def merge_again(folder: Path, units: int, _parts: int) -> None:
    """Merge every packet once more, which adds nothing."""
    with Project.open(folder / "work.bonito") as project:
        assert sum(one.same for one in merge(project, packets_in(folder))) == units


def packets_in(folder: Path) -> list[Path]:
    """The packets, without their backups."""
    return sorted(one for one in (folder / "stick").glob("*.bonito") if "(" not in one.name)


STEPS: Mapping[str, Callable[[Path, int, int], None]] = {
    "build": build,
    "pack": pack_all,
    "answer": answer_all,
    "merge": merge_all,
    "again": merge_again,
}


def measured(step: str, folder: Path, units: int, parts: int) -> dict[str, float]:
    """Do a step in a process of its own; processor seconds, and memory in MB."""
    command = [sys.executable, "-m", "tests.bench.packets", "--step", step, "--folder", str(folder),
        "--units", str(units), "--parts", str(parts)]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=HOUR
    )
    return json.loads(done.stdout)


def one_step(step: str, folder: Path, units: int, parts: int) -> None:
    """What `measured` calls."""
    began = time.monotonic()
    STEPS[step](folder, units, parts)
    used = resource.getrusage(resource.RUSAGE_SELF)
    result = {
        "seconds": time.monotonic() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "mb": used.ru_maxrss / 1024,
    }
    print(json.dumps(result))


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", default="10000,100000,1000000")
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        one_step(chosen.step, chosen.folder, int(chosen.units), chosen.parts)
        return
    print("    units parts  step      seconds      CPU s   us/unit    MB  packets MB", flush=True)
    for units in map(int, chosen.units.split(",")):
        with tempfile.TemporaryDirectory() as name:
            for step in STEPS:
                found = measured(step, Path(name), units, chosen.parts)
                size = sum(one.stat().st_size for one in packets_in(Path(name))) / 2**20
                print(
                    f"{units:>9,} {chosen.parts:>5}  {step:<7} {found['seconds']:>9.1f} "
                    f"{found['cpu']:>10.1f} {found['cpu'] / units * 1e6:>9.0f} {found['mb']:>5.0f} "
                    f"{size:>10.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
