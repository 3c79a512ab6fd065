"""Collect what a model writes, token by token, as bytes: cut at stop strings, end in whole letters.

Tokens are pieces of bytes, not of text: a letter may come in several of them, and a stop string
may begin in one and end in another. So both are looked for in the bytes, and text is made at the
end only.
"""

import codecs
from collections.abc import Sequence


class AnswerText:
    """The bytes written so far and the stop strings that end them."""

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._stop = tuple(text.encode() for text in stop if text)
        self._overlap = max((len(text) for text in self._stop), default=1) - 1
        self._bytes = bytearray()
        self._pieces = list[bytes]()

    def add(self, piece: bytes) -> bool:
        """Append a piece; true if a stop string is now complete (it and what follows is cut)."""
        begin = max(0, len(self._bytes) - self._overlap)
        self._bytes += piece
        self._pieces.append(piece)
        found = [at for text in self._stop if (at := self._bytes.find(text, begin)) >= 0]
        if found:
            del self._bytes[min(found) :]
        return bool(found)

    @property
    def data(self) -> bytes:
        """The bytes so far."""
        return bytes(self._bytes)

    def pieces_to(self, divider: bytes) -> int | None:
        """How many pieces there are up to the first divider and the white space behind it.

        None where there is no divider, or where its last piece is also the first of what follows.
        """
        place = self._bytes.find(divider)
        behind, end, count = place + len(divider), 0, 0
        for count, piece in enumerate(self._pieces, 1):
            if end >= behind and piece.strip():
                return count - 1 if place >= 0 else None
            end += len(piece)
            if end > behind and self._bytes[behind:end].strip():
                return None
        return count if place >= 0 else None

    def text(self) -> str:
        """The text so far; a letter that is still incomplete at the end is left out."""
        return codecs.getincrementaldecoder("utf-8")("replace").decode(self.data)
