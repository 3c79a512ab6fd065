"""Step through the header of an untrusted GGUF file, never past its end and never without bound.

Lengths and counts in the file are claims: each is held against the size of the file before
anything is read or looped over, and a header may take up `HEADER_LIMIT` bytes at most.
"""

from struct import Struct
from typing import BinaryIO

from models.errors import NotAModel

HEADER_LIMIT = 64 * 2**20
"""Bytes. The largest vocabularies known (260,000 tokens and their merges) take up about 15 MB."""

ARRAY_LIMIT = 2**22
"""Elements. Walking this many strings takes about half a second."""

_FIRST_READ = 2**20
_LENGTH = Struct("<Q")
_NUMBERS = {code: Struct("<" + code) for code in "BbHhIifQqd"}


class Cursor:
    """A position in a header, moved on by reading; `name` is the file's name, for sentences."""

    def __init__(self, file: BinaryIO, size: int, name: str) -> None:
        self.position = 0
        self.size = size
        self.name = name
        self._file = file
        self._buffer = bytearray()

    def refuse(self, what: str) -> NotAModel:
        """The error to raise when the header says what no sound header says."""
        return NotAModel(
            f"The header of “{self.name}” is damaged ({what}); copy or download the file again."
        )

    def number(self, code: str) -> int | float:
        """One number, by its letter in `struct`."""
        layout = _NUMBERS[code]
        start = self._advance(layout.size)
        return layout.unpack_from(self._buffer, start)[0]

    def integer(self, code: str) -> int:
        """One whole number, by its letter in `struct`."""
        return int(self.number(code))

    def numbers(self, code: str, count: int) -> tuple[int | float, ...]:
        """So many numbers; meant for a few, such as one for each layer."""
        layout = Struct(f"<{count}{code}")
        start = self._advance(layout.size)
        return layout.unpack_from(self._buffer, start)

    def string(self, limit: int) -> bytes | None:
        """The bytes of a string, or None (and past it) if it is longer than `limit`."""
        length = self.integer("Q")
        start = self._advance(length)
        return bytes(self._buffer[start : self.position]) if length <= limit else None

    def skip_numbers(self, code: str, count: int) -> None:
        """Go past so many numbers."""
        self._advance(_NUMBERS[code].size * count)

    def skip_strings(self, count: int) -> None:
        """Go past so many strings. No calls in the loop: there are half a million."""
        position, read_length = self.position, _LENGTH.unpack_from
        for _ in range(count):
            if position + 8 > len(self._buffer):
                self._fill(position + 8)
            position += 8 + read_length(self._buffer, position)[0]
        self._fill(position)
        self.position = position

    def since(self, start: int) -> bytes:
        """The bytes between `start` and the position."""
        return bytes(self._buffer[start : self.position])

    def _advance(self, length: int) -> int:
        start, end = self.position, self.position + length
        self._fill(end)
        self.position = end
        return start

    def _fill(self, end: int) -> None:
        if end <= len(self._buffer):
            return
        if end > self.size:
            raise NotAModel(
                f"“{self.name}” ends in the middle of its header, after {self.size:,} bytes; "
                "copy or download it again."
            )
        if end > HEADER_LIMIT:
            raise self.refuse(f"it claims to be longer than {HEADER_LIMIT // 2**20} MiB")
        wanted = min(self.size, HEADER_LIMIT, max(end, 2 * len(self._buffer), _FIRST_READ))
        self._buffer += self._file.read(wanted - len(self._buffer))
        if end > len(self._buffer):
            raise self.refuse("the file became shorter while it was read")
