"""Draw every page and dialog of the window, to be looked at: sizes, schemes, languages, fillings.

    python -m tests.bench.pictures OUT [--languages en de] [--schemes light dark]
        [--states empty small full] [--sizes 1024x700 1280x720 1440x900] [--scales 1 2]

Each language and scale is drawn by a process of its own, on Qt's offscreen platform. A picture is
`OUT/LANGUAGE-SCALEx/STATE-PAGE-SIZE-SCHEME.png`; a sheet of all pages of one state, size and scheme
lies beside them. At scale 2 only the first size is drawn. About 250 pictures in all, two minutes.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop import language

if "--here" in sys.argv:  # a language is chosen before the window's modules are imported
    language.use("de" if "de" in sys.argv else "en")

from desktop.app import App
from desktop.chosen_language import speak
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, START
from desktop.menus import every_action
from desktop.theme import Scheme
from engine import demo
from engine.records import Decision, TaskFilter, Verdict
from engine.store import Project
from engine.worker import fake
from tests.large_project import Size, large_project

PAGES = {
    "start": START, "documents": DOCUMENTS, "generate": GENERATE,
    "review": REVIEW, "export": EXPORT,
}  # fmt: skip
STATES = ("empty", "small", "full")
SIZES = ("1024x700", "1280x720", "1440x900")
FULL = Size(8_000, 2_000)
SHEET_WIDTH, COLUMNS = 2_400, 2  # pixels, and pictures beside each other
PATIENCE_SECONDS = 30.0  # for the window to be calm
CHILD_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one process draws."""

    out: Path
    language: str
    schemes: tuple[Scheme, ...]
    states: tuple[str, ...]
    sizes: tuple[QSize, ...]


