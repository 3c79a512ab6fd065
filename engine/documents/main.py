"""The child process that reads files: one request in, one answer out, until the pipe ends.

Readers handle files made by others, so they run here, under limits, away from the project. A file's
bytes come through the pipe, so that the process can give up every file of the user's before it
sees the first. A reader that fails in a way nobody foresaw ends this process; the parent says so
and starts a fresh one.
"""

import io
import json
import os
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, cast

from engine.documents import limits
from engine.errors import DocumentRefused
from engine.isolation import confine_reader, seal_child
from engine.records import Extract, ImportOptions

READY = b"ready"
_AT_ONCE = 2**20  # characters of a text that are encoded and cross the pipe at once


def main(requests: "Connection[bytes, bytes]", answers: "Connection[bytes, bytes]") -> None:
    """Serve until the parent closes its end or dies; doesn't return."""
    seal_child()
    # Not at the top: the parent imports this module to name `main`, and must not load a reader.
    from engine.documents.readers import read_document  # noqa: PLC0415

    limits.apply()
    confine_reader()
    answers.send_bytes(READY)
    serve(requests, answers, read_document)
    os._exit(0)  # there is nothing to tidy, and no file that could be written


def serve(
    requests: "Connection[bytes, bytes]",
    answers: "Connection[bytes, bytes]",
    read: Callable[[bytes, str, ImportOptions, Sequence[str]], Extract],
) -> None:
    """Answer each request: a line of JSON with the number of bytes that follow, then the bytes.

    An answer is a line of JSON too, and where a text was found its parts follow, as many as told.
    """
    while True:
        try:
            asked = json.loads(requests.recv_bytes())
            # The bytes get no name here: a reader can then let go of them as soon as it may.
            _send(
                answers,
                read(
                    _received(requests, asked["bytes"]),
                    asked["format"],
                    _options(asked),
                    asked.get("passwords", ()),
                ),
            )
        except EOFError:
            return
        except DocumentRefused as refusal:
            told = {"status": refusal.status.value, "detail": str(refusal)}
            answers.send_bytes(json.dumps(told, ensure_ascii=False).encode())


def _send(answers: "Connection[bytes, bytes]", extract: Extract) -> None:
    """The facts, then the text in parts: as one message it would be held three times here."""
    starts = range(0, len(extract.text), _AT_ONCE)
    told = {
        "parts": len(starts),
        "pages": [[mark.start, mark.label] for mark in extract.pages],
        "note": extract.note,
        "language": extract.language,
    }
    answers.send_bytes(json.dumps(told, ensure_ascii=False).encode())
    for start in starts:
        answers.send_bytes(extract.text[start : start + _AT_ONCE].encode())


def _received(requests: "Connection[bytes, bytes]", size: int) -> bytes:
    """So many bytes, in one piece of memory from the beginning, so that none is held twice."""
    memory = io.BytesIO(bytes(size))
    while memory.tell() < size:
        memory.write(requests.recv_bytes())
    return memory.getvalue()


def _options(asked: dict[str, Any]) -> ImportOptions:
    told = cast("dict[str, Any]", asked["options"])
    told["columns"] = tuple(told["columns"])  # JSON has lists only
    return ImportOptions(**told)
