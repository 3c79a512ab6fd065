import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.processes.child import ChildMain
from engine.worker import fake
from tests.models.gguf_files import gguf
from tests.projects import filled


@dataclass(frozen=True)
class Spoken:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Spoken]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line in this process, with a worker that follows a script."""

    def run(*arguments: object, worker: ChildMain = fake.main) -> Spoken:
        code = main([str(argument) for argument in arguments], worker=worker)
        captured = capsys.readouterr()
        return Spoken(code, captured.out, captured.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two documents and eight tasks, numbered from 1."""
    path = tmp_path / "work.bonito"
    filled(path)
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A file with a model's header and no weights, prompted as a Bonito: for the script."""
    path = tmp_path / "tiny.gguf"
    path.write_bytes(gguf())
    return path
