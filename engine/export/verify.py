"""Check an export against its manifest: every byte, every row, every number that rows can show.

This file needs nothing but Python 3.10 and goes into every exported folder:

    python verify.py            # the folder it lies in
    python verify.py FOLDER

The exit code is 0 only if all holds. It reads regular files alone, follows no link, and holds no
more than a line of them. What rows can't show is said and not claimed. A manifest shows that files
are as they were written, not who wrote them: whoever can change the files can change the manifest
too, so compare its own SHA-256, which is printed, with the one you were told by another way.
"""

import hashlib
import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from engine.export.verify_rows import (
    Json,
    Ledger,
    Problems,
    Stated,
    documents_of,
    faults_of,
    other_documents,
    other_totals,
    wrong_shape,
)

MANIFEST = "manifest.json"
SPLIT = "split.json"
CARD = "README.md"
NEWEST_LAYOUT = 3
_WRITTEN = re.compile(
    r"^(\d+) rows in the (\w+) format, written by Bonito Desktop (\S+) on (\S+)\. ", re.MULTILINE
)
_MOST_SHOWN = 20  # problems; a torn file would otherwise fill the screen
_LONGEST_LINE = _LARGEST_MANIFEST = 64 * 2**20  # bytes
_BAD = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


class Verified(NamedTuple):
    """What was found; an export is as it was written if there is no problem."""

    problems: list[str]  # sentences for people
    files: int
    rows: int
    documents: int
    manifest_sha256: str
    unshown: tuple[str, ...] = ()  # what this export can't show, in sentences


def verify(folder: Path) -> Verified:
    """Check the export in the folder; never raises for what is wrong with it, and always ends."""
    try:
        data = _content(folder / MANIFEST)
        manifest: Json = _parse(data.decode("utf-8"))
        entries = [(str(e["path"]), str(e["sha256"]), e.get("bytes"), e.get("rows"),
                    e.get("fixed_until")) for e in manifest["files"]]  # fmt: skip
        documents = documents_of(manifest)
        stated = manifest["rows"], manifest.get("layout", 1)
    except _BAD as error:
        problem = f"{MANIFEST} can't be read ({type(error).__name__}); is this an export's folder?"
        return Verified([problem], 0, 0, 0, "")
    problems, ledger = Problems(), Ledger({key: one.names for key, one in documents.items()})
    if not isinstance(stated[1], int) or stated[1] > NEWEST_LAYOUT:
        problems.add(MANIFEST, "was made by a newer version; use the verify.py beside it.")
    for name, *stated_of_file in entries:
        if Path(name).name != name or name in {"", ".", ".."}:
            problems.add(name, "lies outside of the folder; not looked at.")
        else:
            _check_file(folder / name, stated_of_file, manifest, ledger, problems)
    _check_list(folder, [name for name, *_ in entries], problems)
    try:
        _check_numbers(manifest, stated[0], documents, ledger, problems)
        if ledger.traced and SPLIT in {name for name, *_ in entries}:
            said = _parse(_content(folder / SPLIT).decode("utf-8"))
            _check_split(said, manifest, ledger, problems)
        _check_card(folder / CARD, manifest, problems)
    except _BAD:
        problems.add(MANIFEST, "does not have the form of ours.")
    return Verified(problems.all(), len(entries), ledger.rows, len(ledger.parts),
                    hashlib.sha256(data).hexdigest(), _unshown(manifest, ledger))  # fmt: skip


def _open(path: Path) -> Json:
    """Open a regular file; raises `OSError` for a link, a pipe, a device or a folder."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(0, "is a link or no regular file")
    number = os.open(path, flags | getattr(os, "O_BINARY", 0))
    file = os.fdopen(number, "rb")
    if not stat.S_ISREG(os.fstat(number).st_mode):
        file.close()
        raise OSError(0, "is no regular file")
    return file


def _content(path: Path) -> bytes:
    with _open(path) as file:
        data: bytes = file.read(_LARGEST_MANIFEST + 1)
    if len(data) > _LARGEST_MANIFEST:
        raise ValueError("too large")
    return data


def _parse(text: str) -> Json:
    """JSON without NaN and without a key twice; raises `ValueError` or `RecursionError`."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def never(name: str) -> float:
        raise ValueError(f"{name} is no number")

    def finite(digits: str) -> float:
        number = float(digits)
        return never(digits) if number in {float("inf"), float("-inf")} else number

    return json.loads(text, object_pairs_hook=once, parse_constant=never, parse_float=finite)


