"""Workers with a flaw, in a module that a child process imports quickly."""

import threading
from multiprocessing.connection import Connection

from engine.worker import fake
from engine.worker.batch import RunnerError
from engine.worker.main import serve
from engine.worker.messages import LoadModel


def frail(reads: Connection, writes: Connection) -> None:
    """Counts tokens, but can't load a model to generate."""
    serve(reads, writes, _refuse_weights)


def dying(*_ends: object) -> None:
    """Ends before it says a word."""


def stalling(reads: Connection, writes: Connection) -> None:
    """Loads and counts, but never gets anything generated."""
    serve(reads, writes, _stall)


def _stall(load: LoadModel, _step: object) -> fake.FakeModel:
    model = fake.FakeModel(load)
    if model.runner:
        model.runner.decode = lambda _: threading.Event().wait()  # type: ignore[method-assign]
    return model


def _refuse_weights(load: LoadModel, _step: object) -> fake.FakeModel:
    if not load.vocab_only:
        raise RunnerError("the script says that this model has no weights")
    return fake.FakeModel(load)
