"""A reader and a worker that do what hostile native code in them would try: open other files."""

import os
from pathlib import Path

from engine.documents import limits
from engine.documents.main import READY, serve
from engine.isolation import confine_reader, seal_child
from engine.records import Extract
from engine.worker import fake
from engine.worker.main import serve as serve_worker
from engine.worker.messages import LoadModel


def outcome(path: Path, mode: str) -> str:
    try:
        path.open(mode).close()
    except OSError as error:
        return str(error.strerror)
    return "read" if mode == "r" else "written"


def reader(requests, answers) -> None:
    """Sealed as the real one; answers with what came of opening the file that the text names."""
    seal_child()
    limits.apply()
    confine_reader()
    answers.send_bytes(READY)
    serve(requests, answers, lambda data, *_: Extract(outcome(Path(data.decode()), "r")))
    os._exit(0)


def worker(reads, writes) -> None:
    """The real loop; its model looks around instead of loading."""
    serve_worker(reads, writes, Spy)


class Spy(fake.FakeModel):
    def __init__(self, load: LoadModel, _on_step: object = None) -> None:
        super().__init__(load)
        model = Path(load.path)
        secret = model.with_name("secret.txt")
        self.device = (
            f"model: {outcome(model, 'r')}, secret: {outcome(secret, 'r')}, "
            f"write: {outcome(model, 'r+')}"
        )
