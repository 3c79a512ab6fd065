"""Drive packets through places to run at, and merge them at the end."""

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from engine.cluster.lines import Answer, Wanted, error_of, merge_line
from engine.cluster.schedule import Schedule
from engine.errors import BadSetting

SUFFIX = ".bonito"
_AT_ONCE = 100  # packets in one command line, which Windows limits to 32,767 characters

Tell = Callable[[str], None]


class Seats(Protocol):
    """Where packets are carried out, several at once."""

    @property
    def room(self) -> int:
        """How many packets may be begun beside each other."""
        ...

    def begin(self, packet: str) -> None:
        """Carry a packet out from now on."""
        ...

    def next(self) -> Answer:
        """Wait until any of the begun ones has ended."""
        ...

    def close(self) -> None:
        """Stop what runs, cleanly."""
        ...


def found_packets(places: Sequence[Path]) -> list[str]:
    """The packets named, and those in the folders named, in the order of their names.

    Backups beside a packet are left out: “name (...).bonito” beside “name.bonito”. Raises
    `BadSetting` if there is none.
    """
    files = list[Path]()
    for place in places:
        files += sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else [place]
    missing = next((file for file in files if not file.is_file()), None)
    if missing is not None:
        raise BadSetting(f"There is no packet “{missing}”; name packets, or their folder.")
    packets = [str(file.absolute()) for file in files if not _is_copy(file)]
    if not packets:
        raise BadSetting("There is no packet there; make some with “bonito-desktop pack”.")
    return list(dict.fromkeys(packets))


def _is_copy(file: Path) -> bool:
    name, found, _label = file.stem.partition(" (")
    return bool(found) and file.with_name(name + file.suffix).exists()


def drive(
    schedule: Schedule, seats: Seats, tell: Tell, clock: Callable[[], float] = time.monotonic
) -> None:
    """Go on until each packet is complete or given up, and tell after each how far it is."""
    began, running = clock(), 0
    while not schedule.is_over:
        while running < seats.room and (packet := schedule.next()) is not None:
            seats.begin(packet)
            running += 1
        said = schedule.ended(seats.next())
        running -= 1
        if said:
            tell(said)
        tell(schedule.line(clock() - began))


def merge(wanted: Wanted, project: str, packets: Sequence[str], tell: Tell) -> list[str]:
    """Merge packets, many at once; those that are refused, with the reason told.

    A packet that is merged twice adds nothing, so when one of many is refused each is tried alone.
    """
    refused = list[str]()
    for first in range(0, len(packets), _AT_ONCE):
        some = packets[first : first + _AT_ONCE]
        if _merged(wanted, project, some):
            for packet in some:
                if said := _merged(wanted, project, [packet]):
                    refused.append(packet)
                    tell(f"{packet} is not merged: {said}")
        tell(f"{min(first + _AT_ONCE, len(packets)):,} of {len(packets):,} packets looked at")
    return refused


def _merged(wanted: Wanted, project: str, packets: Sequence[str]) -> str:
    """Why these were not merged, "" if they were."""
    line = merge_line(wanted, project, packets)
    done = subprocess.run(  # noqa: S603 - our own command line
        line,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode == 0:
        return ""
    return error_of(done.stdout) or f"the command ended with {done.returncode}."
