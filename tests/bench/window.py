"""Measure what the window costs on a large project: main-thread CPU, statements, longest gaps.

    python -m tests.bench.window [--tasks 100000] [--documents 500] [--json]

It makes a project by SQL (kept in the temporary folder for the next time), opens a copy in the
real window on Qt's offscreen platform with a scripted worker, and opens, scrolls, decides, undoes,
filters, searches, and decides while a run goes on. A gap is the longest time in which a timer of
5 ms did not come: how long the window would not have answered. Gaps mean something only on an idle
machine; CPU is the main thread's own.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import App
from desktop.dialogs.project_log import DECISIONS as DECISIONS_SHOWN
from desktop.garbage import collect_on_this_thread
from desktop.main_window import REVIEW
from engine.records import RunRequest
from engine.worker import fake
from tests.large_project import TYPES, Size, large_project
from tests.statements import counted

TICK, PATIENCE = 5, 60_000  # milliseconds
DECISIONS, STEPS, FILTERS = 20, 60, 4
WORDS = ("the", "to of", "bade", "kin")  # frequent, a phrase, and parts of rarer words
RUN_UNITS = 3_000


@dataclass(slots=True)
class Figures:
    """What is printed with `--json`; all but the statements in milliseconds."""

    open_ms: float = 0.0
    decide_cpu_ms: float = 0.0
    decide_statements: int = 0
    undo_cpu_ms: float = 0.0
    filter_cpu_ms: float = 0.0
    search_cpu_ms: float = 0.0
    longest_gap_ms: dict[str, float] = field(default_factory=dict)


class Gaps:
    """Watches the event loop: the longest time between two ticks of a timer."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._clock = QElapsedTimer()
        self._worst = 0

    def __enter__(self) -> Self:
        self._worst = 0
        self._clock.start()
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        self._worst = max(self._worst, self._clock.nsecsElapsed())
        self._clock.start()

    @property
    def milliseconds(self) -> float:
        """The longest gap, without the timer's own interval."""
        return round(max(0.0, self._worst / 1e6 - TICK), 1)


