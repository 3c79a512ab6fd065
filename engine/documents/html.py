"""Read web pages with lxml: what a browser would show as text, without the network."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

from lxml import etree as _untyped_etree  # pyright: ignore[reportMissingTypeStubs, reportAttributeAccessIssue, reportUnknownVariableType]

from engine.documents import notes, plain
from engine.documents.charsets import decode_declared
from engine.documents.composing import Composer
from engine.documents.docx_numbering import formed
from engine.documents.formulas import Formula
from engine.documents.signs import CLOSE, LOWERED, RAISED
from engine.errors import DocumentRefused
from engine.records import AS_THE_READER_DECIDES, Extract, FileStatus, ImportOptions


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_etree = cast("Any", _untyped_etree)  # lxml comes without types

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_DECLARED_WITHIN = 65_536  # browsers look at 1,024 bytes, but pages with long scripts are common
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,2000})</title", re.IGNORECASE)
_TITLE_WITHIN = 65_536
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_DRAWN = _names("iframe svg canvas audio video")  # text in them is their part, or stands for them
_NO_TEXT = _names("script style title")
_UNSEEN = _DRAWN | _names("head script style template noscript datalist rp")
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section select summary table tbody td tfoot th thead tr "
    "ul"
)
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CELLS = frozenset(("td", "th"))
_TIGHT = _names("li dt dd option ul ol dl menu")
_VERBATIM = frozenset(("pre", "textarea", "listing"))
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)


# What stands around letters above or below the line, and around how a word is spoken.
_SIGNS = {"sup": (RAISED, CLOSE), "sub": (LOWERED, CLOSE), "rt": ("(", ")")}
_NO_SIGNS = ("", "")
_SCRIPT_STYLE = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)


class _Element(Protocol):
    """What is used of lxml's elements, which come without types."""

    tag: object
    text: str | None
    tail: str | None

    def get(self, name: str, default: str = ..., /) -> str: ...
    def find(self, path: str, /) -> object: ...
    def itertext(self) -> Iterable[str]: ...


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The visible text of a web page, its headings as sections; raises `DocumentRefused` (DAMAGED).

    An encoding that was chosen wins over what the page declares.
    """
    found = plain.decoded(data, options.encoding) if options.encoding else _decoded(data)
    extract = read_text(found.text)
    return replace(extract, note=notes.joined([found.note, extract.note]))


def read_text(source: str) -> Extract:
    """The visible text of a web page that is decoded already, whatever it declares."""
    root = _root(source)
    if root is None:
        return Extract("")
    walk = _Walk()
    walk.through(root)
    return replace(walk.composer.extract(), note=walk.note())


def title(data: bytes) -> str:
    """The title of a web page; empty if it has none."""
    match = _TITLE.search(data[:_TITLE_WITHIN])
    root = _root(f"<title>{_decoded(match[1]).text}</title>") if match else None
    found = root.find(".//title") if root is not None else None
    return " ".join(str(cast("_Element", found).text or "").split()) if found is not None else ""


def _root(text: str) -> _Element | None:
    # The parser ends at a zero character, and is told one encoding: ours.
    return _parse(text.replace("\x00", "").encode("utf-8", "replace"))


def _parse(source: bytes) -> _Element | None:
    parser = _etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = _etree.fromstring(source, parser)
    # The parser mends what it can; at a limit it silently stops, and text would be missing.
    if any(entry.type == _etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise DocumentRefused(
            FileStatus.DAMAGED,
            "The web page is nested too deeply or holds too large a piece to be read safely; "
            "save it as plain text and import that.",
        )
    return cast("_Element | None", root)


def _decoded(data: bytes) -> plain.Decoded:
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return plain.Decoded(_declared_text(data, declared[1].decode("ascii")))
        except (LookupError, ValueError):
            return plain.decoded(data)  # declared wrongly: see what the bytes say
    return plain.decoded(data)


def _declared_text(data: bytes, charset: str) -> str:
    # A declaration that could be read as ASCII is not in UTF-16, whatever it says.
    is_wide = charset.lower().startswith(("utf-16", "utf-32", "utf16", "ucs"))
    return decode_declared(data, "utf-8" if is_wide else charset)


class _Walk:
    """One pass over the tree, without recursion."""

    def __init__(self) -> None:
        self.composer = Composer()
        self._tables: list[bool] = []  # for each open table: it holds data rather than a layout
        self._verbatim = 0
        self._lists: list[_List] = []  # those that are open; unnumbered ones too
        self._mark = ""  # of a list item, until there is text to stand before
        self._hidden = 0
        self._drawn = 0

    def through(self, root: _Element) -> None:
        """Write what is visible under `root`."""
        events = _etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "end":
                self._end(element)
            elif _is_unseen(element):
                self._drawn += _holds_text(element) and element.tag in _DRAWN
                self._hidden += _holds_text(element) and element.tag not in _UNSEEN
                events.skip_subtree()
            elif element.tag == "math":
                self.composer.write(_formula(element))
                events.skip_subtree()
            else:
                self._start(element)

    def note(self) -> str:
        """How many parts with text are left out."""
        return notes.left_out(hidden_part=self._hidden, drawing_with_its_text=self._drawn)

    def _start(self, element: _Element) -> None:
        tag = str(element.tag)
        self.composer.write(_signs(element)[0])
        if tag == "br":
            self.composer.write("\n")
        elif tag in ("ol", "ul", "menu"):
            self.composer.end_paragraph(is_tight=True)
            self._lists.append(_List.of(element))
        elif tag == "li":
            self.composer.end_paragraph(is_tight=True)
            self._mark = self._lists[-1].mark(element) if self._lists else ""
        elif tag == "table":
            self._tables.append(_holds_data(element))
            if self._tables[-1]:
                self.composer.open_table()
        elif tag in _CELLS and self._is_in_data():
            self.composer.open_cell()
        elif tag in _BLOCKS:
            self.composer.end_paragraph(is_tight=tag in _TIGHT)
        self._verbatim += tag in _VERBATIM
        self._write(element.text)

    def _end(self, element: _Element) -> None:
        if not _is_unseen(element):
            tag = str(element.tag)
            self._verbatim -= tag in _VERBATIM
            if tag in ("ol", "ul", "menu") and self._lists:
                self._lists.pop()
            self.composer.write(_signs(element)[1])
            if tag == "table" and self._tables.pop():
                self.composer.close_table()
            elif tag in _CELLS and self._is_in_data():
                self.composer.close_cell()
            elif tag == "tr" and self._is_in_data():
                self.composer.close_row()
            elif tag in _BLOCKS:
                is_heading = tag in _HEADINGS
                self.composer.end_paragraph(is_tight=tag in _TIGHT, is_heading=is_heading)
        self._write(element.tail)

    def _is_in_data(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _write(self, text: str | None) -> None:
        if self._mark and text and text.strip():
            self.composer.write(self._mark)
            self._mark = ""
        if text and self._verbatim:
            self.composer.write(text)
        elif text:
            self.composer.write_flowing(text)


@dataclass(slots=True)
class _List:
    """A list that is open; `form` is empty where its items have no numbers."""

    form: str = ""
    next: int = 1
    step: int = 1

    @classmethod
    def of(cls, element: _Element) -> "_List":
        if element.tag != "ol":
            return cls()
        form = _LIST_FORMS.get(element.get("type", "1"), "decimal")
        is_reversed = element.get("reversed", "no") != "no"
        items = sum(1 for _ in cast("Any", element).iterchildren("li")) if is_reversed else 1
        return cls(form, _whole(element.get("start", ""), items), -1 if is_reversed else 1)

    def mark(self, element: _Element) -> str:
        """What stands before the next item, with a space behind it."""
        if not self.form:
            return ""
        number = _whole(element.get("value", ""), self.next)
        self.next = number + self.step
        return f"{formed(number, self.form) if number > 0 else number}. "


def _whole(text: str, default: int) -> int:
    return int(text) if re.fullmatch("-?[0-9]{1,9}", text.strip()) else default


def _formula(element: _Element) -> str:
    """MathML in one line; its copy in another notation is left out."""
    formula = Formula()
    for event, part in _etree.iterwalk(element, events=("start", "end")):
        if not isinstance(part.tag, str):
            continue
        if event == "start":
            formula.start(part.tag, dict(part.attrib))
            formula.characters(part.text or "")
        else:
            formula.end(part.tag)
    return formula.text()


def _signs(element: _Element) -> tuple[str, str]:
    """What stands before and behind an element's text, by its name or by its style."""
    found = _SIGNS.get(str(element.tag))
    if found or str(element.tag) in _BLOCKS:
        return found or _NO_SIGNS
    styled = _SCRIPT_STYLE.search(element.get("style", ""))
    return _SIGNS["sup" if styled[1].lower() == "super" else "sub"] if styled else _NO_SIGNS


def _is_unseen(element: _Element) -> bool:
    return not isinstance(element.tag, str) or element.tag in _UNSEEN or _is_hidden(element)


def _is_hidden(element: _Element) -> bool:
    return (
        element.get("hidden", "no") != "no"
        or _HIDDEN_STYLE.search(element.get("style", "")) is not None
    )


def _holds_text(element: _Element) -> bool:
    """There is text for people in it, and not only a script."""
    if not isinstance(element.tag, str):
        return False
    texts = (each.text for each in cast("Any", element).iter() if each.tag not in _NO_TEXT)
    return any(text and text.strip() for text in texts)


def _holds_data(table: _Element) -> bool:
    """Not a table that only arranges a page: one that says so, or has tables inside."""
    return table.get("role", "") != "presentation" and table.find(".//table") is None
