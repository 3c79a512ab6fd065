"""Who helps with a run: a TOML file that names machines, their speeds and the time they have.

    [[machine]]
    name = "office laptop"     # as it is called in the result
    units_per_hour = 1180      # of this model and these task types; "status" tells it after a pilot
    units = 48                 # optional: how many units that was measured with
    spread = 0.6               # optional: standard deviation of a unit's seconds by their mean
    count = 3                  # optional: so many equal machines
    hours = 14                 # optional: how long it may work; else as long as it takes

    [packet]
    start_seconds = 20         # optional: from the command to the first unit, loading the model

Each mistake is one sentence with the line and what to write there.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from engine.errors import BadSetting
from engine.runs.estimate import uncertainty

UNKNOWN_OFF = 0.3  # share by which a speed may be off that nobody said the measure of
START_SECONDS = 20.0
MOST_MACHINES = 10_000
_MOST_BYTES = 1_000_000
_KEYS = ("name", "units_per_hour", "units", "spread", "count", "hours")
_WHOLE = {"units", "count"}
_MAY_BE_ZERO = {"spread", "start_seconds"}
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine, or `count` equal ones; `off` is the share by which its times may be off."""

    name: str
    units_per_hour: float
    off: float = UNKNOWN_OFF
    count: int = 1
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Machines:
    """All that help, and the seconds that a packet takes before its first unit."""

    machines: tuple[Machine, ...]
    start_seconds: float = START_SECONDS


def read_machines(path: Path) -> Machines:
    """What the file says; raises `BadSetting` with the line that can't be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"The file of machines “{path}” can't be read; name a text file in UTF-8."
        ) from error
    if len(data) > _MOST_BYTES:
        raise BadSetting(f"The file of machines “{path}” is over 1 MB; name the right file.")
    return parse_machines(text, path.name)


def parse_machines(text: str, name: str) -> Machines:
    """The machines in this text; `name` is the file's, for what is wrong with it."""
    try:
        content: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else max(text.count("\n"), 1)
        said = _LINE.sub("", str(error)).strip()
        raise _wrong(name, line, f"this is no TOML ({said}); mend the line") from error
    reader = _Reader(text.splitlines(), name)
    for key in content.keys() - {"machine", "packet"}:
        raise reader.wrong(key, f"“{key}” means nothing here; write [[machine]] or [packet]")
    listed = content.get("machine")
    if not isinstance(listed, list) or not listed:
        raise _wrong(name, 1, "no machine is named; write [[machine]] and its units_per_hour")
    tables = cast("list[object]", listed)
    machines = tuple(reader.machine(place, table) for place, table in enumerate(tables))
    if sum(machine.count for machine in machines) > MOST_MACHINES:
        raise _wrong(name, 1, f"these are over {MOST_MACHINES:,} machines; name fewer")
    return Machines(machines, reader.start_seconds(content.get("packet", {})))


class _Reader:
    """Checks the tables; it keeps the lines, because a parsed table no longer knows its own."""

    def __init__(self, lines: list[str], name: str) -> None:
        self._lines, self._name = lines, name

    def machine(self, place: int, content: object) -> Machine:
        """The machine in the table at this place, counted from 0."""
        if not isinstance(content, Mapping):
            raise self.wrong("machine", "a machine is a table; write [[machine]] above its lines")
        table = cast("Mapping[str, object]", content)
        for key in table.keys() - set(_KEYS):
            raise self.wrong(key, f"“{key}” means nothing here; use {', '.join(_KEYS)}", place)
        name = table.get("name", f"machine {place + 1}")
        if not isinstance(name, str) or not name.strip():
            raise self.wrong("name", "the name is some words in quotation marks", place)
        if "units_per_hour" not in table:
            raise self.wrong(
                "", f"{name} lacks its units_per_hour; “status” tells it after a pilot", place
            )
        speed = self._number(table, "units_per_hour", place, 0.0)
        measured = self._number(table, "units", place, 0.0)
        spread = self._number(table, "spread", place, 1.0)
        hours = self._number(table, "hours", place, 0.0) if "hours" in table else None
        return Machine(
            name=name.strip(),
            units_per_hour=speed,
            off=uncertainty(int(measured), spread) if measured else UNKNOWN_OFF,
            count=int(self._number(table, "count", place, 1.0)),
            hours=hours,
        )

    def start_seconds(self, content: object) -> float:
        """How long a packet takes before its first unit."""
        if not isinstance(content, Mapping):
            raise self.wrong("packet", "packet is a table; write [packet] above start_seconds")
        table = cast("Mapping[str, object]", content)
        for key in table.keys() - {"start_seconds"}:
            raise self.wrong(key, f"“{key}” means nothing here; use start_seconds")
        return self._number(table, "start_seconds", None, START_SECONDS)

    def _number(
        self, table: Mapping[str, object], key: str, place: int | None, default: float
    ) -> float:
        if key not in table:
            return default
        value = table[key]
        wanted = (int,) if key in _WHOLE else (int, float)
        is_number = isinstance(value, wanted) and not isinstance(value, bool)
        may_be_zero = key in _MAY_BE_ZERO
        if is_number and (0 < value < 1e12 or (may_be_zero and value == 0)):  # pyright: ignore[reportOperatorIssue]
            return float(cast("float", value))
        kind = "a whole number" if key in _WHOLE else "a number"
        least = "of 0 or more" if may_be_zero else "above 0"
        raise self.wrong(key, f"{key} is {kind} {least}", place)

    def wrong(self, key: str, what: str, place: int | None = None) -> BadSetting:
        """The error for a key, in the table of the machine at this place if one is given."""
        return _wrong(self._name, self._line_of(key, place), what)

    def _line_of(self, key: str, place: int | None) -> int:
        heads = [n for n, line in enumerate(self._lines) if line.strip().startswith("[[machine]]")]
        start, end = 0, len(self._lines)
        if place is not None and place < len(heads):
            start, end = heads[place], (*heads, end)[place + 1]
        pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        found = (n for n in range(start, end) if key and pattern.match(self._lines[n]))
        return next(found, start) + 1


def _wrong(name: str, line: int, what: str) -> BadSetting:
    return BadSetting(f"{name}, line {line}: {what}.")