class Bench:
    """One window over one project."""

    def __init__(self, path: Path, settings: Path) -> None:
        self._path = path
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        file = QSettings(str(settings), QSettings.Format.IniFormat)
        self.app = App(application, file, worker=fake.main)
        self.app.start()
        self.app.pages.draw_ahead()
        collect_on_this_thread(self.app.window)
        self.figures = Figures()
        self._wait(self._is_calm)

    def perform(self) -> Figures:
        """Everything, in the order in which a reviewer meets it."""
        self._open()
        self._scroll()
        self.figures.decide_cpu_ms = self._decide("decide")
        self.figures.decide_statements = self._count_statements()
        self.figures.undo_cpu_ms = self._each([lambda: self._key("u")] * DECISIONS)
        self._filter()
        self._search()
        self._look_at_charts_and_log()
        self._decide_during_run()
        self.app.close()
        return self.figures

    def _open(self) -> None:
        with self._gaps("open"):
            began = time.perf_counter()
            self.app.current.open(self._path)
            self._wait(lambda: self.app.project is not None)
            self.app.window.go_to(REVIEW)
            self._wait(lambda: self.app.review.table.rowCount() > 0)
            self.figures.open_ms = round((time.perf_counter() - began) * 1000, 1)
            self._wait(self._is_calm)  # the day's backup is part of it

    def _scroll(self) -> None:
        bar = self.app.review.view.verticalScrollBar()
        with self._gaps("scroll"):
            for step in range(STEPS):
                bar.setValue(bar.maximum() * (step * 7 % STEPS) // STEPS)
                self._settle()
            for _step in range(STEPS):
                bar.setValue(bar.value() + bar.singleStep())
                self._settle()

    def _decide(self, name: str) -> float:
        self._show_undecided()
        with self._gaps(name):
            return self._each([lambda: self._key("a")] * DECISIONS)

    def _show_undecided(self) -> None:
        """Of a task that is accepted already, accepting changes nothing."""
        self.app.review.filter.show_unreviewed()
        self.app.review.read()
        self._wait(self._is_calm)
        self.app.review.view.selectRow(0)
        self.app.review.view.setFocus()
        self._settle()

    def _count_statements(self) -> int:
        with counted(self.app.project) as seen:
            self._key("a")
            self._wait(self._is_calm)
        return len(seen)

    def _filter(self) -> None:
        bar = self.app.review.filter
        choices = [(bar.type, 1), (bar.type, 0), (bar.decision, 1), (bar.outcome, 1)]
        acts = [lambda box=box, entry=entry: _choose(box, entry) for box, entry in choices]
        with self._gaps("filter"):
            self.figures.filter_cpu_ms = self._each(acts[:FILTERS])
        bar.clear()
        self._wait(self._is_calm)

    def _search(self) -> None:
        field_ = self.app.review.filter.search

        def look_for(words: str) -> None:
            field_.setText(words)
            QTest.keyClick(field_, Qt.Key.Key_Return)

        with self._gaps("search"):
            acts = [lambda words=words: look_for(words) for words in WORDS]
            self.figures.search_cpu_ms = self._each(acts)
        self.app.review.filter.clear()
        self._wait(self._is_calm)

    def _look_at_charts_and_log(self) -> None:
        """Both read all tasks or decisions, in the background."""
        with self._gaps("charts"):
            charts = self.app.charts.made()
            assert charts is not None
            charts.open()
            self._wait(self._is_calm)
        charts.reject()
        with self._gaps("decisions_in_the_log"):
            log = self.app.shown_log.made()
            assert log is not None
            log.open()
            log.show_part(DECISIONS_SHOWN)
            self._wait(self._is_calm)
        log.reject()

    def _decide_during_run(self) -> None:
        self.app.start_run(RunRequest("default", TYPES, limit_units=RUN_UNITS))
        self._wait(lambda: self.app.running.is_under_way and not self.app.running.is_preparing)
        self._pause(1.0)
        self.app.window.go_to(REVIEW)
        self._pause(0.5)
        self.app.review.view.setFocus()
        with self._gaps("decide_during_run"):
            for _decision in range(DECISIONS):
                QTest.keyClick(self.app.review.view, "a")
                self._pause(0.1)
        assert self.app.running.is_under_way, "the run was over too early"
        self.app.running.stop()
        self._wait(self._is_calm)

    # --- measuring ----------------------------------------------------------------------------

    def _key(self, key: str) -> None:
        QTest.keyClick(self.app.review.view, key)

    def _each(self, acts: list[Callable[[], object]]) -> float:
        """The mean of the main thread's CPU milliseconds from an act until all is calm again."""
        spent: list[float] = []
        for act in acts:
            began = time.thread_time()
            act()
            self._settle()
            self._wait(self._is_calm)
            self._settle()
            spent.append((time.thread_time() - began) * 1000)
        return round(statistics.fmean(spent), 1)

    def _gaps(self, name: str) -> "_Named":
        return _Named(self.figures, name)

    def _is_calm(self) -> bool:
        return not self.app.background.is_busy and not self.app.running.is_under_way

    def _settle(self) -> None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 100)

    def _wait(self, is_so: Callable[[], bool]) -> None:
        """Run the event loop, which sleeps while there is nothing to do, until something is so."""
        loop, look = QEventLoop(), QTimer(interval=TICK)
        look.timeout.connect(lambda: is_so() and loop.quit())
        deadline = QTimer(interval=PATIENCE, singleShot=True)
        deadline.timeout.connect(lambda: loop.exit(1))
        look.start()
        deadline.start()
        if not is_so() and loop.exec():
            raise TimeoutError("the window is not done after a minute")

    def _pause(self, seconds: float) -> None:
        """Let the event loop run for so long."""
        end = time.monotonic() + seconds
        self._wait(lambda: time.monotonic() > end)


class _Named(Gaps):
    def __init__(self, figures: Figures, name: str) -> None:
        super().__init__()
        self._figures, self._name = figures, name

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._figures.longest_gap_ms[self._name] = self.milliseconds


def _choose(box, entry: int) -> None:
    box.setCurrentIndex(entry)
    box.activated.emit(entry)


def measure(size: Size) -> Figures:
    """Measure on a copy of the project of this size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.bonito"
        shutil.copy(large_project(size), path)
        with path.open("rb+") as copy:
            os.fsync(copy.fileno())  # else the first checkpoint would pay for writing the copy
        return Bench(path, Path(folder) / "preferences.ini").perform()


def table(figures: Figures, size: Size) -> str:
    """The figures for people, with the machine they were taken on."""
    rows = asdict(figures)
    gaps = rows.pop("longest_gap_ms")
    lines = [f"{size.tasks:,} tasks, {size.documents:,} documents; {machine()}", ""]
    lines += [f"| {name.replace('_', ' '):<28} | {value:>8} |" for name, value in rows.items()]
    lines += [f"| {'longest gap ms, ' + name:<28} | {value:>8} |" for name, value in gaps.items()]
    return "\n".join(lines)


def machine() -> str:
    """The processor, how many cores, how busy they are."""
    name = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        lines = cpus.read_text("utf-8").splitlines()
        name = next((line.split(":")[1].strip() for line in lines if "model name" in line), name)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    size = Size(chosen.tasks, chosen.documents)
    figures = measure(size)
    print(json.dumps(asdict(figures)) if chosen.json else table(figures, size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
