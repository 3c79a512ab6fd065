"""Say how long machines need for a run between them, and what the speed of this one was seen to be.

The first is for `plan --estimate`, the second for `status`: what it prints goes into the file that
the first one reads.
"""

import platform
from collections.abc import Iterator

from engine.cli.output import PROGRAM, counted
from engine.planning.forecast import Forecast, Range, Share
from engine.planning.times import duration
from engine.records import Run, RunTimes

_HOUR = 3600  # seconds
_UNSURE = 0.4  # share by which a time may be off, above which more units should be measured


def forecast_content(made: Forecast) -> dict[str, object]:
    """A forecast as programs read it; all times are in seconds."""
    return {
        "units": made.units,
        "parts": made.parts,
        "units_per_part": made.largest,
        "machines": [_share_content(share) for share in made.shares],
        "seconds": _range_content(made.seconds),
        "seconds_queued": _range_content(made.queued),
        "units_left": made.left_units,
        "merge_seconds": round(made.merge_seconds),
        "merge_bytes": made.merge_bytes,
    }


def _share_content(share: Share) -> dict[str, object]:
    return {
        "name": share.name,
        "count": len(share.parts),
        "parts": list(share.parts),
        "units": share.units,
        "seconds": _range_content(share.seconds),
    }


def _range_content(times: Range) -> dict[str, int]:
    return {
        "expected": round(times.expected),
        "fastest": round(times.fastest),
        "slowest": round(times.slowest),
    }


def forecast_lines(made: Forecast, project: object, run_id: int) -> Iterator[str]:
    """A forecast for people, and the line that cuts the run so."""
    size = counted(made.largest, "unit")
    yield f"{counted(made.units, 'unit')} cut into {counted(made.parts, 'part')} of up to {size}:"
    for share in made.shares:
        name = (
            f"{share.name} ({len(share.parts):,} of them)" if len(share.parts) > 1 else share.name
        )
        yield f"  {name}: {_parts(share)}, {counted(share.units, 'unit')}, {between(share.seconds)}"
    unsure = [share.name for share in made.shares if share.off > _UNSURE]
    if unsure:
        yield f"{', '.join(unsure)}: measured with few units; a pilot of 100 says the time closer."
    if made.left_units:
        yield (
            f"{counted(made.left_units, 'unit')} are left over: the machines have too few hours. "
            "Give them more, or name more machines."
        )
    yield f"Dealt out so (a stick for each machine): {between(made.seconds)}"
    if not made.left_units and sum(len(share.parts) for share in made.shares) > 1:
        yield (
            "Each takes the next part from one folder (GNU parallel, Slurm, Ray): "
            f"{between(made.queued)}"
        )
    memory = made.merge_bytes / 1e6
    yield f"Merging adds about {duration(made.merge_seconds)} and takes {memory:,.0f} MB of memory."
    yield f"Cut it with: {PROGRAM} pack {project} --run {run_id} --parts {made.parts} --to FOLDER"


def _parts(share: Share) -> str:
    least, most = min(share.parts), max(share.parts)
    if len(share.parts) == 1:
        return counted(most, "part")
    return f"{counted(most, 'part')} each" if least == most else f"{least:,} to {most:,} parts each"


def between(times: Range) -> str:
    """A range of time for people."""
    first, last = duration(times.fastest), duration(times.slowest)
    return first if first == last else f"{first} to {last}"


def speed_content(times: RunTimes) -> dict[str, object] | None:
    """How fast a run was here, as programs read it; None where it was too short to tell."""
    speed = units_per_hour(times)
    if speed is None:
        return None
    return {
        "units_per_hour": round(speed, 1),
        "units": times.units,
        "spread": round(times.spread, 3),
    }


def units_per_hour(times: RunTimes) -> float | None:
    """The speed between the first unit's end and the last one's."""
    if times.units < 2 or times.seconds <= 0:
        return None
    return (times.units - 1) * _HOUR / times.seconds


def machine_lines(run: Run, times: RunTimes) -> Iterator[str]:
    """This machine as a table for the file that `plan --estimate` reads."""
    speed = units_per_hour(times)
    if speed is None:
        yield f"# Run {run.id} ended too few units to tell a speed; try at least 12 of them."
        return
    name = (platform.node() or "this computer").replace("\\", "").replace('"', "")
    yield f"# Run {run.id}: {run.model.name}, {', '.join(run.task_types)}, on {run.device or 'CPU'}"
    yield "[[machine]]"
    yield f'name = "{name}"'
    yield f"units_per_hour = {speed:.1f}"
    yield f"units = {times.units}"
    yield f"spread = {times.spread:.3f}"
