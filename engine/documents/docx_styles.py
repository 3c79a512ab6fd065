"""What the styles of a Word document say that matters: headings, list numbers, exponents."""

import re
from dataclasses import dataclass

from engine.documents.package import Package
from engine.documents.signs import LOWERED, RAISED

SCRIPTED = ("vertAlign", "position")  # properties of a run that put it above or below the line
_SCRIPTS = {"superscript": RAISED, "subscript": LOWERED}
_LEAST_RAISED = 3  # half points; less is a correction by eye
_LONGEST_CHAIN = 20  # styles that stand on styles


def script_of(name: str, value: str) -> str:
    """What a property makes of a run's letters: `RAISED`, `LOWERED` or nothing."""
    if name == "vertAlign":
        return _SCRIPTS.get(value, "")
    half_points = int(value) if re.fullmatch("-?[0-9]{1,4}", value) else 0
    if abs(half_points) < _LEAST_RAISED:
        return ""
    return RAISED if half_points > 0 else LOWERED


@dataclass(slots=True)
class Style:
    """A style of paragraphs or letters, after what it is based on."""

    is_heading: bool = False
    list_id: str = ""
    level: int = 0
    base: str = ""
    script: str = ""  # what it marks its letters with


def read_styles(package: Package) -> dict[str, Style]:
    """The styles by id; headings are known by their names, which are not translated."""
    collector = _Collector()
    for part in package.related(package.main, "styles")[:1]:
        package.walk(part, collector.start)
    return {name: _resolved(name, collector.styles) for name in collector.styles}


class _Collector:
    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self._style = Style()

    def start(self, name: str, values: dict[str, str]) -> None:
        value = values.get("val", "")
        if name == "style":
            self._style = self.styles.setdefault(values.get("styleId", ""), Style())
        elif (name == "name" and value.lower().startswith(("heading", "title"))) or (
            name == "outlineLvl" and value in tuple("012345678")
        ):
            self._style.is_heading = True
        elif name == "basedOn":
            self._style.base = value
        elif name in SCRIPTED:
            self._style.script = script_of(name, value)
        elif name == "numId":
            self._style.list_id = value
        elif name == "ilvl" and value in tuple("012345678"):
            self._style.level = int(value)


def _resolved(name: str, styles: dict[str, Style]) -> Style:
    style = styles[name]
    found = Style(style.is_heading, style.list_id, style.level, script=style.script)
    for _ in range(_LONGEST_CHAIN):
        if style.base not in styles:
            break
        style = styles[style.base]
        found.is_heading |= style.is_heading
        found.script = found.script or style.script
        if not found.list_id:
            found.list_id, found.level = style.list_id, found.level or style.level
    return found
