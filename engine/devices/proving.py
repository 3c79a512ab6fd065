"""Try a device against the CPU with the very model: does it compute the same, and is it faster?

Drivers that compute nonsense and graphics cards that are slower than the CPU are both common, and
nothing but a trial tells. A fixed prompt of 256 tokens goes through the model on the CPU, then on
the device as the run would load it, and 16 tokens are written on each. A device that is not done in
one and a half times the CPU's seconds has lost. It takes as long as loading the model twice, what
the driver compiles and some seconds, once for each device, driver, model and build.
"""

import math
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from engine.devices.choosing import Choice
from engine.devices.notes import Trial
from engine.errors import IllegalInstruction, ModelNotLoaded, WorkerCrashed
from engine.records import DeviceKind
from engine.worker.host import Host
from engine.worker.messages import LoadFailed, LoadModel, Measure, Measured

PROMPT_TOKENS, WRITTEN_TOKENS = 256, 16
_SLOT_TOKENS = 512
_CPU_SECONDS = 900.0  # without a sign
_FIRST_TOKENS = 128  # enough for the programs of long prompts, which are not those of short ones
_TIMES = 1.5  # of the CPU's seconds; who needs more has lost, and is not waited for
_MOST_ERROR = 0.1  # of the logits; 0.05 was seen between a CPU and a sound card
_FEWEST_SAME = 3  # of four likeliest tokens; with the fourth, two may be as likely


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds that a device may take."""

    silent: float = 60.0  # without a sign, also while it loads
    compiling: float = 45.0  # what it compiles at its first use; 10 were seen
    software: float = 10.0  # the same where there is no card, and nothing to be gained
    least: float = 2.0  # for the timed part, beside `_TIMES`


USUAL = Bounds()

Opener = Callable[[LoadModel], Host]
"""Makes the host of a worker that is to load this, where the run can abort it."""


def prove(choice: Choice, opener: Opener, bounds: Bounds = USUAL) -> Trial:
    """Try both. A failure of the device is a result; one of the CPU raises `WorkerError`."""
    if choice.on_device is None:
        raise ValueError("there is no device to try")
    while True:
        try:
            return _tried(choice, choice.on_device, opener, bounds)
        except IllegalInstruction:  # another library is taken; each is passed over once
            continue


def _tried(choice: Choice, there: LoadModel, opener: Opener, bounds: Bounds) -> Trial:
    small = replace(choice.on_cpu, slots=1, slot_tokens=_SLOT_TOKENS)
    on_cpu, seconds = _on_cpu(partial(opener, small))
    try:
        on_device = _on_device(partial(opener, there), seconds, bounds, choice)
    except IllegalInstruction:
        raise
    except _TooSlow as error:
        return Trial(0.0, str(error))
    except (WorkerCrashed, ModelNotLoaded) as error:
        return Trial(0.0, f"it failed in a trial ({error})")
    return compare(on_cpu, on_device)


def compare(on_cpu: Measured, on_device: Measured) -> Trial:
    """What two measurements say; pure."""
    times = _seconds(on_cpu) / max(_seconds(on_device), 1e-9)
    error = relative_error(on_cpu.logits, on_device.logits)
    same = sum(one == other for one, other in zip(on_cpu.best, on_device.best, strict=False))
    if not error <= _MOST_ERROR or same < _FEWEST_SAME:
        return Trial(times, "it computes something else than the CPU")
    return Trial(times)


def relative_error(wanted: tuple[float, ...], got: tuple[float, ...]) -> float:
    """How far `got` is from `wanted`, as a share of its size; not a number if either is not one."""
    if len(wanted) != len(got) or not wanted:
        return math.nan
    off = math.fsum((a - b) ** 2 for a, b in zip(wanted, got, strict=True))
    return math.sqrt(off / max(math.fsum(a * a for a in wanted), 1e-30))


def _seconds(measured: Measured) -> float:
    return measured.prompt_seconds + measured.written_seconds


class _TooSlow(Exception):
    """The device has lost; there is no need to see by how much."""


def _on_cpu(opened: Callable[[], Host]) -> tuple[Measured, float]:
    """What the CPU computes, and the seconds that the whole of it took."""
    with _started(opened, _CPU_SECONDS) as host:
        began = time.monotonic()
        measured = _answered(host, Measure(PROMPT_TOKENS, WRITTEN_TOKENS), _CPU_SECONDS)
        return measured, time.monotonic() - began


def _on_device(
    opened: Callable[[], Host], cpu_seconds: float, bounds: Bounds, choice: Choice
) -> Measured:
    """The same by the device, after a first part during which its driver compiles."""
    is_software = choice.device is not None and choice.device.kind is DeviceKind.SOFTWARE
    compiling = bounds.software if is_software else bounds.compiling
    timed = bounds.least + _TIMES * cpu_seconds
    with _started(opened, bounds.silent) as host:
        _answered(host, Measure(_FIRST_TOKENS, 1), bounds.silent, compiling + cpu_seconds)
        return _answered(host, Measure(PROMPT_TOKENS, WRITTEN_TOKENS), bounds.silent, timed)


@contextmanager
def _started(opened: Callable[[], Host], silent: float) -> Generator[Host]:
    host = opened()
    try:
        host.start(silent)
        yield host
    finally:
        host.stop()


def _answered(host: Host, wanted: Measure, silent: float, most: float = math.inf) -> Measured:
    """The answer of a worker that gives a sign every `silent` seconds, within `most`."""
    host.send(wanted)
    deadline = time.monotonic() + most
    while (left := deadline - time.monotonic()) > 0:
        message = host.receive(min(silent, left))
        if isinstance(message, Measured):
            return message
        if isinstance(message, LoadFailed):
            raise WorkerCrashed(f"The model could not be computed: {message.detail}.")
        if message is None and left > silent:
            raise WorkerCrashed(f"There was no answer within {silent:.0f} seconds.")
    raise _TooSlow(f"it is slower than the CPU, and was not done after {most:.0f} seconds")
