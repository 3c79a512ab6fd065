"""Try a device against the CPU with the very model: does it compute the same, and is it faster?

Drivers that compute nonsense and graphics cards that are slower than the CPU are both common, and
nothing but a trial tells. A fixed prompt of 256 tokens goes through the model on the CPU, then on
the device as the run would load it, and 16 tokens are written on each. It takes as long as loading
the model twice and some seconds, once for each device, driver, model and build.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from engine.devices.choosing import Choice
from engine.devices.notes import Trial
from engine.errors import IllegalInstruction, ModelNotLoaded, WorkerCrashed
from engine.worker.host import Host
from engine.worker.messages import LoadFailed, LoadModel, Measure, Measured, Working

PROMPT_TOKENS, WRITTEN_TOKENS = 256, 16
_SLOT_TOKENS = 512
_CPU_SECONDS = 900.0  # without a sign
_DEVICE_SECONDS = 60.0  # the same; what a driver compiles at its first use takes 10 seconds
_MOST_ERROR = 0.1  # of the logits; 0.05 was seen between a CPU and a sound card
_FEWEST_SAME = 3  # of four likeliest tokens; with the fourth, two may be as likely

Opener = Callable[[LoadModel], Host]
"""Makes the host of a worker that is to load this, where the run can abort it."""


def prove(choice: Choice, opener: Opener, device_seconds: float = _DEVICE_SECONDS) -> Trial:
    """Try both. A failure of the device is a result; one of the CPU raises `WorkerError`.

    A device that gives no sign for `device_seconds` has failed.
    """
    if choice.on_device is None:
        raise ValueError("there is no device to try")
    small = replace(choice.on_cpu, slots=1, slot_tokens=_SLOT_TOKENS)
    on_cpu = _measured(partial(opener, small), _CPU_SECONDS)
    try:
        on_device = _measured(partial(opener, choice.on_device), device_seconds)
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


def _measured(opened: Callable[[], Host], seconds: float) -> Measured:
    while True:
        try:
            return _measured_once(opened(), seconds)
        except IllegalInstruction:  # another library is taken; each is passed over once
            continue


def _measured_once(host: Host, seconds: float) -> Measured:
    try:
        host.start(seconds)
        host.send(Measure(PROMPT_TOKENS, WRITTEN_TOKENS))
        while isinstance(message := host.receive(seconds), Working):
            pass
    finally:
        host.stop()
    if isinstance(message, Measured):
        return message
    if isinstance(message, LoadFailed):
        raise WorkerCrashed(f"The model could not be computed: {message.detail}.")
    raise WorkerCrashed(f"There was no answer within {seconds:.0f} seconds.")
