"""The program itself on a real X server, with keys as a keyboard sends them, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from desktop.main_window import EXPORT, REVIEW
from desktop.prerequisites import SCREEN_LIBRARIES, can_load
from engine.export.verify import verify
from engine.records import Verdict
from engine.store import Project
from tests.harbour import NOTICES
from tests.models.gguf_files import gguf
from tests.sample import sample_project

TOOLS = ("Xvfb", "xdotool")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
MISSING += [name for name in SCREEN_LIBRARIES if sys.platform == "linux" and not can_load(name)]
PATIENCE_SECONDS = 60
RETURN_SECONDS = 10
MOST_TRIES = 4

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


class Typist:
    """Types into a window and waits for what it tells."""

    def __init__(self, environment: dict[str, str], told: Iterable[str]) -> None:
        self._environment = environment
        self._lines: Queue[dict[str, Any]] = Queue()
        self.reading = Thread(target=self._read, args=(told,))
        self.reading.start()
        self.seen: dict[str, Any] = {}
        self._window = ""

    def _read(self, told: Iterable[str]) -> None:
        for line in told:
            self._lines.put(json.loads(line))

    def focus(self) -> None:
        """Keys are for the window: without a window manager nobody gives them back to it."""
        if not self._window:
            named = ("search", "--sync", "--onlyvisible", "--name", "Bonito")
            self._window = type_into(self._environment, *named).split("\n")[0]
        type_into(self._environment, "windowfocus", "--sync", self._window)
        self.until(lambda seen: seen["focus"] or seen["dialog"])

    def until(self, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Wait until what the window tells is so."""
        if not self._comes_to(holds, PATIENCE_SECONDS):
            pytest.fail(f"the window stayed like this: {self.seen}")
        return self.seen

    def _comes_to(self, holds: Callable[[dict[str, Any]], object], seconds: float) -> bool:
        """Whether it is so before nothing has changed for so long."""
        while not (self.seen and holds(self.seen)):
            try:
                self.seen = self._lines.get(timeout=seconds)
            except Empty:
                return False
        return True

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        type_into(self._environment, "key", "--clearmodifiers", "--delay", "12", *keys)

    def answer(self, title: str, text: str) -> None:
        """Write a line into a dialog, which opens now, and press Return."""
        # A dialog is there before the server gives it the keys.
        self.until(lambda seen: title == seen["dialog"] == seen["types_into"] and seen["focus"])
        for _ in range(MOST_TRIES):  # Qt's list of files may put another name in, while it is read
            self.press("ctrl+a")
            type_into(self._environment, "type", "--delay", "1", text)
            if self._comes_to(lambda seen: seen["typed"] == text, RETURN_SECONDS):
                self.press("Return")
                if self._comes_to(lambda seen: seen["dialog"] != title, RETURN_SECONDS):
                    break
        if not self.until(lambda seen: seen["dialog"] != title)["dialog"]:
            self.focus()

    def do(self, wanted: str) -> None:
        """Find something by Ctrl+K and do it."""
        self.press("ctrl+k")
        self.answer("Do something", wanted)

    def rest(self) -> dict[str, Any]:
        """Wait until nothing is under way."""
        return self.until(lambda seen: not seen["busy"])


@contextmanager
def typist(folder: Path) -> Iterator[tuple[Typist, "subprocess.Popen[str]"]]:
    """A window on a screen of its own, in front and ready for keys."""
    with screen() as environment:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.told_window", str(folder)],
            env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        made = Typist(environment, program.stdout or ())
        try:
            made.focus()
            yield made, program
        finally:
            program.kill()
            program.wait(PATIENCE_SECONDS)
            made.reading.join(PATIENCE_SECONDS)
            if program.stdout:
                program.stdout.close()


def begin(one: Typist, folder: Path) -> None:
    """A new project with three documents."""
    one.press("ctrl+n")
    one.answer("New project", str(folder / "letters.bonito"))
    one.until(lambda seen: seen["documents"] == 0)
    (folder / "notices").mkdir()
    for number, text in enumerate(NOTICES[:3]):
        (folder / "notices" / f"{number}.txt").write_text(text, encoding="utf-8")
    one.do("add a folder")
    one.answer("Add a folder", str(folder / "notices"))
    one.until(lambda seen: seen["documents"] == 3 and not seen["busy"])


def generate(one: Typist) -> int:
    """A pilot, then what it left; gives how many units that made."""
    one.press("ctrl+2")
    one.do("try a few")
    pilot = one.until(lambda seen: seen["units"] and not seen["busy"])["units"]
    one.do("rest of the pilot")
    return one.until(lambda seen: seen["units"] > pilot and not seen["busy"])["units"]


def review(one: Typist) -> None:
    """Accept, reject with a reason, edit, take one back, and a sample of one for the others."""
    one.press("ctrl+3")
    one.until(lambda seen: seen["page"] == REVIEW and seen["rows"] > 3)
    one.press("a", "3", "e")
    one.until(lambda seen: seen["editing"])
    one.press("ctrl+a")
    type_into(one._environment, "type", "at nine")
    one.press("ctrl+Return", "f", "u")
    one.until(lambda seen: seen["verdicts"] == {"accept": 1, "reject": 1, "edit": 1})
    one.do("draw a sample")
    one.until(lambda seen: not seen["busy"])
    one.press(*["a"] * one.seen["rows"])
    one.until(lambda seen: seen["verdicts"].get("accept", 0) > 3 and not seen["busy"])


def export(one: Typist, target: Path) -> None:
    """Write a bundle, which the window checks by itself."""
    one.press("ctrl+4")
    one.until(lambda seen: seen["page"] == EXPORT)
    one.do("write the export")
    one.until(lambda seen: "It came from this project" in seen["notice"])
    assert verify(target).problems == []


def test_keys_alone_lead_from_nothing_to_a_verified_bundle(tmp_path: Path):
    (tmp_path / "tiny.gguf").write_bytes(gguf())
    (tmp_path / "preferences.ini").write_text(
        f"[General]\nmodel={tmp_path / 'tiny.gguf'}\n\n[generate]\npilot=4\n", encoding="utf-8"
    )
    with typist(tmp_path) as (one, program):
        begin(one, tmp_path)
        units = generate(one)
        review(one)
        export(one, tmp_path / "letters-export")
        one.press("ctrl+q")
        assert program.wait(PATIENCE_SECONDS) == 0
    with Project.open(tmp_path / "letters.bonito") as project:
        status = project.status()
        assert sum(status.outcomes.values()) == units
        assert status.unreviewed == 0