def _lines(path: Path, found: Json) -> Iterator[bytes]:
    """Its lines, each added to the checksum; raises `OSError` for one that is too long to hold."""
    with _open(path) as file:
        while line := file.readline(_LONGEST_LINE + 1):
            if len(line) > _LONGEST_LINE:
                raise OSError(0, "has a line of over 64 MB")
            found.update(line)
            yield line


def _check_file(
    path: Path,
    stated: list[Any],
    manifest: Json,
    ledger: Ledger,
    problems: Problems,
) -> None:
    """Hold one listed file against its checksum, its size, its rows; as far as it is fixed."""
    sha256, size, wanted, end = stated
    found, rows, length = hashlib.sha256(), 0, 0
    try:
        for line in _lines(path, found):
            rows, length = rows + 1, length + len(line)
            if wanted is not None:
                _check_line(path, rows, line, (manifest, ledger, problems))
            elif end and path.suffix == ".md" and line.rstrip(b"\r\n") == str(end).encode():
                break  # below it stand the reader's own notes
    except OSError as error:
        problems.add(path.name, f"can't be read ({error.strerror or type(error).__name__}).")
        return
    if found.hexdigest() != sha256:
        problems.add(path.name, f"was changed; its SHA-256 is {found.hexdigest()}.")
    if size is not None and size != length:
        problems.add(path.name, f"has {length} bytes, and the manifest says {size}.")
    if wanted is not None and rows != wanted:
        problems.add(path.name, f"holds {rows} rows, and the manifest says {wanted}.")


def _check_line(path: Path, number: int, line: bytes, kept: tuple[Any, Ledger, Problems]) -> None:
    manifest, ledger, problems = kept
    ledger.rows += 1
    ledger.by_file[path.name] += 1
    try:
        row = _parse(line.decode("utf-8"))
        said = wrong_shape(row, manifest)
    except _BAD:
        said = "some of its lines hold no JSON object of ours."
        row = None
    if said:
        problems.add(path.name, said, f"line {number}")
    if isinstance(row, dict) and "provenance" in row:
        ledger.traced += 1
        try:
            faults = list(faults_of(row, path.name, manifest, ledger))
        except _BAD:
            faults = ["a row does not say where it came from in our form."]
        for fault in faults:
            problems.add(path.name, fault, f"line {number}")


def _check_list(folder: Path, listed: list[str], problems: Problems) -> None:
    """What lies in the folder and nobody vouches for: any loader might take it in."""
    folded = Counter(name.casefold() for name in listed)
    for name, count in folded.items():
        if count > 1:
            problems.add(MANIFEST, "lists a file twice.", name)
    with suppress(OSError):  # an unreadable folder has shown itself already
        for name in sorted(path.name for path in folder.iterdir()):
            if name not in {*listed, MANIFEST}:
                problems.add(name, "is not in the manifest.")


def _check_numbers(
    manifest: Json,
    rows: object,
    documents: dict[str, Stated],
    ledger: Ledger,
    problems: Problems,
) -> None:
    """Hold the manifest's numbers against what the rows said."""
    if rows != ledger.rows:
        problems.add(MANIFEST, f"says {rows} rows, and the files hold {ledger.rows}.")
    wanted = ledger.rows if manifest.get("provenance_in_rows") else 0
    if ledger.traced != wanted:
        problems.add(MANIFEST, f"{ledger.traced} of {ledger.rows} rows say where they came from.")
    if not ledger.traced:
        return
    if manifest.get("rows_by_type") != dict(ledger.by_type):
        problems.add(MANIFEST, "says other numbers of rows by task type than the rows.")
    for sha256, fault in other_documents(documents, ledger):
        problems.add(f"Document {sha256}", fault)
    for fault in other_totals(manifest, ledger):
        problems.add(MANIFEST, fault)


