"""What the styles of a Word document say that matters for text: headings and list numbers."""

from dataclasses import dataclass

from engine.documents.package import Package

_LONGEST_CHAIN = 20  # styles that stand on styles


@dataclass(slots=True)
class Style:
    """A paragraph style, after what it is based on."""

    is_heading: bool = False
    list_id: str = ""
    level: int = 0
    base: str = ""


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
        elif name == "numId":
            self._style.list_id = value
        elif name == "ilvl" and value in tuple("012345678"):
            self._style.level = int(value)


def _resolved(name: str, styles: dict[str, Style]) -> Style:
    style = styles[name]
    found = Style(style.is_heading, style.list_id, style.level)
    for _ in range(_LONGEST_CHAIN):
        if style.base not in styles:
            break
        style = styles[style.base]
        found.is_heading |= style.is_heading
        if not found.list_id:
            found.list_id, found.level = style.list_id, found.level or style.level
    return found
