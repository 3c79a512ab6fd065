"""Measure what the worker keeps in memory, and whether thousands of units make it more.

    python -m tests.bench.memory [UNITS] [SLOTS] [MODEL]

Tiny units go through a real worker process. Its resident size must stay within the model's file,
the key-value cache and 200 MB, and must not grow with the number of units.
"""

import sys
from dataclasses import dataclass

import psutil

from engine.worker.host import Host
from engine.worker.messages import Generate, Generated, LoadModel
from models import library
from models.fit import fit
from models.library import FoundModel
from models.prompting import Segment

SLOT_TOKENS = 256
ALLOWED_BYTES = 200_000_000  # beside the model and its cache
WORDS = ["ferry", "harbour", "museum", "pier", "office", "dog", "lamp", "rope"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Resident bytes after so many units, against what is allowed."""

    units: int
    resident: int
    allowed: int


def tiny(number: int) -> Generate:
    """A unit of a dozen tokens; no two prompts are the same."""
    text = f"Notice {number}: the {WORDS[number % len(WORDS)]} opens at"
    segments = (Segment(text, is_markup=False),)
    return Generate(number, segments, number, temperature=1.0, top_p=0.95, max_tokens=3)


def measure(model: FoundModel, units: int, slots: int, looks: int = 10) -> list[Usage]:
    """The worker's size `looks` times over so many units; the first look is before any."""
    host = Host(LoadModel(str(model.path), slots=slots, slot_tokens=SLOT_TOKENS, threads=2))
    host.start()
    cache = fit(model.header, slots, SLOT_TOKENS, 0).cache_bytes
    allowed = model.path.stat().st_size + cache + ALLOWED_BYTES
    process, sent, ended, seen = psutil.Process(host.pid), 0, 0, list[Usage]()
    while ended < units:
        if ended * looks >= len(seen) * units:
            seen.append(Usage(ended, process.memory_info().rss, allowed))
        while sent < min(units, ended + 2 * slots):
            host.send(tiny(sent))
            sent += 1
        host.go()
        ended += isinstance(host.receive(60), Generated)
    seen.append(Usage(ended, process.memory_info().rss, allowed))
    host.stop()
    return seen


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    slots = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    model = library.find(sys.argv[3] if len(sys.argv) > 3 else "smollm2-135m-instruct")
    print("| units | resident MB | allowed MB |")
    for one in measure(model, units, slots):
        print(f"| {one.units} | {one.resident / 1e6:.1f} | {one.allowed / 1e6:.1f} |")


if __name__ == "__main__":
    main()
