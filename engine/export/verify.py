"""Check an export against its manifest: every byte, every row, no document in two parts.

This file needs nothing but Python 3.10 and goes into every exported folder:

    python verify.py            # the folder it lies in
    python verify.py FOLDER

The exit code is 0 only if all holds. A manifest shows that files are as they were written, not who
wrote them: whoever can change the files can change the manifest too, so compare its own SHA-256,
which is printed, with the one you were told by another way.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST = "manifest.json"
_MOST_SHOWN = 20  # problems; a torn file would otherwise fill the screen


class Verified(NamedTuple):
    """What was found; an export is as it was written if there is no problem."""

    problems: list[str]  # sentences for people
    files: int
    rows: int
    documents: int
    manifest_sha256: str


def verify(folder: Path) -> Verified:
    """Check the export in the folder; never raises for what is wrong with it."""
    try:
        data = (folder / MANIFEST).read_bytes()
        manifest: Any = json.loads(data.decode("utf-8"))
        entries = [(str(e["path"]), str(e["sha256"]), e.get("rows")) for e in manifest["files"]]
        listed = {str(one["sha256"]) for one in manifest["documents"]}
        stated: object = manifest["rows"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{MANIFEST} can't be read ({type(error).__name__}); is this an export's folder?"
        return Verified([problem], 0, 0, 0, "")
    problems: list[str] = []
    parts: dict[str, set[str]] = {}
    rows = 0
    for name, sha256, count in entries:
        if Path(name).name != name:
            problems.append(f"{name}: lies outside of the folder; not looked at.")
            continue
        found, seen = _check_file(folder / name, sha256, count)
        problems += found
        rows += count if isinstance(count, int) else 0
        for document in seen:
            parts.setdefault(document, set()).add(name)
    problems += _check_whole((stated, rows), listed, parts)
    problems += _unlisted(folder, {name for name, _, _ in entries})
    return Verified(problems, len(entries), rows, len(parts), hashlib.sha256(data).hexdigest())


def _check_file(path: Path, sha256: str, count: object) -> tuple[list[str], set[str]]:
    """The problems of one listed file, and the documents its rows name."""
    found = hashlib.sha256()
    rows, documents, bad = 0, set[str](), 0
    try:
        with path.open("rb") as lines:
            for line in lines:
                found.update(line)
                if count is not None:
                    rows += 1
                    document = _document_of(line)
                    bad += document is None
                    documents |= {document} if document else set()
    except OSError as error:
        return [f"{path.name}: can't be read ({error.strerror})."], set()
    problems = [f"{path.name}: was changed; its SHA-256 is {found.hexdigest()}."]
    problems = problems if found.hexdigest() != sha256 else []
    if bad:
        problems.append(f"{path.name}: {bad} of {rows} lines hold no JSON object.")
    if count is not None and rows != count:
        problems.append(f"{path.name}: holds {rows} rows, and the manifest says {count}.")
    return problems, documents


def _document_of(line: bytes) -> str | None:
    """The SHA-256 of a row's document, empty where rows don't say it; None if it is no row."""
    try:
        row: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(row, dict):
        return None
    try:
        return str(row["provenance"]["document"]["sha256"])  # pyright: ignore[reportUnknownArgumentType]
    except (KeyError, TypeError):
        return ""


def _check_whole(
    rows: tuple[object, int], listed: set[str], parts: dict[str, set[str]]
) -> list[str]:
    """What only the files together show; `rows` are those stated and those listed."""
    problems: list[str] = []
    if rows[0] != rows[1]:
        problems.append(f"The manifest says {rows[0]} rows, and lists files of {rows[1]}.")
    for document, names in sorted(parts.items()):
        if len(names) > 1:
            problems.append(f"Document {document[:12]} is in {' and '.join(sorted(names))}.")
        if document not in listed:
            problems.append(f"Document {document[:12]} is not in the manifest.")
    return problems


def _unlisted(folder: Path, listed: set[str]) -> list[str]:
    """Files of rows that a training program might load, and nobody vouches for."""
    names = sorted(path.name for path in folder.glob("*.jsonl"))
    return [f"{name}: is not in the manifest." for name in names if name not in listed]


def lines(found: Verified) -> list[str]:
    """What was found, for people."""
    shown = found.problems[:_MOST_SHOWN]
    if len(found.problems) > len(shown):
        shown.append(f"... and {len(found.problems) - len(shown)} more.")
    if found.problems:
        return ["This export is not as it was written:", *shown]
    counts = f"{found.files} files, {found.rows} rows, {found.documents} documents"
    return [
        f"As it was written: {counts}, none of them in two files.",
        f"{MANIFEST} has the SHA-256 {found.manifest_sha256}",
    ]


if __name__ == "__main__":
    result = verify(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
    print("\n".join(lines(result)))  # noqa: T201 - a script of its own
    sys.exit(1 if result.problems else 0)
