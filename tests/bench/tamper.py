"""Tamper with an export in 63 ways and print which of them `verify` notices.

    python -m tests.bench.tamper

The ways follow an audit of an earlier version, which missed most of them, hung or stumbled: files
changed or added without a word in the manifest, the manifest alone, and rows with every checksum,
size and count made right again. `verify.py` in the folder and `bonito-desktop verify` are the same
code. Then the same with the SHA-256 of the manifest that was noted elsewhere.
"""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.export import ExportRequest, export
from engine.export.verify import verify
from engine.records import Decision, TaskFilter, Verdict
from engine.store import Project
from tests.bench.forging import Change, edit_manifest, edit_rows, rehash, rows_of, write_rows
from tests.projects import fill

_SECONDS = 20  # after which a check counts as hanging
Tamper = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to tamper, and whether the earlier version missed it (or hung)."""

    name: str
    tamper: Tamper
    was_missed: bool = False


def flip(name: str) -> Tamper:
    """Change one byte in the middle of a file."""

    def tamper(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[len(data) // 3] ^= 1
        (folder / name).write_bytes(data)

    return tamper


def lines_of(change: Callable[[list[bytes]], list[bytes]], name: str = "train.jsonl") -> Tamper:
    """Change the lines of a file."""

    def tamper(folder: Path) -> None:
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b"".join(change(lines)))

    return tamper


def bytes_of(change: Callable[[bytes], bytes], name: str = "train.jsonl") -> Tamper:
    """Change the content of a file."""
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes()))


def extra(name: str) -> Tamper:
    """Put a copy of the rows beside them."""

    def tamper(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(folder / "train.jsonl", folder / name)

    return tamper


def instead(make: Callable[[Path], object], name: str = "train.jsonl") -> Tamper:
    """Put something else in the place of a file."""

    def tamper(folder: Path) -> None:
        (folder / name).rename(folder.parent / "taken away")
        make(folder / name)

    return tamper


def listed(change: Change) -> Tamper:
    """Change the manifest alone."""
    return lambda folder: edit_manifest(folder, change)


def forged(change: Callable[[list[dict[str, Any]]], object]) -> Tamper:
    """Change the rows for training, and make every checksum, size and count right again."""
    return lambda folder: (edit_rows(folder, "train", change), rehash(folder))


def said(change: Change) -> Tamper:
    """Change where the first row says that it came from, and rehash."""
    return forged(lambda rows: change(rows[0]["provenance"]))


def move(folder: Path, rows: int | None = 1) -> None:
    """Move the first rows for training (None: all of that document) to those for testing."""
    train, test = rows_of(folder, "train"), rows_of(folder, "test")
    first = train[0]["provenance"]["document"]["sha256"]
    gone = [row for row in train if row["provenance"]["document"]["sha256"] == first][:rows]
    write_rows(folder, "train", [row for row in train if row not in gone])
    write_rows(folder, "test", test + gone)


def copy_without_origin(folder: Path) -> None:
    """The same row in two parts, neither of which says where it came from."""
    row = rows_of(folder, "train")[0]
    row.pop("provenance")
    for part in ("train", "test"):
        write_rows(folder, part, [*rows_of(folder, part), row])
    rehash(folder)


def keyed_twice(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("{", '{"rows": 1,', 1), "utf-8")


NESTED = "[" * 100_000
FILES = (
    Way("a byte of train", flip("train.jsonl")),
    Way("a byte of validation", flip("validation.jsonl")),
    Way("a byte of test", flip("test.jsonl")),
    Way("a byte of the card", flip("README.md")),
    Way("a byte of verify.py", flip("verify.py")),
    Way("a byte of croissant.json", flip("croissant.json")),
    Way("a row deleted", lines_of(lambda lines: lines[1:])),
    Way("a row doubled", lines_of(lambda lines: [lines[0], *lines])),
    Way("rows in another order", lines_of(lambda lines: lines[::-1])),
    Way("a row moved to test", move),
    Way("CRLF", bytes_of(lambda data: data.replace(b"\n", b"\r\n"))),
    Way("a byte order mark", bytes_of(lambda data: b"\xef\xbb\xbf" + data)),
    Way("no last newline", bytes_of(lambda data: data[:-1])),
    Way("one more newline", bytes_of(lambda data: data + b"\n")),
    Way("a file removed", lambda folder: (folder / "test.jsonl").unlink()),
    Way("a file renamed", lambda f: (f / "test.jsonl").rename(f / "tests.jsonl")),
    Way("x.jsonl", extra("x.jsonl")),
    Way("a folder for a file", instead(Path.mkdir)),
    Way("no manifest", lambda folder: (folder / "manifest.json").unlink()),
    Way("x.json", extra("x.json"), was_missed=True),
    Way("X.JSONL", extra("X.JSONL"), was_missed=True),
    Way("train.csv", extra("train.csv"), was_missed=True),
    Way("train.parquet", extra("train.parquet"), was_missed=True),
    Way("train-00001.jsonl.gz", extra("train-00001.jsonl.gz"), was_missed=True),
    Way("data/train.jsonl", extra("data/train.jsonl"), was_missed=True),
    Way("t.py", extra("t.py"), was_missed=True),
    Way("a link out", instead(lambda p: p.symlink_to(p.parent.parent / "taken away")), True),
    Way("a pipe", instead(os.mkfifo), was_missed=True),
    Way("a link to /dev/zero", instead(lambda path: path.symlink_to("/dev/zero")), True),
    Way("a nested row", lines_of(lambda lines: [NESTED.encode() + b"\n", *lines[1:]])),
)
MANIFEST = (
    Way("a path outside", listed(lambda m: m["files"][0].update(path="../x.jsonl"))),
    Way("a file listed twice", listed(lambda m: m["files"].append(m["files"][0]))),
    Way("all rows", listed(lambda m: m.update(rows=1))),
    Way("rows of a file", listed(lambda m: m["files"][0].update(rows=1))),
    Way("a nested manifest", lambda f: (f / "manifest.json").write_text(NESTED), True),
    Way("a key twice", keyed_twice, was_missed=True),
    Way("bytes", listed(lambda m: m["files"][0].update(bytes=1)), was_missed=True),
    Way("rows of a document", listed(lambda m: m["documents"][0].update(rows=1)), True),
    Way("part of a document", listed(lambda m: m["documents"][0].update(part="x")), True),
    Way("rows by type", listed(lambda m: m.update(rows_by_type={"exqa": 1})), was_missed=True),
    Way("a run's model", listed(lambda m: m["runs"][0]["model"].update(sha256="1" * 64)), True),
    Way("when it was made", listed(lambda m: m.update(made_at="2020-01-01")), was_missed=True),
)
REHASHED = (
    Way("a document in two files", lambda f: (move(f), rehash(f))),
    Way("a blank line", lambda f: (bytes_of(lambda d: d + b"\n")(f), rehash(f))),
    Way("a task twice", forged(lambda rows: rows.append(rows[0])), was_missed=True),
    Way("a rejected row", said(lambda p: p.update(decision="reject")), was_missed=True),
    Way("another model", said(lambda p: p["model"].update(sha256="0" * 64)), was_missed=True),
    Way("an unknown run", said(lambda p: p.update(run=99)), was_missed=True),
    Way(
        "evidence outside",
        said(lambda p: p["evidence"].update(grade="exact", start=99_999, end=100_000)),
        was_missed=True,
    ),
    Way(
        "evidence of another length",
        said(lambda p: p["evidence"].update(grade="exact", start=p["passage"]["start"],
                                            end=p["passage"]["start"] + 5)),
        was_missed=True,
    ),
    Way("a document moved to test", lambda f: (move(f, None), rehash(f)), was_missed=True),
    Way("no provenance in a row", forged(lambda rows: rows[0].pop("provenance")), True),
    Way("a row in two parts, without it", copy_without_origin, was_missed=True),
    Way(
        "another shape",
        forged(lambda rows: rows[0].update(messages=[rows[0].pop("input"), rows[0].pop("output")])),
        was_missed=True,
    ),
    Way("another column", forged(lambda rows: rows[0].update(note="x")), was_missed=True),
    Way("NaN", forged(lambda rows: rows[0].update(output=float("nan"))), was_missed=True),
    Way("a number for a text", forged(lambda rows: rows[0].update(output=7)), was_missed=True),
    Way("another sampling", said(lambda p: p["sampling"].update(temperature=2.0)), True),
    Way("another task type", said(lambda p: p.update(task_type="sentiment")), was_missed=True),
    Way("another document", said(lambda p: p["document"].update(sha256="f" * 64)), True),
    Way("another page", said(lambda p: p["document"].update(page="99")), was_missed=True),
    Way("another seed", said(lambda p: p.update(seed=1)), was_missed=True),
    Way("a replaced verify.py", lambda f: ((f / "verify.py").write_text("print(0)"), rehash(f)),
        was_missed=True),
)  # fmt: skip
WAYS = (*FILES, *MANIFEST, *REHASHED)


def made(folder: Path) -> Path:
    """A small export of accepted tasks in three parts."""
    with Project.create(folder / "work.bonito") as project:
        fill(project, documents=6)
        accepted = [Decision(task, Verdict.ACCEPT) for task in project.tasks.ids(TaskFilter())]
        project.decisions.add(accepted, "me")
        export(project, ExportRequest(folder / "out", split=(60, 20, 20)))
    return folder / "out"


def is_noticed(way: Way, folder: Path, noted: str) -> tuple[bool, bool]:
    """Whether the check notices it by itself, and with the manifest's noted SHA-256."""
    copy = Path(shutil.copytree(folder, folder.parent / "copy"))
    try:
        way.tamper(copy)
        signal.alarm(_SECONDS)
        found = verify(copy)
        signal.alarm(0)
    finally:
        shutil.rmtree(copy)
        (folder.parent / "taken away").unlink(missing_ok=True)
    alone = bool(found.problems)
    return alone, alone or found.manifest_sha256 != noted


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = made(Path(name))
        untouched = verify(folder)
        found = {way: is_noticed(way, folder, untouched.manifest_sha256) for way in WAYS}
    before = [way for way in WAYS if way.was_missed]
    print(f"{sum(alone for alone, _ in found.values())} of {len(WAYS)} ways are noticed")
    print(f"{sum(found[way][0] for way in before)} of the {len(before)} that went unnoticed before")
    print(f"{sum(noted for _, noted in found.values())} with the SHA-256 that was noted elsewhere")
    print("still unnoticed:", ", ".join(way.name for way in WAYS if not found[way][0]) or "none")
    print("problems in the untouched export:", untouched.problems or "none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
