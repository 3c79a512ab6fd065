"""What the last look at this computer's devices found, used again while nothing has changed.

A look starts a child for each kind of driver, which takes a second. It is void when a driver,
llama.cpp, this application or what the environment tells a driver changes (`driver_stamp`), when
it is too old, and when the user says to try again. One that found a device is kept for minutes
only, since other programs take of its memory; one that found none, for a day, since a card may be
plugged in.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from engine.devices.finding import find_devices
from engine.devices.notes import DeviceNotes
from engine.records import Device, DeviceKind, FoundDevices, Unusable

DEVICE_SECONDS, NONE_SECONDS = 600.0, 86_400.0


def devices_now(
    notes: DeviceNotes,
    stamp: str,
    look: Callable[[], FoundDevices] = find_devices,
    clock: Callable[[], float] = time.time,
) -> FoundDevices:
    """What is known, or else what a look finds; that is remembered."""
    found = _known(notes.look(stamp), clock())
    return found or look_anew(notes, stamp, look, clock)


def look_anew(
    notes: DeviceNotes,
    stamp: str,
    look: Callable[[], FoundDevices] = find_devices,
    clock: Callable[[], float] = time.time,
) -> FoundDevices:
    """What a look finds now, which is remembered."""
    found = look()
    if found.devices or found.unusable:  # else nothing was started, or next to nothing
        notes.note_look(stamp, {"at": clock(), **asdict(found)})
    return found


def _known(kept: dict[str, Any], now: float) -> FoundDevices | None:
    """What was found, if it still counts; a file is not to be trusted to hold what we wrote."""
    try:
        found = FoundDevices(
            tuple(_device(one) for one in kept["devices"]),
            tuple(Unusable(str(one["backend"]), str(one["reason"])) for one in kept["unusable"]),
        )
        age = now - float(kept["at"])
    except (KeyError, TypeError, ValueError):
        return None
    return found if 0 <= age < (DEVICE_SECONDS if found.devices else NONE_SECONDS) else None


def _device(kept: dict[str, Any]) -> Device:
    return Device(
        str(kept["name"]), str(kept["id"]), DeviceKind(kept["kind"]), str(kept["backend"]),
        str(kept["driver"]), int(kept["free"]), int(kept["total"]),
    )  # fmt: skip