def _check_split(said: Json, manifest: Json, ledger: Ledger, problems: Problems) -> None:
    """Hold what `split.json` says against the rows; how alike texts are, rows can't show."""
    if list(said["asked"].values()) != manifest["split"]:
        problems.add(SPLIT, "says another split than the manifest.")
    for part in said["parts"]:
        _check_part(part, said["families"], ledger, problems)
    for family in said["families"]:
        found = {Path(name).stem for one in family["documents"] for name in ledger.parts[one]}
        if sorted(found) != family["parts"]:
            problems.add(SPLIT, "says another part of a family than the rows.")
        if len(found) > 1 and not said["torn_pairs"]:
            problems.add(SPLIT, "has a family in two parts and does not name its documents.")
    if len(said["torn_pairs"]) != said["shared_near_duplicates"]:
        problems.add(SPLIT, "counts other pairs than it names.")
    if said["shared_documents"] != sum(len(parts) > 1 for parts in ledger.parts.values()):
        problems.add(SPLIT, "says another number of shared documents than the rows.")
    if said["shared_long_passages"] != ledger.passages.in_two():
        problems.add(SPLIT, "says another number of shared passages than the rows.")


def _check_card(path: Path, manifest: Json, problems: Problems) -> None:
    """The card's first sentence says what the manifest says; a missing card has shown itself."""
    try:
        card = _content(path).decode("utf-8", "replace")
    except (OSError, ValueError):
        return
    said = _WRITTEN.search(card)
    stated = manifest["rows"], manifest["format"], manifest["app_version"], manifest["made_at"]
    if said is not None and said.groups() != tuple(map(str, stated)):
        problems.add(CARD, "says another time, version, format or number of rows.")


def _check_part(part: Json, families: Json, ledger: Ledger, problems: Problems) -> None:
    name = part["file"]
    documents = sum(name in parts for parts in ledger.parts.values())
    together = sum(part["part"] in one["parts"] for one in families)
    if part["documents"] != documents or part["families"] > together:
        problems.add(SPLIT, "says other documents of a part than the rows.", name)
    if part["rows"] != ledger.by_file[name]:
        problems.add(SPLIT, "says other rows of a part than the file holds.", name)


def _unshown(manifest: Json, ledger: Ledger) -> tuple[str, ...]:
    """What rows can't show of this export; mostly how alike documents are."""
    if not manifest.get("split"):
        said = "" if ledger.traced else "The rows don't say where they came from."
    elif not ledger.traced:
        said = ("The rows don't say where they came from, so that can't be checked, nor whether "
                "one document is in two files.")  # fmt: skip
    elif any(one["path"] == SPLIT for one in manifest["files"]):
        said = f"Which documents share text was measured at the export ({SPLIT}), not again here."
    else:
        said = "Whether documents in two files share text was not measured by the version it is of."
    return (said,) if said else ()


def lines(found: Verified) -> list[str]:
    """What was found, for people."""
    shown = found.problems[:_MOST_SHOWN]
    if len(found.problems) > len(shown):
        shown.append(f"... and {len(found.problems) - len(shown)} more.")
    if found.problems:
        return ["This export is not as it was written:", *shown]
    said = f"As it was written: {found.files} files, {found.rows} rows"
    if found.documents:
        said += f", {found.documents} documents, none of them in two files"
    return [
        f"{said}.",
        *found.unshown,
        f"{MANIFEST} has the SHA-256 {found.manifest_sha256}",
    ]


if __name__ == "__main__":
    result = verify(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
    print("\n".join(lines(result)))  # noqa: T201 - a script of its own
    sys.exit(1 if result.problems else 0)
