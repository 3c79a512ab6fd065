"""The command lines that a packet is carried out and merged with, and what they answered."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import cast

from engine.errors import ProjectLocked

OWN_PROGRAM = (sys.executable, "-m", "desktop")


class State(StrEnum):
    """How a packet stands after it was tried."""

    COMPLETE = "complete"  # nothing is open
    OPEN = "open"  # units are missing, and the reason is said
    BUSY = "busy"  # another process has it open
    LOST = "lost"  # whoever carried it out died


@dataclass(frozen=True, slots=True)
class Wanted:
    """How packets are run: by which program, on what, and with which passphrase.

    `program` are the words that a command line begins with, on every machine.
    """

    program: tuple[str, ...] = OWN_PROGRAM
    device: str = "auto"
    passphrase_file: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try: units `before` it, `done` after it and `planned`, and a sentence.

    All are 0 where nothing is known of them.
    """

    packet: str
    state: State
    before: int = 0
    done: int = 0
    planned: int = 0
    said: str = ""


def as_json(said: Wanted | Answer) -> str:
    """For the way to another process, in one line."""
    return json.dumps(asdict(said))


def wanted_of(text: str) -> Wanted:
    """What `as_json` made of it."""
    content = _content(text)
    program = cast("list[str]", content["program"])
    names = ("device", "passphrase_file", "who")
    return Wanted(tuple(program), *(str(content[name]) for name in names))


def answer_of(packet: str, printed: str, ended_with: int) -> Answer:
    """What `as_json` made of it; LOST if the process ended without a whole answer."""
    content = _content(printed)
    try:
        state = State(str(content["state"]))
    except (KeyError, ValueError):
        return Answer(packet, State.LOST, said=f"The process that ran it ended with {ended_with}.")
    numbers = (_number(content, name) for name in ("before", "done", "planned"))
    return Answer(packet, state, *numbers, said=str(content.get("said", "")))


def status_line(wanted: Wanted, packet: str) -> list[str]:
    """Asks what is open."""
    return [*wanted.program, "status", packet, "--json", *_passphrase(wanted)]


def run_line(wanted: Wanted, packet: str) -> list[str]:
    """Goes on with the packet's run."""
    line = [*wanted.program, "run", packet, "--resume", "--device", wanted.device, "--json"]
    return [*line, *_passphrase(wanted), *_who(wanted)]


def merge_line(wanted: Wanted, project: str, packets: Sequence[str]) -> list[str]:
    """Brings packets back into the project they were cut from."""
    line = [*wanted.program, "merge", project, *packets, "--json"]
    return [*line, *_passphrase(wanted), *_who(wanted)]


def _passphrase(wanted: Wanted) -> list[str]:
    return ["--passphrase-file", wanted.passphrase_file] if wanted.passphrase_file else []


def _who(wanted: Wanted) -> list[str]:
    return ["--who", wanted.who] if wanted.who else []


def answer_of_status(packet: str, printed: str) -> Answer:
    """How a packet stands by what `status` printed."""
    content = _content(printed)
    units = content.get("units")
    if not isinstance(units, Mapping):
        return _refusal(packet, content)
    counts = cast("Mapping[str, object]", units)
    planned, left = _number(counts, "planned"), _number(counts, "open")
    if not planned:
        return Answer(packet, State.OPEN, said="There is no run in it to carry out.")
    done = planned - left
    return Answer(packet, State.OPEN if left else State.COMPLETE, done, done, planned)


def answer_of_run(before: Answer, printed: str) -> Answer:
    """How a packet that stood like that stands now, by what `run` printed."""
    packet, content = before.packet, _content(printed)
    if "units_planned" not in content:
        refused = _refusal(packet, content)
        return replace(before, state=refused.state, said=refused.said)
    done, planned = _number(content, "units_done"), _number(content, "units_planned")
    said = _error(content, "message")
    state = State.COMPLETE if done == planned else State.OPEN
    return Answer(packet, state, before.done, done, planned, said)


def error_of(printed: str) -> str:
    """The sentence of an error that was printed as JSON, "" if there is none."""
    return _error(_content(printed), "message")


def _refusal(packet: str, content: Mapping[str, object]) -> Answer:
    is_locked = _error(content, "title") == ProjectLocked.title
    said = _error(content, "message") or "The command line did not answer."
    return Answer(packet, State.BUSY if is_locked else State.OPEN, said=said)


def _content(printed: str) -> Mapping[str, object]:
    """The printed JSON document; empty for anything else, as after a crash."""
    try:
        content: object = json.loads(printed)
    except ValueError:
        return {}
    return cast("Mapping[str, object]", content) if isinstance(content, Mapping) else {}


def _error(content: Mapping[str, object], key: str) -> str:
    error = content.get("error")
    return (
        str(cast("Mapping[str, object]", error).get(key, "")) if isinstance(error, Mapping) else ""
    )


def _number(content: Mapping[str, object], key: str) -> int:
    value = content.get(key)
    return value if isinstance(value, int) else 0
