"""Flip single bits of a plain project, one at a time, and count what `verify` notices.

    python -m tests.bench.flips [FLIPS] [SEED]

Each flip is made in a fresh copy, at a seeded place of the file. It is `noticed` if the project
can't be opened or `verify` names a problem; `harmless` if nothing is noticed and the project holds
the same rows (free space, header fields that nobody reads); else `unnoticed`.
"""

import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from engine.errors import ProjectError
from engine.records import Decision, FileStatus, Verdict
from engine.store import Project, prove
from engine.store.connection import Connection
from tests.projects import fill


def main(flips: int, seed: int) -> int:
    """Print the counts; the exit code is 1 if more than one in 200 went unnoticed."""
    with TemporaryDirectory() as folder:
        project = Path(folder) / "sample.bonito"
        make(project)
        found = Counter[str]()
        data, rows, draw = project.read_bytes(), content(project), Random(seed)  # noqa: S311
        for _ in range(flips):
            bit = draw.randrange(len(data) * 8)
            said = outcome(Path(folder) / "flipped.bonito", data, bit, rows)
            found[said] += 1
            if said == "unnoticed":
                print(f"unnoticed: byte {bit // 8}, bit {bit % 8}")
    print(f"{flips} flips in {len(data):,} bytes: {dict(found)}")
    return int(found["unnoticed"] > flips // 200)


def make(path: Path) -> None:
    """A project with something in nearly every table."""
    with Project.create(path) as project:
        tasks = fill(project, documents=40, answers="The gate of dock {question} opens at nine.")
        project.documents.refuse("/in/x.pdf", "x.pdf", FileStatus.DAMAGED, "Torn.")
        for number, task in enumerate(tasks[:80]):
            verdict = (Verdict.ACCEPT, Verdict.REJECT, Verdict.EDIT)[number % 3]
            text = f"At {number}." if verdict is Verdict.EDIT else None
            project.decisions.add([Decision(task, verdict, output=text)], "Ada")
        project.drafts.save(tasks[-1], "When does it open?", "At ten")


def outcome(path: Path, data: bytes, bit: int, rows: list[str]) -> str:
    """What becomes of one flipped bit."""
    flipped = bytearray(data)
    flipped[bit // 8] ^= 1 << (bit % 8)
    for side in path.parent.glob(f"{path.name}*"):
        side.unlink()
    path.write_bytes(flipped)
    try:
        if prove(path).problems:
            return "noticed"
        return "harmless" if content(path) == rows else "unnoticed"
    except ProjectError:
        return "noticed"


def content(path: Path) -> list[str]:
    """Every row of every table, as SQL, indices of words left out: they are made from the rows."""
    connection = Connection(path)
    try:
        names = connection.texts(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_index%'"
            " ORDER BY name"
        )
        return [
            repr((name, row))
            for name in names
            for row in connection.tuples(f"SELECT * FROM {name}")  # noqa: S608
        ]
    finally:
        connection.close()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(given[0] if given else 200, given[1] if len(given) > 1 else 1))
