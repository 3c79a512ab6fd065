"""The checks as one report: lines for people, a mapping for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine.isolation.checks import Check, State, headline
from engine.isolation.repeating import repeating
from engine.isolation.sight import Sight

_MARKS = {State.HOLDS: "holds", State.FAILS: "FAILS", State.ABSENT: "not here"}


def content(sight: Sight, checks: Sequence[Check]) -> dict[str, object]:
    """For programs."""
    return {
        "summary": headline(checks),
        "made_at": sight.made_at.isoformat(timespec="seconds"),
        "checks": [asdict(check) for check in checks],
        "socket_modules": list(sight.socket_modules),
        "network_clients": list(sight.clients),
        "repeat": [asdict(one) for one in repeating()],
    }


def lines(sight: Sight, checks: Sequence[Check]) -> Iterator[str]:
    """For people."""
    yield f"{headline(checks)} ({sight.made_at:%Y-%m-%d %H:%M:%S} UTC)"
    for check in checks:
        yield f"  {_MARKS[check.state]:<9}{check.title}"
        yield f"           {check.sentence}"
    yield modules(sight)
    yield "To see the same without trusting this program:"
    for one in repeating():
        yield f"  {one.purpose}:"
        yield f"    {one.command}"


def modules(sight: Sight) -> str:
    """One sentence on what of Python's own networking is in memory, and why."""
    if not sight.socket_modules:
        return "No module of Python that could make a socket is in memory."
    return (
        f"In memory, and refused: {', '.join(sight.socket_modules)}. Python loads them for the "
        "pipes between its processes."
    )
