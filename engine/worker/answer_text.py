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

    def add(self, piece: bytes) -> bool:
        """Append a piece; true if a stop string is now complete (it and what follows is cut)."""
        begin = max(0, len(self._bytes) - self._overlap)
        self._bytes += piece
        found = [at for text in self._stop if (at := self._bytes.find(text, begin)) >= 0]
        if found:
            del self._bytes[min(found) :]
        return bool(found)

    @property
    def data(self) -> bytes:
        """The bytes so far."""
        return bytes(self._bytes)

    def text(self) -> str:
        """The text so far; a letter that is still incomplete at the end is left out."""
        return codecs.getincrementaldecoder("utf-8")("replace").decode(self.data)
