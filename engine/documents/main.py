"""The child process that opens files: one request in, one answer out, until the pipe ends.

Readers handle files made by others, so they run here, under limits, away from the project. A reader
that fails in a way nobody foresaw ends this process; the parent says so and starts a fresh one.
"""

import json
from multiprocessing.connection import Connection
from pathlib import Path

from engine.documents import limits
from engine.errors import DocumentRefused
from engine.isolation import refuse_network
from engine.records import Extract

READY = b"ready"


def main(requests: "Connection[bytes, bytes]", answers: "Connection[bytes, bytes]") -> None:
    """Serve until the parent closes its end or dies."""
    # Not at the top: the parent imports this module to name `main`, and must not load a reader.
    from engine.documents.readers import read_file  # noqa: PLC0415

    refuse_network()
    limits.apply()
    answers.send_bytes(READY)
    while True:
        try:
            asked = json.loads(requests.recv_bytes())
        except EOFError:
            return
        try:
            answer = _told(read_file(Path(asked["path"]), asked["format"], asked["column"]))
        except DocumentRefused as refusal:
            answer = {"status": refusal.status.value, "detail": str(refusal)}
        answers.send_bytes(json.dumps(answer, ensure_ascii=False).encode())


def _told(extract: Extract) -> dict[str, object]:
    return {
        "text": extract.text,
        "pages": [[mark.start, mark.label] for mark in extract.pages],
        "note": extract.note,
    }
