"""The program itself on a real X server, with keys as a keyboard sends them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.records import Verdict
from engine.store import Project
from tests.sample import sample_project

TOOLS = ("Xvfb", "xdotool")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
PATIENCE_SECONDS = 60

pytestmark = pytest.mark.skipif(
    bool(MISSING) or sys.platform != "linux",
    reason=f"needs an X server to type into: {', '.join(MISSING) or 'Linux'}",
)


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """An X server of its own on a number that is free; the environment of its programs."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        without = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}
        kept = {name: value for name, value in os.environ.items() if name not in without}
        yield {**kept, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def type_into(environment: dict[str, str], *arguments: str) -> str:
    ended = subprocess.run(
        [str(shutil.which("xdotool")), *arguments],
        env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True,
    )  # fmt: skip
    return ended.stdout.strip()


def decided(path: Path) -> dict[Verdict, int]:
    with Project.open(path) as project:
        return dict(project.status().verdicts)


def test_a_reviewer_s_keys_decide_take_back_and_close(tmp_path: Path):
    path = tmp_path / "sample.bonito"
    sample_project(path).close()
    with screen() as environment:
        environment["XDG_CONFIG_HOME"] = str(tmp_path)
        program = subprocess.Popen([sys.executable, "-m", "desktop", str(path)], env=environment)
        try:
            window = type_into(
                environment, "search", "--sync", "--onlyvisible", "--name", "sample – Bonito"
            )
            type_into(environment, "windowfocus", "--sync", window.split("\n")[0])
            keys = ("ctrl+3", "a", "3", "f", "u", "a", "ctrl+q")  # the server keeps their order
            type_into(environment, "key", "--clearmodifiers", "--delay", "60", *keys)
            program.wait(PATIENCE_SECONDS)
        finally:
            program.kill()
    assert decided(path) == {Verdict.ACCEPT: 2, Verdict.REJECT: 1}
