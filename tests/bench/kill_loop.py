"""Kill one run at random moments, resume it each time, and prove that nothing is lost or doubled.

    python -m tests.bench.kill_loop                100 kills, the embedded model
    python -m tests.bench.kill_loop --fake         the same with a scripted worker

Each kill is a SIGKILL of the worker, of its parent, or of both, after a random number of saved
tasks and a random delay; some hit a process that is only starting. A parent that died is started
again and resumes. At the end the tasks must be exactly the plan. Never more than one parent runs,
each wait is bounded; when the time is up it kills no more and lets the run end.
"""

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue

import psutil

from tests.bench.exactness import Plan, Report, inspect, prepare, table

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0  # seconds without a word after which something hangs
KINDS = ("worker", "parent", "both")


class Parent:
    """The process that runs the project, and the lines it says."""

    def __init__(self, project: Path, plan: Plan) -> None:
        options = [f"--types={','.join(plan.types)}", f"--samples={plan.samples}"]
        options += [f"--max-tokens={plan.max_tokens}", f"--slots={plan.slots}"]
        if plan.fake:
            options += ["--fake", f"--model={project.with_name('tiny.gguf')}"]
        command = [sys.executable, "-m", "tests.bench.killable_run", str(project), *options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):  # else it died while it spoke
                    self._lines.put(line.strip())
        self._lines.put("")

    def next(self, timeout: float = PATIENCE) -> str:
        """The next line, or "" at the end; raises `Empty` when nothing came."""
        return self._lines.get(timeout=timeout)

    def workers(self) -> list[psutil.Process]:
        """Its children that run llama.cpp, or the script."""
        found: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    if any("spawn_main" in part for part in child.cmdline()):
                        found.append(child)
        return found

    def end(self) -> list[str]:
        """Kill it if it still runs; what it said and nobody read."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        left: list[str] = []
        with contextlib.suppress(Empty):
            while line := self._lines.get_nowait():
                left.append(line)
        return left


class Loop:
    """One run, killed again and again."""

    def __init__(self, project: Path, plan: Plan, planned: int) -> None:
        self._project, self._plan = project, plan
        self._random = random.Random(plan.seed)  # noqa: S311 not a secret: to be repeated
        self._deadline = time.monotonic() + plan.seconds
        self._planned = planned
        self.said: dict[int, int] = {}  # unit -> task, as told by whoever died
        self.report = Report(planned=planned)

    def perform(self) -> None:
        parent = self._start()
        try:
            while self._has_kills_left():
                is_alive = self._listen(parent, self._lines_to_wait_for())
                if not is_alive or self._kill(parent):
                    self._bury(parent)
                    parent = self._start()
            while self._listen(parent, 1):
                self._check_time(PATIENCE * 3)
        finally:
            self._bury(parent)

    def _has_kills_left(self) -> bool:
        """Fewer than asked for are done if time runs out; the report says how many."""
        has_time = time.monotonic() < self._deadline
        return has_time and self.report.kills.total() < self._plan.kills

    def _check_time(self, grace: float) -> None:
        if time.monotonic() > self._deadline + grace:
            raise TimeoutError(f"the loop took more than {self._plan.seconds:g} seconds")

    def _start(self) -> Parent:
        self.report.parents += 1
        return Parent(self._project, self._plan)

    def _lines_to_wait_for(self) -> int:
        """So that the plan is about used up with the last kill, and never before."""
        kills = self._plan.kills - self.report.kills.total()
        return self._random.randint(0, (self._planned - len(self.said)) // (kills + 1))

    def _listen(self, parent: Parent, lines: int) -> bool:
        """Hear so many tasks; False if the parent ended before."""
        for _ in range(lines):
            line = parent.next()
            self._note(line)
            if not line or line.startswith(("ended", "refused")):
                return False
        return True

    def _note(self, line: str) -> None:
        if line.startswith("task "):
            _, unit, task = line.split()
            self.said[int(unit)] = int(task)
        elif line.startswith("refused"):
            raise RuntimeError(line)

    def _kill(self, parent: Parent) -> bool:
        """Kill what the dice say after a random moment; True if the parent died."""
        has_spoken = bool(parent.workers())
        # A blind delay on purpose: the moment is to be anyone's guess.
        time.sleep(self._random.uniform(0, 0.02 if has_spoken else 1.5))
        kind = self._random.choice(KINDS)
        workers = parent.workers()
        if not workers:
            kind = "parent"
        victims = [*(workers if kind != "parent" else ())]
        if kind != "worker":
            victims.append(psutil.Process(parent.process.pid))
        self._random.shuffle(victims)
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        self.report.kills[kind] += 1
        self.report.while_starting += not has_spoken
        return kind != "worker"

    def _bury(self, parent: Parent) -> None:
        workers = parent.workers()
        for line in parent.end():
            self._note(line)
        _, alive = psutil.wait_procs(workers, timeout=10)
        self.report.orphans += len(alive)
        for orphan in alive:
            orphan.kill()


def perform(folder: Path, plan: Plan) -> Report:
    """Kill a run over a new project in `folder` and look at what it left."""
    began = time.monotonic()
    project, planned = prepare(folder, plan)
    loop = Loop(project, plan, planned)
    try:
        loop.perform()
    finally:
        loop.report.seconds = time.monotonic() - began
    inspect(project, plan, loop.said, loop.report)
    return loop.report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--fake", action="store_true", help="a worker that follows a script")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--minutes", type=float, default=30, help="kill no more after so long")
    chosen = parser.parse_args()
    plan = Plan(
        kills=chosen.kills,
        documents=max(3, chosen.kills // 16),
        types=("qg", "exqa", "ynqa") if chosen.fake else ("qg", "exqa"),
        samples=40 if chosen.fake else 12,
        fake=chosen.fake,
        seconds=60 * chosen.minutes,
        seed=chosen.seed,
    )
    with tempfile.TemporaryDirectory() as folder:
        report = perform(Path(folder), plan)
    print(table(report))
    return 0 if report.is_exact and report.kills.total() == chosen.kills else 1


if __name__ == "__main__":
    sys.exit(main())
