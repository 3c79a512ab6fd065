"""Choose how a model runs on this computer: slots, context, threads, batch.

`choose` is pure: a model's header and a machine's numbers in, a setup out. `this_machine` is
the only part that looks around.
"""

import os
from dataclasses import dataclass

import psutil

from engine.errors import MachineUnreadable
from models.fit import Fit, FitVerdict, fit
from models.gguf import GgufHeader

MOST_SLOTS = 16  # a token then decodes at about the cost of prefill (tests/bench/README.md)
SLOTS_ALLOWED = range(1, 65)
STEPS = (MOST_SLOTS, 12, 8, 6, 4, 3, 2, 1)
DEVICE_STEPS = (32, 24, *STEPS)  # a graphics card has arithmetic to spare (tests/bench/README.md)
_CELL_STEP = 256  # llama.cpp rounds the context of a slot up to this
_BATCH_TOKENS = 2048
_USUAL_TOKENS = 1024  # what a run gives each sequence by default


@dataclass(frozen=True, slots=True)
class Machine:
    """What matters of a computer: cores that compute (not their hyperthreads), free memory."""

    cores: int
    free_bytes: int


@dataclass(frozen=True, slots=True)
class Setup:
    """How the worker is to run. `sentence` says how it fits, for people."""

    slots: int
    slot_tokens: int
    threads: int
    batch_tokens: int
    fits: bool
    sentence: str


def this_machine() -> Machine:
    """The numbers of the computer this runs on, now; raises `MachineUnreadable`."""
    try:
        cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
        free = psutil.virtual_memory().available
    except OSError as error:  # Linux tells both in /proc, which a bare container may lack
        raise MachineUnreadable(
            f"The system does not tell how many cores and how much memory it has ({error}). "
            "On Linux, mount /proc; then try again."
        ) from error
    if hasattr(os, "sched_getaffinity"):  # a container may be given fewer than there are
        cores = min(cores, len(os.sched_getaffinity(0)))
    return Machine(cores, free)


def fit_now(header: GgufHeader) -> Fit:
    """Whether a model fits the memory that is free now, with one sequence of the usual length."""
    return fit(header, 1, _USUAL_TOKENS, this_machine().free_bytes)


def choose(
    header: GgufHeader,
    machine: Machine,
    prompt_tokens: int,
    max_tokens: int,
    slots: int | None = None,
) -> Setup:
    """The setup for prompts of up to `prompt_tokens` and answers of up to `max_tokens`.

    Takes the most slots that leave memory to other programs, else one: where memory is tight, what
    is pushed out to the disk must be read again in each step.
    With `slots` given, takes that number. `fits` is False if more is needed than is free.
    """
    slot_tokens = _slot_tokens(header, prompt_tokens + max_tokens)
    tries = [
        (number, fit(header, number, slot_tokens, machine.free_bytes))
        for number in ((slots,) if slots else STEPS)
    ]
    best = next((t for t in tries if t[1].verdict is FitVerdict.YES), tries[-1])
    return Setup(
        slots=best[0],
        slot_tokens=slot_tokens,
        threads=max(1, machine.cores),
        batch_tokens=_BATCH_TOKENS,
        fits=best[1].verdict is not FitVerdict.NO,
        sentence=best[1].sentence,
    )


def _slot_tokens(header: GgufHeader, wanted: int) -> int:
    rounded = -(-wanted // _CELL_STEP) * _CELL_STEP
    return min(rounded, header.context_length) if header.context_length else rounded
