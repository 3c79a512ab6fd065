"""What stands in Office files and the independent readers do not print: list numbers and charts.

Read from the XML by a way of its own, so that the bench can hold our readers against it. Nothing of
the application is imported here.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART_PART = re.compile(r"(?:xl|word)/charts/chart[^/]*\.xml")
_LEVEL = re.compile(r"%([1-9])")
_ROMAN = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50),
    ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip


def charts(path: Path, *, with_values: bool) -> Iterator[str]:
    """The titles and names of series of each chart, each once; or with categories and values."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _CHART_PART.fullmatch(name):
                yield from _chart(etree.fromstring(archive.read(name)), with_values=with_values)


def _chart(root: etree._Element, *, with_values: bool) -> Iterator[str]:
    titles = ["".join(each.itertext(f"{_A}t")) for each in root.iter(f"{_C}rich")]
    series = list(root.iter(f"{_C}ser"))
    names = [
        " ".join(node.itertext()) for each in series for node in each.findall(f"{_C}tx//{_C}v")
    ]
    if not with_values:
        yield from dict.fromkeys([*titles, *names])
        return
    yield from (*titles, *names)
    for place in ("cat", "xVal"):
        yield from (
            node.text or "" for each in series[:1] for node in each.findall(f"{_C}{place}//{_C}v")
        )
    for place in ("val", "yVal"):
        yield from (
            node.text or "" for each in series for node in each.findall(f"{_C}{place}//{_C}v")
        )


class ListNumbers:
    """The numbers of the paragraphs of a Word file, by its numbering and styles."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            base = posixpath.dirname(next(n for n in names if n.endswith("document.xml")))
            read = lambda name: (  # noqa: E731 the two parts are read alike
                etree.fromstring(archive.read(f"{base}/{name}"))
                if f"{base}/{name}" in names
                else etree.Element("none")
            )
            numbering, styles = read("numbering.xml"), read("styles.xml")
        self._abstract = {
            _value(each, "abstractNumId", own=True): each
            for each in numbering.iter(f"{_W}abstractNum")
        }
        self._lists = {_value(each, "numId", own=True): each for each in numbering.iter(f"{_W}num")}
        self._styles = {
            _value(each, "styleId", own=True): each for each in styles.iter(f"{_W}style")
        }
        self._counts: dict[str, dict[int, int]] = {}

    def of(self, paragraph: etree._Element) -> str:
        """The number before a paragraph; empty if it has none, or a bullet."""
        number, level = self._place(paragraph)
        kind = self._level(number, level) if number not in ("", "0") else None
        if kind is None:
            return ""
        counts = self._counts.setdefault(self._key(number), {})
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        counts[level] = counts.get(level, self._start(number, level) - 1) + 1
        if _value(kind, "numFmt") in ("bullet", "none"):
            return ""
        return _LEVEL.sub(
            lambda found: self._shown(number, int(found[1]) - 1, counts), _value(kind, "lvlText")
        )

    def _shown(self, number: str, level: int, counts: dict[int, int]) -> str:
        kind = self._level(number, level)
        value = counts.get(level, self._start(number, level))
        return _written(value, _value(kind, "numFmt") if kind is not None else "decimal")

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle") if properties is not None else ""
        holders = [properties]
        while style in self._styles and len(holders) < 20:
            holders.append(self._styles[style].find(f"{_W}pPr"))
            style = _value(self._styles[style], "basedOn")
        number = level = ""
        for holder in holders:
            found = holder.find(f"{_W}numPr") if holder is not None else None
            if found is not None:
                number = number or _value(found, "numId")
                level = level or _value(found, "ilvl")
        return number, int(level or 0)

    def _key(self, number: str) -> str:
        return _value(self._lists[number], "abstractNumId")

    def _level(self, number: str, level: int) -> etree._Element | None:
        if number not in self._lists or self._key(number) not in self._abstract:
            return None
        for each in self._abstract[self._key(number)].findall(f"{_W}lvl"):
            if _value(each, "ilvl", own=True) == str(level):
                return each
        return None

    def _start(self, number: str, level: int) -> int:
        kind = self._level(number, level)
        return int(_value(kind, "start") or 1) if kind is not None else 1


def _value(node: etree._Element, name: str, *, own: bool = False) -> str:
    """The attribute of a node, or the value of a child's."""
    if own:
        return node.get(f"{_W}{name}", "")
    child = node.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _written(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for sign, worth in _ROMAN:
            text += sign * (value // worth)
            value %= worth
        return text.upper() if form == "upperRoman" else text
    return f"{value:02}" if form == "decimalZero" else str(value)
