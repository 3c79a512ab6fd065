"""Carry one packet out on this machine: `python -m engine.cluster.packet PACKET ...`.

Started by whoever drives, with a pipe as its standard input. When that ends, whoever started it has
died or wants an end, and the run is stopped cleanly: otherwise it would hold the packet, and nobody
else could go on with it. What came of it is printed as one JSON document.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.cluster.lines import (
    Answer,
    State,
    Wanted,
    answer_of_run,
    answer_of_status,
    as_json,
    run_line,
    status_line,
    wanted_of,
)

BUSY_SECONDS = 60.0  # a run that is being stopped has let go of its packet by then
STOP_SECONDS = 30.0  # a run that was asked to stop has ended by then, or is killed
PAUSE_SECONDS = 2.0  # before a packet that somebody else has is looked at again


@dataclass(slots=True)
class Stopper:
    """Ends the command that is under way, from another thread, and lets no other begin."""

    is_wanted: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: "subprocess.Popen[str] | None" = None

    def stop(self) -> None:
        """Ask the command to end as Ctrl+C does, and kill it if it does not."""
        self.is_wanted.set()
        with self._lock:
            process = self._process
        if process is None or process.poll() is not None:
            return
        if os.name == "nt":
            process.terminate()
        else:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()

    def perform(self, line: Sequence[str]) -> str:
        """What a command line prints as its result; its other words go to our own stderr."""
        with self._lock:
            if self.is_wanted.is_set():
                return ""
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        printed, _ = self._process.communicate()
        return printed


def carry_out(
    wanted: Wanted,
    packet: str,
    stopper: Stopper,
    busy_seconds: float = BUSY_SECONDS,
    pause: float = PAUSE_SECONDS,
) -> Answer:
    """Go on with a packet unless nothing is open, and wait a while if somebody else has it."""
    waited = 0.0
    while True:
        try:
            answer = _tried(wanted, packet, stopper)
        except OSError as error:
            said = f"“{wanted.program[0]}” can't be started here ({error.strerror})."
            return Answer(packet, State.OPEN, said=said)
        if stopper.is_wanted.is_set() and answer.state is not State.COMPLETE:
            return replace(answer, said="It was stopped.")
        if answer.state is not State.BUSY or waited >= busy_seconds:
            return answer
        stopper.is_wanted.wait(pause)
        waited += pause


def _tried(wanted: Wanted, packet: str, stopper: Stopper) -> Answer:
    before = answer_of_status(packet, stopper.perform(status_line(wanted, packet)))
    if before.state is not State.OPEN or not before.planned:
        return before
    return answer_of_run(before, stopper.perform(run_line(wanted, packet)))


def watch(pipe: int, stopper: Stopper) -> None:
    """Stop the command when the pipe (a file descriptor) ends.

    It is not read as a file: Python aborts at its end while a thread waits in one.
    """
    while os.read(pipe, 1024):
        pass
    stopper.stop()


def line_of(wanted: Wanted, packet: str) -> list[str]:
    """The command line that runs this module for a packet."""
    return [sys.executable, "-m", "engine.cluster.packet", packet, as_json(wanted)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what came of the packet; 0 if it is complete."""
    parser = argparse.ArgumentParser(prog="engine.cluster.packet", description=__doc__)
    parser.add_argument("packet")
    parser.add_argument("wanted", help="how, as JSON")
    parsed = parser.parse_args(arguments)
    wanted = wanted_of(parsed.wanted)
    stopper = Stopper()
    # Ctrl+C reaches the run as well, which stops by itself. Ignored, it would be ignored there too.
    signal.signal(signal.SIGINT, lambda _number, _frame: stopper.is_wanted.set())
    watcher = threading.Thread(target=watch, args=(sys.stdin.fileno(), stopper), daemon=True)
    watcher.start()
    answer = carry_out(wanted, parsed.packet, stopper)
    sys.stdout.write(as_json(answer) + "\n")
    sys.stdout.flush()
    return 0 if answer.state is State.COMPLETE else 1


if __name__ == "__main__":
    sys.exit(main())
