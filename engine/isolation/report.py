"""The checks as one report: lines for people, a mapping for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine.isolation.checks import Check, State, headline
from engine.isolation.observation import Observation
from engine.isolation.repeating import repeating

_MARKS = {State.HOLDS: "holds", State.FAILS: "FAILS", State.ABSENT: "not here"}


def content(observation: Observation, checks: Sequence[Check]) -> dict[str, object]:
    """For programs."""
    return {
        "summary": headline(checks),
        "made_at": observation.made_at.isoformat(timespec="seconds"),
        "checks": [asdict(check) for check in checks],
        "socket_modules": list(observation.socket_modules),
        "network_clients": list(observation.clients),
        "repeat": [asdict(one) for one in repeating()],
    }


def lines(observation: Observation, checks: Sequence[Check]) -> Iterator[str]:
    """For people."""
    yield f"{headline(checks)} ({observation.made_at:%Y-%m-%d %H:%M:%S} UTC)"
    for check in checks:
        yield f"  {_MARKS[check.state]:<9}{check.title}"
        yield f"           {check.sentence}"
    yield modules(observation)
    yield "To see the same without trusting this program:"
    for one in repeating():
        yield f"  {one.purpose}:"
        yield f"    {one.command}"


def modules(observation: Observation) -> str:
    """One sentence on what of Python's own networking is in memory, and why."""
    if not observation.socket_modules:
        return "No module of Python that could make a socket is in memory."
    return (
        f"In memory, and refused: {', '.join(observation.socket_modules)}. "
        "Python loads them for the pipes between its processes."
    )
