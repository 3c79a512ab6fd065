"""Import files and folders into a project: every offered file gets exactly one report."""

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from engine.documents.formats import SUFFIXES, SUPPORTED, fitting
from engine.documents.pool import ReaderPool
from engine.documents.reading import Reader, admit, unreadable
from engine.errors import DocumentRefused, NothingToDo
from engine.records import (
    AS_THE_READER_DECIDES,
    Extract,
    FileReport,
    FileStatus,
    ImportOptions,
)
from engine.store import Project

SUPPORTED_SUFFIXES = tuple(sorted(SUFFIXES))

# Control characters, and those that turn the direction of text: "gpj.exe" can pass for "exe.jpg".
_MOUNT_POINT = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT; Path.is_junction needs Python 3.12
_MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class _Offer:
    """A path to report on; `refusal` where the walk already knows that it won't be read."""

    path: Path
    refusal: DocumentRefused | None = None
    is_empty_folder: bool = False


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the store needs of a file that may become a document."""

    format: str
    size_bytes: int
    sha256: str
    extract: Extract
    options: ImportOptions  # that matter for the format


@dataclass(frozen=True, slots=True)
class _Examined:
    """What became of one offer, before it is saved."""

    path: Path
    found: _Contents | DocumentRefused


def import_paths(  # noqa: PLR0913, PLR0917 name the later ones at the call
    project: Project,
    paths: Sequence[Path],
    on_file: Callable[[FileReport], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    options: ImportOptions = AS_THE_READER_DECIDES,
    rights: str = "",
    passwords: Sequence[str] = (),
) -> list[FileReport]:
    """Import each file, and what the folders hold, in a fixed order; what is reported is saved.

    Folders are walked with all their subfolders, sorted by name. Hidden entries, links that leave
    the folder and links to folders are reported and not followed. Cancelling keeps what is done and
    gives up what is being read. A file that is here already is not read again, unless with other
    `options` that matter for its format. `rights` is noted of each new document. `passwords` are
    tried in turn on PDFs that are protected by one, and kept nowhere. The files are only ever read.
    Raises `NothingToDo` if there is no file in any of the paths.
    """
    offers = _offers(paths)
    beginning: list[_Offer] = []
    for offer in offers:
        beginning.append(offer)
        if not offer.is_empty_folder:
            break
    else:
        raise _nothing(beginning)
    reports: list[FileReport] = []
    examine = partial(_examine, project, options, passwords)
    files = chain(beginning, offers)
    with ReaderPool(Reader) as pool:
        for examined in pool.each(files, examine, _size, is_cancelled, _weight):
            saved = _save_together(project, examined, rights)
            reports += saved
            for report in saved:
                on_file(report)
    return reports


def _nothing(offers: Sequence[_Offer]) -> NothingToDo:
    where = " and ".join(f"“{_shown(offer.path)}”" for offer in offers)
    return NothingToDo(
        f"There is no file in {where}; choose files or a folder with {SUPPORTED} files."
        if where
        else f"No file was named; choose {SUPPORTED} files, or folders that hold some."
    )


def _save_together(
    project: Project, examined: Sequence[_Examined], rights: str
) -> list[FileReport]:
    """One commit, and so one fsync, for all of them."""
    with project.transaction():
        return [_save(project, one, rights) for one in examined]


def _save(project: Project, examined: _Examined, rights: str) -> FileReport:
    path, name = _shown(examined.path), _shown_name(examined.path)
    found = examined.found
    if isinstance(found, DocumentRefused):
        return project.documents.refuse(path, name, found.status, str(found))
    report = project.documents.add(
        path,
        name,
        found.format,
        found.size_bytes,
        found.sha256,
        found.extract,
        found.options,
        rights,
    )
    if report.status is FileStatus.READY and found.extract.note:
        return replace(report, detail=f"{report.detail} {found.extract.note}")
    return report


def _examine(
    project: Project,
    options: ImportOptions,
    passwords: Sequence[str],
    reader: Reader,
    offer: _Offer,
) -> _Examined:
    """What a file holds, or why it is refused; called in the pool's threads."""
    try:
        read = partial(reader.read, passwords=passwords)
        return _Examined(offer.path, _contents(project, options, read, offer))
    except DocumentRefused as refusal:
        return _Examined(offer.path, refusal)