class Painter:
    """One window, taken from page to page."""

    def __init__(self, wanted: Wanted, folder: Path) -> None:
        self._wanted, self._folder = wanted, folder
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        settings = QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)
        speak(application)
        self.app = App(application, settings, worker=fake.main)
        self.app.start()

    def draw(self) -> int:
        """Everything that is wanted; gives how many pictures."""
        count = 0
        for state in self._wanted.states:
            self._open(state)
            for scheme in self._wanted.schemes:
                self.app.appearance.choose(self.app.window, scheme)
                for size in self._wanted.sizes:
                    count += self._pages(state, size, scheme)
            if state == "small":
                count += self._dialogs()
        self.app.close()
        return count

    def _open(self, state: str) -> None:
        path = self._folder / f"{state} project.bonito"
        MAKERS[state](path)
        self.app.current.open(path)
        self._calm()

    def _pages(self, state: str, size: QSize, scheme: Scheme) -> int:
        self.app.window.resize(size)
        pictures = list[QPixmap]()
        for name, draw in self._places(state):
            draw()
            self._calm()
            pictures.append(self._save(f"{state}-{name}-{_words(size)}-{scheme}"))
        _sheet(pictures).save(str(self._wanted.out / f"sheet-{state}-{_words(size)}-{scheme}.png"))
        return len(pictures)

    def _places(self, state: str) -> Iterator[tuple[str, Callable[[], None]]]:
        """Names, and what brings the window there."""
        window, generate = self.app.window, self.app.generate
        for name, place in PAGES.items():
            if name == "start":
                if state != "full":
                    yield name, lambda: window.pages.setCurrentIndex(START)
            else:
                yield name, lambda place=place: window.go_to(place)
                if name == "generate" and state != "empty":
                    yield "set-up", generate.panel.setup_requested.emit
                    yield "run", generate.show_last_run
                if name == "documents" and state == "small":
                    yield "passages", lambda: self.app.documents.view.selectRow(1)
                if name == "review" and state == "small":
                    yield "editing", lambda: self.app.review.decide(Verdict.EDIT)
                    yield "edited", self._save_edit

    def _save_edit(self) -> None:
        review = self.app.review
        review.pane.output.setPlainText(review.pane.output.toPlainText() + " and not before")
        review.save_edit()
        review.move(-1)

    def _dialogs(self) -> int:
        """Each entry of the menus that opens something."""
        drawn = list[QPixmap]()
        for title, action in every_action(self.app.window.menuBar()):
            if action.text().partition("\t")[0].endswith("…"):
                picture = self._modal(action.trigger)
                if picture is not None:
                    name = "".join(sign if sign.isalnum() else "-" for sign in title).strip("-")
                    picture.save(str(self._wanted.out / f"dialog-{name}.png"))
                    drawn.append(picture)
        if drawn:
            _sheet(drawn).save(str(self._wanted.out / "sheet-dialogs.png"))
        return len(drawn)

    def _modal(self, act: Callable[[], object]) -> QPixmap | None:
        """What a dialog looks like that `act` opens and waits for; closed at once."""
        found = list[QPixmap]()

        def look() -> None:
            dialog = QApplication.activeModalWidget() or _open_dialog()
            if dialog is not None:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 100)
                found.append(dialog.grab())
                dialog.close()

        timer = QTimer(interval=300)
        timer.timeout.connect(look)
        timer.start()
        act()
        self._calm()
        look()
        timer.stop()
        return found[0] if found else None

    def _save(self, name: str) -> QPixmap:
        picture = self.app.window.grab()
        picture.save(str(self._wanted.out / f"{name}.png"))
        return picture

    def _calm(self) -> None:
        """Until nothing is under way, and laid out: a change of size climbs a level at a time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        for _level in range(8):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        while self.app.background.is_busy and time.monotonic() < deadline:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        for _level in range(4):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _open_dialog() -> QWidget | None:
    """A dialog that does not block the window."""
    tops = QApplication.topLevelWidgets()
    return next((w for w in tops if w.isVisible() and w.inherits("QDialog")), None)


def _sheet(pictures: list[QPixmap]) -> QPixmap:
    """All pictures on one, in two columns."""
    width = SHEET_WIDTH // COLUMNS
    mode = Qt.TransformationMode.SmoothTransformation
    small = [picture.scaledToWidth(min(width, picture.width()), mode) for picture in pictures]
    for picture in small:
        picture.setDevicePixelRatio(1)
    rows = [small[at : at + COLUMNS] for at in range(0, len(small), COLUMNS)]
    heights = [max(picture.height() for picture in line) + 8 for line in rows]
    sheet = QPixmap(SHEET_WIDTH, sum(heights))
    sheet.fill(QColor("#808080"))
    painter, top = QPainter(sheet), 0
    for line, height in zip(rows, heights, strict=True):
        for place, picture in enumerate(line):
            painter.drawPixmap(QPoint(place * width, top), picture)
        top += height
    painter.end()
    return sheet


def _words(size: QSize) -> str:
    return f"{size.width()}x{size.height()}"


def _make_empty(path: Path) -> None:
    Project.create(path).close()


def _make_small(path: Path) -> None:
    """The sample project, with a few decisions of each kind."""
    demo.make_sample_project(path)
    verdicts = (Verdict.ACCEPT, Verdict.REJECT, Verdict.FLAG, Verdict.ACCEPT, Verdict.SKIP)
    with Project.open(path) as project:
        ids = project.tasks.ids(TaskFilter(unreviewed_only=True))[2:]
        decisions = [
            Decision(task, verdict, "Unclear" if verdict is Verdict.REJECT else "")
            for task, verdict in zip(ids, verdicts, strict=False)
        ]
        project.decisions.add(decisions, "somebody")


def _make_full(path: Path) -> None:
    shutil.copy(large_project(FULL), path)


MAKERS = {"empty": _make_empty, "small": _make_small, "full": _make_full}


def paint(wanted: Wanted) -> int:
    """Draw what is wanted, in this process."""
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        return Painter(wanted, Path(folder)).draw()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--languages", nargs="+", default=["en", "de"], choices=["en", "de"])
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"])
    parser.add_argument("--states", nargs="+", default=list(STATES), choices=STATES)
    parser.add_argument("--sizes", nargs="+", default=list(SIZES))
    parser.add_argument("--scales", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    chosen = _arguments()
    if chosen.here:
        sizes = tuple(QSize(*map(int, size.split("x"))) for size in chosen.sizes)
        schemes = tuple(map(Scheme, chosen.schemes))
        wanted = Wanted(chosen.out, chosen.languages[0], schemes, tuple(chosen.states), sizes)
        print(f"{paint(wanted)} pictures in {chosen.out}")
        return 0
    for code in chosen.languages:
        for scale in chosen.scales:
            _paint_elsewhere(chosen, code, scale)
    return 0


def _paint_elsewhere(chosen: argparse.Namespace, language: str, scale: int) -> None:
    sizes = chosen.sizes if scale == 1 else chosen.sizes[:1]
    out = chosen.out / f"{language}-{scale}x"
    command = [
        sys.executable, "-m", "tests.bench.pictures", str(out), "--here",
        "--languages", language, "--schemes", *chosen.schemes,
        "--states", *chosen.states, "--sizes", *sizes,
    ]  # fmt: skip
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
    subprocess.run(command, env=environment, check=True, timeout=CHILD_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
