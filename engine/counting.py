"""Count text in a model's own tokens: a worker that has loaded the vocabulary and nothing else."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from engine.child import ChildMain
from engine.host import Host
from engine.messages import LoadModel
from engine.passages import TokenCounter
from engine.worker.main import main as worker_main


@contextmanager
def token_counter(
    model_path: Path, worker: ChildMain = worker_main
) -> Generator[TokenCounter, None, None]:
    """A counter for as long as the context lasts; raises `ModelNotLoaded`, `WorkerCrashed`."""
    host = Host(LoadModel(str(model_path), vocab_only=True), worker)
    try:
        host.start()
        yield host.count_tokens
    finally:
        host.stop()
