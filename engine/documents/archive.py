"""Open a ZIP container that someone else made: looked over first, then read in memory only.

Nothing is ever written to disk and no archive inside is opened, so names can't reach anything; odd
ones are refused all the same, because no office program writes them. Sizes that the directory
declares are checked before anything is unpacked, and unpacking never goes beyond them.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.documents.sniffing import is_encrypted_office, looks_like
from engine.errors import DocumentRefused
from engine.records import FileStatus

MEGABYTE = 1024 * 1024
MOST_PARTS = 10_000
PART_LIMIT_BYTES = 128 * MEGABYTE  # of one part that is read
TOTAL_LIMIT_BYTES = 256 * MEGABYTE  # of all parts that are read
DECLARED_LIMIT_BYTES = 2048 * MEGABYTE  # of all parts; films in a presentation are never unpacked
RATIO_LIMIT = 400  # a part that unpacks to so many times its size is made to do harm
_RATIO_FROM_BYTES = 8 * MEGABYTE
_LOCAL_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1
# What zipfile raises for bytes that are no sound archive; a torn directory bends its offsets.
_TORN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError
)  # fmt: skip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a container claims to be, for sentences: "Word document", "Word", ".docx"."""

    noun: str
    program: str
    suffix: str

    def damaged(self, reason: str) -> DocumentRefused:
        """The refusal of a file that is broken inside."""
        return DocumentRefused(
            FileStatus.DAMAGED,
            f"The {self.noun} is damaged: {reason}. "
            f"Open it in {self.program}, save it again and import that.",
        )

    def not_one(self, reason: str) -> DocumentRefused:
        """The refusal of a file that only has the suffix."""
        return DocumentRefused(
            FileStatus.DAMAGED,
            f"This is no {self.noun}: {reason}. Give it the suffix of its real format, "
            f"or save it as {self.suffix} from {self.program}.",
        )

    def encrypted(self) -> DocumentRefused:
        """The refusal of a file with a password."""
        return DocumentRefused(
            FileStatus.ENCRYPTED,
            f"The {self.noun} is protected by a password; save a copy without one and import that.",
        )

    def too_big(self, reason: str) -> DocumentRefused:
        """The refusal of a file that would take too much memory or time."""
        return DocumentRefused(
            FileStatus.TOO_BIG,
            f"The {self.noun} {reason}; split it, or save it as plain text.",
        )


class Archive:
    """The parts of one container. Unpacks at most `TOTAL_LIMIT_BYTES` over its life."""

    def __init__(self, archive: zipfile.ZipFile, kind: Kind) -> None:
        self.kind = kind
        self._archive = archive
        self._parts = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
        self._left = TOTAL_LIMIT_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """One part; raises `DocumentRefused` (DAMAGED, TOO_BIG)."""
        if name not in self._parts:
            raise self.kind.not_one(f"it has no part {name}")
        limit = min(PART_LIMIT_BYTES, self._left)
        try:
            with self._archive.open(self._parts[name]) as part:
                data = part.read(limit + 1)
        except _TORN as error:
            raise self.kind.damaged(f"its part {name} can't be unpacked") from error
        if len(data) > limit:
            raise self.kind.too_big(f"unpacks to more than {limit // MEGABYTE} MB of text parts")
        self._left -= len(data)
        return data


def open_archive(data: bytes, kind: Kind) -> Archive:
    """The container in `data`, looked over; raises `DocumentRefused` where it is none or unsafe."""
    if is_encrypted_office(data):
        raise kind.encrypted()
    if data.count(b"PK\x01\x02") > MOST_PARTS:  # before a directory of millions is taken in
        raise kind.too_big(f"has more than {MOST_PARTS:,} parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _TORN as error:
        if data.startswith(b"PK"):
            raise kind.damaged("the ZIP archive inside is torn") from error
        raise kind.not_one(f"it looks like {looks_like(data)}") from error
    _look_over(archive.infolist(), kind)
    return Archive(archive, kind)


def _look_over(parts: Sequence[zipfile.ZipInfo], kind: Kind) -> None:
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise kind.encrypted()
    for part in parts:
        reason = _harm(part)
        if reason:
            raise kind.damaged(reason)
    places = sorted((part.header_offset, _end(part)) for part in parts)
    if any(following < end for (_, end), (following, _) in pairwise(places)):
        raise kind.damaged("parts of its ZIP archive overlap, as in a decompression bomb")
    for part in parts:
        is_large = part.file_size > _RATIO_FROM_BYTES
        if is_large and part.file_size > RATIO_LIMIT * part.compress_size:
            raise kind.too_big("holds a part that unpacks to a suspicious size")
    if sum(part.file_size for part in parts) > DECLARED_LIMIT_BYTES:
        raise kind.too_big(f"unpacks to more than {DECLARED_LIMIT_BYTES // MEGABYTE:,} MB")


def _harm(part: zipfile.ZipInfo) -> str:
    """What makes a part unlike any that an office program writes; empty if nothing does."""
    name = part.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
        return "a name in its ZIP archive points outside of it"
    if stat.S_ISLNK(part.external_attr >> 16):
        return "its ZIP archive holds a link"
    if part.compress_type not in _METHODS:
        return "its ZIP archive is packed in an unusual way"
    return ""


def _end(part: zipfile.ZipInfo) -> int:
    name_bytes = len(part.orig_filename.encode("utf-8", "replace"))
    shortest_name = min(name_bytes, len(part.orig_filename))
    return part.header_offset + _LOCAL_HEADER_BYTES + shortest_name + part.compress_size
