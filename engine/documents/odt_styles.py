"""What the styles of an OpenDocument text say that matters for text: list numbers, raised letters.

A list's style tells for each level which numbers stand before its items; items count on through
the lists that continue one another.
"""

from dataclasses import dataclass, field

from engine.documents import markup
from engine.documents.archive import Archive, Kind
from engine.documents.docx_numbering import formed
from engine.documents.signs import LOWERED, RAISED

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman"}  # fmt: skip
_LEVELS = 10
_LONGEST_CHAIN = 20  # styles that stand on styles
_BULLET = "•"


@dataclass(slots=True)
class _Level:
    form: str = ""  # empty: bullets
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels' numbers stand in one mark: 2.1


@dataclass(slots=True)
class Styles:
    """The styles of both parts of a document, by name."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict[str, dict[int, _Level]])
    scripts: dict[str, str] = field(default_factory=dict[str, str])  # raised and lowered letters
    of_paragraphs: dict[str, str] = field(default_factory=dict[str, str])  # names of list styles
    outline: dict[int, _Level] = field(default_factory=dict[int, _Level])  # of headings
    parents: dict[str, str] = field(default_factory=dict[str, str])

    def list_of(self, paragraph: str) -> str:
        """The list style that a paragraph's style names, or one that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            if paragraph in self.of_paragraphs:
                return self.of_paragraphs[paragraph]
            if paragraph not in self.parents:
                break
            paragraph = self.parents[paragraph]
        return ""


def read_styles(archive: Archive, kind: Kind) -> Styles:
    """The styles of a document; raises `DocumentRefused` (DAMAGED, TOO_BIG)."""
    collector = _Collector()
    for part in ("styles.xml", "content.xml"):
        if part in archive:
            markup.walk(archive.read(part), kind, collector.start)
    return collector.styles


class _Collector:
    def __init__(self) -> None:
        self.styles = Styles()
        self._levels: dict[int, _Level] = {}
        self._style = ""

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "list-style":
            self._levels = self.styles.lists.setdefault(values.get("name", ""), {})
        elif name in ("list-level-style-number", "list-level-style-bullet"):
            self._levels[_whole(values.get("level", ""), 1)] = _level(name, values)
        elif name == "outline-level-style":
            self.styles.outline[_whole(values.get("level", ""), 1)] = _level(name, values)
        elif name == "style":
            self._start_style(values)
        elif name == "text-properties" and values.get("text-position", "").strip():
            position = values["text-position"].split()[0]
            is_raised = position == "super" or (position[0] != "-" and position.strip("0%") != "")
            if position == "sub" or position.startswith("-"):
                self.styles.scripts[self._style] = LOWERED
            elif is_raised:
                self.styles.scripts[self._style] = RAISED

    def _start_style(self, values: dict[str, str]) -> None:
        self._style = values.get("name", "")
        if values.get("list-style-name"):
            self.styles.of_paragraphs[self._style] = values["list-style-name"]
        if values.get("parent-style-name"):
            self.styles.parents[self._style] = values["parent-style-name"]


def _level(name: str, values: dict[str, str]) -> _Level:
    if name == "list-level-style-bullet":
        return _Level()
    form = _FORMS.get(values.get("num-format", "" if name.startswith("outline") else "1"), "none")
    return _Level(
        form,
        values.get("num-prefix", ""),
        values.get("num-suffix", ""),
        _whole(values.get("start-value", ""), 1),
        _whole(values.get("display-levels", ""), 1),
    )


class Lists:
    """Counts the items of the lists of a document, in reading order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[str] = []  # the style of each open list, outermost first
        self._counts: list[int | None] = []
        self._ended: dict[str, int | None] = {}  # how far the last list of a style counted
        self._headings: dict[int, int] = {}  # how far each level of headings counted

    def open_list(self, style: str, *, continues: bool) -> None:
        """A list begins, inside of an item of the one that is open, if any."""
        name = style or (self._open[-1] if self._open else "")
        self._open.append(name)
        self._counts.append(self._ended.get(name) if continues else None)

    def close_list(self) -> None:
        """The innermost list ends."""
        name, count = self._open.pop(), self._counts.pop()
        if not self._open:
            self._ended[name] = count

    def heading_mark(self, level: int) -> str:
        """The number of the next heading outside of lists, if headings of its level have one."""
        self._headings[level] = self._headings.get(level, 0) + 1
        self._headings = {each: n for each, n in self._headings.items() if each <= level}
        form = self._styles.outline.get(level, _Level("none"))
        if form.form in ("", "none"):
            return ""
        numbers = [
            formed(self._headings.get(place, 1), self._styles.outline.get(place, form).form)
            for place in range(max(1, level - form.shown + 1), level + 1)
        ]
        return f"{form.prefix}{'.'.join(numbers)}{form.suffix} "

    def mark(self, start: str = "", paragraph: str = "", *, is_heading: bool = False) -> str:
        """The mark of the next item, with a space behind it; bullets where a list has no style.

        `paragraph` is the style of the item's text, which can name the list's. Headings have no
        bullets.
        """
        depth = len(self._open)
        if not depth:
            return ""
        self._open[-1] = self._open[-1] or self._styles.list_of(paragraph)
        levels = self._styles.lists.get(self._open[-1], {})
        level = levels.get(depth, _Level())
        last = self._counts[-1]
        count = level.start if last is None else last + 1
        count = _whole(start, count)
        self._counts[-1] = count
        if not level.form:
            return "" if is_heading else f"{_BULLET} "
        if level.form == "none":
            return ""
        first = max(1, depth - level.shown + 1)
        numbers = [
            formed(self._counts[place - 1] or 1, levels.get(place, _Level("decimal")).form)
            for place in range(first, min(depth, _LEVELS) + 1)
        ]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix} "


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default
