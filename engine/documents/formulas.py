"""Write formulas of Word (OMML) and the web (MathML) in one line, with all that they mean; pure.

(x+a)^n = ∑_(k=0)^n (n choose k) and √(2) keep their brackets, sums and roots; a part of more than
one letter is put in brackets where it stands above, below, or over a line.
"""

import re
from dataclasses import dataclass, field

_SINGLE = re.compile(r"[^\W_]+|[0-9]+(?:[.,][0-9]+)*|.")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_ROOTED = re.compile(r"√(?:\[[^\]]*\])?(?:\w+|\([^()]*\))")
_LARGE = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂")
_UNSEEN = frozenset(
    ("annotation", "annotation-xml", "ctrlPr", "rPr", "mphantom", "maligngroup", "malignmark")
)
_DEEPEST = 200
_NAMES = {
    "msup": "sSup", "msub": "sSub", "msubsup": "sSubSup", "mfrac": "f", "msqrt": "rad",
    "mroot": "rad", "munder": "limLow", "mover": "limUpp", "munderover": "sSubSup",
    "mtable": "m", "mtr": "mr", "mtd": "e", "mfenced": "d",
}  # fmt: skip


@dataclass(slots=True)
class _Node:
    name: str
    value: str = ""  # of a property
    text: list[str] = field(default_factory=list[str])
    parts: "list[_Node]" = field(default_factory=list["_Node"])

    def find(self, name: str) -> "_Node | None":
        return next((part for part in self.parts if part.name == name), None)

    def property(self, name: str, default: str) -> str:
        """The value of a property that stands in the node's own properties."""
        for part in self.parts:
            found = part.find(name) if part.name.endswith("Pr") else None
            if found is not None:
                return found.value
        return default


class Formula:
    """Takes in the elements of one formula; `text` is what they mean."""

    def __init__(self) -> None:
        self._root = _Node("root")
        self._path = [self._root]
        self._skipping = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name in _UNSEEN or len(self._path) > _DEEPEST:
            self._skipping += 1
            return
        node = _Node(name, values.get("val", ""))
        if name == "mfenced":
            node.value = values.get("open", "(") + values.get("close", ")")
        elif name == "mfrac":
            node.value = values.get("linethickness", "")
        self._path[-1].parts.append(node)
        self._path.append(node)

    def end(self, _name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
        elif len(self._path) > 1:
            self._path.pop()

    def characters(self, text: str) -> None:
        """Text of the element that is open."""
        if not self._skipping:
            self._path[-1].text.append(text)

    def text(self) -> str:
        """The formula in one line."""
        return " ".join(_shown(self._root).split())


def _shown(node: _Node) -> str:
    kind = _NAMES.get(node.name, node.name)
    if node.name.endswith("Pr"):
        return ""
    parts = [part for part in node.parts if not part.name.endswith("Pr")]
    form = _FORMS.get(kind)
    if form is not None and parts:
        return form(node, parts)
    own = "".join(node.text)
    if node.name.startswith("m") and node.name not in ("mtext", "ms"):
        own = own.strip()  # MathML is indented like any page
    return own + _row(parts)


def _row(parts: list[_Node]) -> str:
    return "".join(map(_shown, parts))


def _named(node: _Node, parts: list[_Node], name: str, place: int) -> str:
    """A part by its name in Word's form, or by its place in the web's."""
    found = node.find(name)
    if found is not None:
        return _shown(found)
    if node.name in _NAMES and place < len(parts):
        return _shown(parts[place])
    return ""


def _grouped(text: str) -> str:
    text = text.strip()
    is_whole = any(each.fullmatch(text) for each in (_SINGLE, _BRACKETED, _ROOTED))
    return text if is_whole else f"({text})"


def _scripts(base: str, below: str, above: str) -> str:
    if len(base.strip()) > 1 and not _SINGLE.fullmatch(base.strip()):
        base = _grouped(base)
    lower = f"_{_grouped(below)}" if below.strip() else ""
    upper = f"^{_grouped(above)}" if above.strip() else ""
    gap = " " if base.strip() in _LARGE else ""
    return f"{base}{lower}{upper}{gap}"


def _above(node: _Node, parts: list[_Node]) -> str:
    return _scripts(_named(node, parts, "e", 0), "", _named(node, parts, "sup", 1))


def _below(node: _Node, parts: list[_Node]) -> str:
    return _scripts(_named(node, parts, "e", 0), _named(node, parts, "sub", 1), "")


def _both(node: _Node, parts: list[_Node]) -> str:
    return _scripts(
        _named(node, parts, "e", 0), _named(node, parts, "sub", 1), _named(node, parts, "sup", 2)
    )


def _fraction(node: _Node, parts: list[_Node]) -> str:
    over, under = _named(node, parts, "num", 0), _named(node, parts, "den", 1)
    if node.property("type", "") == "noBar" or node.value.startswith("0"):
        return f"{over.strip()} choose {under.strip()}"
    return f"{_grouped(over)}/{_grouped(under)}"


def _root(node: _Node, parts: list[_Node]) -> str:
    if node.name == "msqrt":
        return f"√{_grouped(_row(parts))}"
    degree = _named(node, parts, "deg", 1).strip()
    inner = _grouped(_named(node, parts, "e", 0))
    return f"√[{degree}]{inner}" if degree else f"√{inner}"


def _large(node: _Node, parts: list[_Node]) -> str:
    """A sum, product or integral with its limits, and what it stands before."""
    sign = node.property("chr", "∫")
    limits = _scripts(sign, _named(node, parts, "sub", 1), _named(node, parts, "sup", 2))
    return f"{limits.rstrip()} {_named(node, parts, 'e', 0)}"


def _fenced(node: _Node, parts: list[_Node]) -> str:
    start, end = node.property("begChr", "("), node.property("endChr", ")")
    if node.name == "mfenced":
        start, end = node.value[:1], node.value[1:]
    separator = node.property("sepChr", "|") if node.name == "d" else ", "
    return f"{start}{separator.join(map(_shown, parts))}{end}"


def _function(node: _Node, parts: list[_Node]) -> str:
    return f"{_named(node, parts, 'fName', 0)} {_named(node, parts, 'e', 1)}"


def _limit_below(node: _Node, parts: list[_Node]) -> str:
    return _scripts(_named(node, parts, "e", 0), _named(node, parts, "lim", 1), "")


def _limit_above(node: _Node, parts: list[_Node]) -> str:
    return _scripts(_named(node, parts, "e", 0), "", _named(node, parts, "lim", 1))


def _accented(node: _Node, parts: list[_Node]) -> str:
    return f"{_grouped(_named(node, parts, 'e', 0))}{node.property('chr', chr(0x302))}"


def _matrix(_node: _Node, parts: list[_Node]) -> str:
    rows = (", ".join(map(_shown, row.parts)) for row in parts)
    return f"[{'; '.join(rows)}]"


def _lines(_node: _Node, parts: list[_Node]) -> str:
    return "; ".join(map(_shown, parts))


_FORMS = {
    "sSup": _above, "sSub": _below, "sSubSup": _both, "f": _fraction, "rad": _root,
    "nary": _large, "d": _fenced, "func": _function, "limLow": _limit_below,
    "limUpp": _limit_above, "acc": _accented, "m": _matrix, "eqArr": _lines,
}  # fmt: skip
