"""Read PowerPoint presentations: slides in order, each with its title first and its notes last."""

from engine.documents import signs
from engine.documents.archive import Kind
from engine.documents.charts import chart_text
from engine.documents.composing import Composer, chained
from engine.documents.formulas import Formula
from engine.documents.package import Package, open_package
from engine.documents.signs import CLOSE, LOWERED, RAISED
from engine.documents.xlsx import drawn_text
from engine.records import Extract

KIND = Kind("PowerPoint presentation", "PowerPoint", ".pptx")
# Every slide carries these; they are its furniture.
_FURNITURE = ("ftr", "sldNum", "dt", "hdr", "sldImg")
_TITLES = ("title", "ctrTitle")
_SHAPES = ("sp", "graphicFrame", "cxnSp")
_DRAWN = ("diagramData", "chart")
_RUN_PARTS = ("r", "rPr", "latin", "sym")
_OFF = ("0", "false")


def read(data: bytes) -> Extract:
    """The text of a .pptx file; raises `DocumentRefused` (DAMAGED, ENCRYPTED, TOO_BIG)."""
    package = open_package(data, KIND)
    slides = _slides(package)
    parts: list[tuple[str, Extract]] = []
    hidden = 0
    for number, part in enumerate(slides, start=1):
        shapes = _walk(package, part)
        if shapes.is_hidden:
            hidden += 1
            continue
        parts.append((f"slide {number}", Extract(_slide_text(package, part, shapes))))
    found = chained(parts)
    note = f"{hidden:,} hidden slide{'s' if hidden > 1 else ''} left out." if hidden else ""
    return Extract(found.text, found.pages, note)


def _slides(package: Package) -> list[str]:
    """The slides' parts in the order of the show."""
    parts = {each.id: each.target for each in package.relations(package.main)}
    found: list[str] = []
    root: list[str] = []

    def on_start(name: str, values: dict[str, str]) -> None:
        root.append(name)
        # Two attributes are called id here; the relation's comes last and wins.
        if name == "sldId" and values.get("id", "") in parts:
            found.append(parts[values["id"]])

    package.walk(package.main, on_start)
    if root[:1] != ["presentation"]:
        raise KIND.not_one(f"its main part is a {root[0]}")
    return found


def _slide_text(package: Package, part: str, shapes: "_Shapes") -> str:
    pieces = shapes.texts()
    for relation in package.relations(part):
        if relation.kind in _DRAWN:
            pieces.append(_drawn(package, relation.kind, relation.target))
        elif relation.kind == "notesSlide":
            notes = "\n\n".join(_walk(package, relation.target).texts())
            pieces.append(f"Notes: {notes}" if notes else "")
    return "\n\n".join(piece for piece in pieces if piece)


def _drawn(package: Package, kind: str, part: str) -> str:
    if kind == "chart":
        return chart_text(package, part)
    return "\n".join(drawn_text(package, part))


def _walk(package: Package, part: str) -> "_Shapes":
    shapes = _Shapes()
    package.walk(part, shapes.start, shapes.end, shapes.characters)
    return shapes


class _Shapes:
    """Takes in a slide, shape by shape."""

    def __init__(self) -> None:
        self.is_hidden = False
        self._titles: list[str] = []
        self._others: list[str] = []
        self._composer = Composer()
        self._path: list[str] = []
        self._place = ""  # the kind of placeholder that the shape fills
        self._is_bulleted = False
        self._skipping = 0
        self._script = ""  # of the run: raised or lowered
        self._font = ""
        self._formula: Formula | None = None

    def texts(self) -> list[str]:
        """What the shapes say, titles first."""
        return self._titles + self._others

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name == "Fallback":
            self._skipping += 1
            return
        if not self._path and values.get("show", "1") in _OFF:
            self.is_hidden = True
        self._path.append(name)
        if self._formula is not None:
            self._formula.start(name, values)
        elif name == "oMath":
            self._formula = Formula()
        elif name in _RUN_PARTS:
            self._start_run(name, values)
        else:
            self._open(name, values)

    def _start_run(self, name: str, values: dict[str, str]) -> None:
        """A run of letters of one kind begins, or tells its kind."""
        if name == "r":
            self._script = self._font = ""
        elif name == "rPr":
            baseline = values.get("baseline", "0")
            is_raised = baseline.strip("0%.").isdecimal()
            self._script = LOWERED if baseline.startswith("-") else RAISED if is_raised else ""
        elif self._path[-2:-1] == ["rPr"]:
            self._font = values.get("typeface", "")

    def _open(self, name: str, values: dict[str, str]) -> None:
        if name in _SHAPES:
            self._composer, self._place = Composer(), ""
        elif name == "ph":
            self._place = values.get("type", "body")
        elif name == "tbl":
            self._composer.open_table()
        elif name == "tc":
            self._composer.open_cell()
        elif name == "br":
            self._composer.write("\n")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        self._path.pop()
        if self._formula is not None:
            self._end_in_formula(name)
        elif name == "p" and "txBody" in self._path:
            self._composer.end_paragraph(is_tight=self._place in ("body", "obj"))
        elif name == "tc":
            self._composer.close_cell()
        elif name == "tr":
            self._composer.close_row()
        elif name == "tbl":
            self._composer.close_table()
        elif name in _SHAPES:
            self._end_shape()

    def characters(self, text: str) -> None:
        """Text, which counts inside `t` only."""
        if self._skipping or self._path[-1] != "t":
            return
        if self._formula is not None:
            self._formula.characters(text)
            return
        text = signs.told(text, self._font)
        self._composer.write(f"{self._script}{text}{CLOSE}" if self._script else text)

    def _end_in_formula(self, name: str) -> None:
        if self._formula is not None and name == "oMath":
            self._composer.write(self._formula.text())
            self._formula = None
        elif self._formula is not None:
            self._formula.end(name)

    def _end_shape(self) -> None:
        text = self._composer.text()
        if text and self._place not in _FURNITURE:
            (self._titles if self._place in _TITLES else self._others).append(text)
