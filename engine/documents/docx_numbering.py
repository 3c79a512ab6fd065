"""Work out the list numbers that Word shows but does not store: "1.", "(a)", "2.3"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.documents.package import Package

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 3999
_LEVELS = 9


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _List:
    abstract: str = ""
    starts: dict[int, int] = field(default_factory=dict[int, int])


class Numbering:
    """Counts the items of all lists of a document, in reading order."""

    def __init__(
        self, abstracts: Mapping[str, Mapping[int, Level]], lists: Mapping[str, _List]
    ) -> None:
        self._abstracts = abstracts
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}  # None: not started
        self._started: set[str] = set()

    def mark(self, list_id: str, level: int) -> str:
        """The mark of the next item, without white space; empty if the list has none."""
        found = self._lists.get(list_id)
        levels = self._abstracts.get(found.abstract) if found else None
        if found is None or levels is None or level not in levels:
            return ""
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        if list_id not in self._started:
            self._started.add(list_id)
            for place, start in found.starts.items():
                counts[place] = start - 1
        last = counts[level]
        counts[level] = levels[level].start if last is None else last + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if levels[level].form == "bullet":
            return "•"
        return self._numbered(levels, level, counts)

    @staticmethod
    def _numbered(levels: Mapping[int, Level], level: int, counts: list[int | None]) -> str:
        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            shown = levels.get(place, Level())
            count = counts[place]
            return formed(shown.start if count is None else count, shown.form)

        return _PLACE.sub(number, levels[level].text)


def read_numbering(package: Package) -> Numbering:
    """The numbering of a document; raises `DocumentRefused` (DAMAGED, TOO_BIG)."""
    collector = _Collector()
    for part in package.related(package.main, "numbering")[:1]:
        package.walk(part, collector.start)
    return Numbering(collector.abstracts, collector.lists)


class _Collector:
    """Takes in numbering.xml."""

    def __init__(self) -> None:
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, _List] = {}
        self._abstract: dict[int, Level] = {}
        self._level = Level()
        self._list = _List()
        self._place = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        value = values.get("val", "")
        if name == "abstractNum":
            self._abstract = self.abstracts.setdefault(values.get("abstractNumId", ""), {})
        elif name == "lvl":
            self._level = Level()
            self._abstract[_whole(values.get("ilvl", ""))] = self._level
        elif name == "numFmt":
            self._level.form = value
        elif name == "lvlText":
            self._level.text = value
        elif name == "start":
            self._level.start = _whole(value, 1)
        else:
            self._start_list(name, values)

    def _start_list(self, name: str, values: dict[str, str]) -> None:
        if name == "num":
            self._abstract = {}  # levels that follow belong to overrides
            self._list = self.lists.setdefault(values.get("numId", ""), _List())
        elif name == "abstractNumId":
            self._list.abstract = values.get("val", "")
        elif name == "lvlOverride":
            self._place = _whole(values.get("ilvl", ""))
        elif name == "startOverride":
            self._list.starts[min(self._place, _LEVELS - 1)] = _whole(values.get("val", ""), 1)


def _whole(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default


def formed(number: int, form: str) -> str:
    """A number as a list shows it: in digits, letters or Roman numerals."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 20)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number <= _HIGHEST_ROMAN:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        found += letters * (number // value)
        number %= value
    return found
