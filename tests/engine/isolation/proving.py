"""The whole way in one sealed process tree, as a program that a proof can run under a watch."""

import sys
from collections.abc import Sequence

from engine.cli import main
from engine.isolation import seal_application
from engine.processes.child import ChildMain
from engine.worker import fake
from engine.worker.main import main as real


def _do(commands: Sequence[Sequence[str]], worker: ChildMain) -> int:
    return max(main(command, worker=worker) for command in commands)


def demo(folder: str, model: str) -> int:
    """The demo, with a worker that follows a script."""
    return _do([["demo", "--out", folder, "--model", model]], fake.main)


def short_run(folder: str, document: str) -> int:
    """One unit by the embedded model."""
    project = f"{folder}/work.bonito"
    return _do(
        [
            ["new", project],
            ["import", project, document],
            ["run", project, "--types", "text_gen", "--limit-units", "1"],
            ["status", project],
        ],
        real,
    )


if __name__ == "__main__":
    seal_application()
    way, *arguments = sys.argv[1:]
    sys.exit({"demo": demo, "short_run": short_run}[way](*arguments))