def _contents(
    project: Project,
    options: ImportOptions,
    read: Callable[[Path, ImportOptions], Extract],
    offer: _Offer,
) -> _Contents:
    if offer.refusal is not None:
        raise offer.refusal
    format_name = admit(offer.path)
    options = fitting(options, format_name)
    size_bytes, sha256 = measured(offer.path)
    if project.documents.by_sha256(sha256, options) is not None:
        # Bytes that are here already are not read again: the store knows them by their hash.
        return _Contents(format_name, size_bytes, sha256, Extract(""), options)
    extract = read(offer.path, options)
    if measured(offer.path) != (size_bytes, sha256):
        raise DocumentRefused(
            FileStatus.UNREADABLE,
            "The file was changed while it was read; import it again when it is at rest.",
        )
    return _Contents(format_name, size_bytes, sha256, extract, options)


def _size(offer: _Offer) -> int:
    """The size of a file in bytes, to bound what is read ahead; 0 where it can't be told."""
    try:
        return 0 if offer.refusal else offer.path.stat().st_size
    except OSError:
        return 0


def _weight(examined: _Examined) -> int:
    """The memory in bytes that a file takes until it is saved."""
    found = examined.found
    return sys.getsizeof(found.extract.text) if isinstance(found, _Contents) else 0


def _shown(path: Path) -> str:
    """A path as text that can be stored, even if the name is no valid Unicode."""
    return os.fsencode(path).decode("utf-8", "replace")


def _shown_name(path: Path) -> str:
    """A file's name as people can read it: what could mislead them shows as a question mark."""
    return _MISLEADING.sub("\ufffd", _shown(Path(path.name or path)))


def measured(path: Path) -> tuple[int, str]:
    """The size in bytes and the SHA-256 of a file, as it lies there now."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return file.tell(), digest.hexdigest()
    except OSError as error:
        raise unreadable(error) from error


def _offers(paths: Sequence[Path]) -> Iterator[_Offer]:
    """Every path to report on, once, in order."""
    seen: set[Path] = set()
    for path in map(_absolute, paths):
        for offer in _folder(path) if path.is_dir() else [_Offer(path)]:
            if offer.path not in seen:
                seen.add(offer.path)
                yield offer


def _folder(path: Path) -> Iterator[_Offer]:
    is_empty = True
    for offer in _walk(path):
        is_empty = False
        yield offer
    if is_empty:
        refusal = DocumentRefused(FileStatus.MISSING, "There is no file in the folder.")
        yield _Offer(path, refusal, is_empty_folder=True)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 resolve() would follow links


def _walk(root: Path) -> Iterator[_Offer]:
    """What a folder holds, without recursion: folders can be thousands deep."""
    left = [root]
    while left:
        path = left.pop()
        refusal = _left_out(path, root) if path != root else None
        if refusal is not None or not path.is_dir():
            yield _Offer(path, refusal)
            continue
        try:
            left += sorted(path.iterdir(), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            yield _Offer(path, unreadable(error))


def is_junction(facts: os.stat_result) -> bool:
    """Windows' other kind of link to a folder, which `is_symlink` does not know."""
    return getattr(facts, "st_reparse_tag", 0) == _MOUNT_POINT


def _left_out(entry: Path, root: Path) -> DocumentRefused | None:
    """Why an entry of a folder is not followed or read, if so."""
    if entry.name.startswith((".", "~$")):
        return _unsupported("This is hidden, so it was left out; name it itself to import it.")
    if not (entry.is_symlink() or is_junction(entry.lstat())):
        return None
    if not entry.exists():
        return DocumentRefused(FileStatus.MISSING, "This is a link to a file that is not there.")
    if not entry.resolve().is_relative_to(root.resolve()):
        return _unsupported(
            "This is a link that leaves the folder, so it was not followed; "
            "import what it points to if it is meant."
        )
    if entry.is_dir():
        return _unsupported("This is a link to a folder that is imported where it lies.")
    return None


def _unsupported(detail: str) -> DocumentRefused:
    return DocumentRefused(FileStatus.UNSUPPORTED, detail)
