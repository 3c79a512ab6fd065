"""How long a worker may be silent before it counts as hanging."""

from dataclasses import dataclass

from engine.worker.host import START_SECONDS


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds without a sign of the worker, and not in all.

    A worker at work gives one every few seconds, but for the step it is in: up to 2,048 tokens,
    which take minutes on a slow computer with a large model, and seconds on a device. What a driver
    compiles at its first use takes 10 seconds, and more on an old computer.
    """

    start: float = START_SECONDS
    silent: float = 900.0
    device_start: float = 60.0
    device_silent: float = 180.0


USUAL = Patience()
