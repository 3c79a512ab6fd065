"""Read Word documents: a small reader on zipfile and expat, for text and nothing else.

Word's XML is walked once as a stream. Kept: paragraphs, tables as rows, text boxes, content
controls, formulas, list numbers, tracked insertions, footnotes and endnotes (at the end, by
number). Left out: tracked deletions, hidden text (with a note), field codes, placeholders,
comments, headers and footers. Headings start sections.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.documents import signs
from engine.documents.archive import Kind
from engine.documents.composing import Composer, chained
from engine.documents.docx_embedded import EMBEDDED, Embedded
from engine.documents.docx_numbering import Numbering, read_numbering
from engine.documents.docx_styles import SCRIPTED, Style, read_styles, script_of
from engine.documents.formulas import Formula
from engine.documents.notes import joined
from engine.documents.package import open_package
from engine.records import Extract

KIND = Kind("Word document", "Word", ".docx")
HIDDEN_NOTE = "Text that is hidden in the file was left out."

_IN_RUNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# A drawing is kept twice, the older copy in Fallback; the others hold what was deleted or moved.
_SKIPPED = frozenset(
    (
        *("Fallback", "del", "moveFrom"),
        *("pPrChange", "rPrChange", "tcPrChange", "sectPrChange", "numberingChange"),
    )
)
_OFF = frozenset(("0", "false", "off"))
_NOTES = ("footnote", "endnote")
_HEADING_LEVELS = tuple("012345678")
_MOST_COLUMNS = 63


def read(data: bytes, depth: int = 0) -> Extract:
    """The text of a .docx file; raises `DocumentRefused` (DAMAGED, ENCRYPTED, TOO_BIG).

    A document within a document (`depth` 1) is read without those within it.
    """
    package = open_package(data, KIND)
    embedded = Embedded(package, is_outermost=depth == 0)
    body = _Walk(read_styles(package), read_numbering(package), embedded)
    package.walk(package.main, body.start, body.end, body.characters)
    if body.root != "document":
        raise KIND.not_one(f"its main part is a {body.root}")
    notes: dict[tuple[str, str], str] = {}
    for kind in _NOTES:
        for part in package.related(package.main, f"{kind}s")[:1]:
            walk = _Walk({}, Numbering({}, {}))
            package.walk(part, walk.start, walk.end, walk.characters)
            notes |= walk.notes
    listed = "\n\n".join(
        f"[{number}] {notes.get(reference, '')}"
        for number, reference in enumerate(body.references, start=1)
    )
    found = chained([("", body.composer.extract()), ("", Extract(listed))])
    hidden = HIDDEN_NOTE if body.has_hidden else ""
    return replace(found, note=joined([hidden, embedded.note(body.deletions)]))


@dataclass(slots=True)
class _Paragraph:
    """What is known of the paragraph being read."""

    style: Style = field(default_factory=Style)
    list_id: str | None = None  # None: as the style has it
    level: int | None = None
    is_heading: bool = False
    mark: str = ""  # the list number, until there is text to stand before


class _Walk:
    """One pass over a part. Names are local: the two namespaces of Word differ in nothing else."""

    def __init__(
        self, styles: Mapping[str, Style], numbering: Numbering, embedded: "Embedded | None" = None
    ) -> None:
        self.composer = Composer()
        self.root = ""
        self.has_hidden = False
        self.references: list[tuple[str, str]] = []  # (kind, id) in reading order
        self.notes: dict[tuple[str, str], str] = {}
        self.deletions = 0
        self._embedded = embedded
        self._styles = styles
        self._numbering = numbering
        self._path: list[str] = []
        self._hidden_runs: list[bool] = []
        self._skipping = 0
        self._is_placeholder = False
        self._paragraphs: list[_Paragraph] = []
        self._spans: list[int] = []
        self._note = ("", "")
        self._script = self._font = ""  # of the run: raised or lowered, and in which letters
        self._spoken = self._before_ruby = ""
        self._formula: Formula | None = None

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._formula is not None and not self._skipping and name not in _SKIPPED:
            self._formula.start(name, values)
            self._path.append(name)
            return
        if self._skipping or self._is_skipped(name):
            self._skipping += 1
            return
        parent = self._path[-1] if self._path else ""
        self.root = self.root or name
        self._path.append(name)
        if parent.endswith("Pr"):
            self._start_property(name, values)
            return
        if parent == "r":
            self._start_in_run(name, values)
        self._open(name, values)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        self._path.pop()
        if self._formula is not None:
            self._end_in_formula(name)
            return
        parent = self._path[-1] if self._path else ""
        if name == "pPr" and parent == "p":
            self._number()
        elif not parent.endswith("Pr"):
            self._close(name)

    def characters(self, text: str) -> None:
        """Text, which counts only where Word shows it: inside `t`."""
        if self._skipping or self._path[-1] != "t":
            return
        if self._formula is not None:
            self._formula.characters(text)
        else:
            text = signs.told(text, self._font)
            self._write(f"{self._script}{text}{signs.CLOSE}" if self._script else text)

    def _end_in_formula(self, name: str) -> None:
        formula = self._formula
        if formula is None:
            return
        if name == "oMath":
            self._formula = None
            self._write(formula.text())
        else:
            formula.end(name)

    def _write_embedded(self, name: str, values: dict[str, str]) -> None:
        """A chart or diagram follows the paragraph it stands in; another document stands alone."""
        text = self._embedded.text(values.get(EMBEDDED[name], "")) if self._embedded else ""
        if name == "altChunk":
            self.composer.end_paragraph()
            self._write(text)
            self.composer.end_paragraph()
        elif text:
            self.composer.open_aside()
            self.composer.write(text)
            self.composer.close_aside()

    def _ruby_start(self, name: str) -> None:
        """Word stores how a word is spoken before the word; people read it behind or above."""
        if name == "rt":
            self._before_ruby = self.composer.take_line()
            self.composer.write(self._before_ruby)

    def _is_skipped(self, name: str) -> bool:
        if name == "sdtContent" and self._is_placeholder:
            self._is_placeholder = False
            return True
        if name == "del" and not self._path[-1:][0].endswith("Pr"):
            self.deletions += 1
        return name in _SKIPPED

    def _start_in_run(self, name: str, values: dict[str, str]) -> None:
        if name in _IN_RUNS:
            self._write(_IN_RUNS[name])
        elif name == "sym":
            code = values.get("char", "")
            if re.fullmatch("[0-9A-Fa-f]{1,6}", code):
                self._write(signs.inserted(int(code, 16), values.get("font", "")))
        if name.removesuffix("Reference") in _NOTES and name.endswith("Reference"):
            self.references.append((name.removesuffix("Reference"), values.get("id", "")))
            self._write(f"[{len(self.references)}]")

    def _start_property(self, name: str, values: dict[str, str]) -> None:
        value = values.get("val", "")
        if name == "vanish" and self._path[-3:-1] == ["r", "rPr"]:
            self._hidden_runs[-1] = values.get("val", "on") not in _OFF
        elif name in SCRIPTED and self._path[-3:-1] == ["r", "rPr"]:
            self._script = script_of(name, value)
        elif name == "rStyle" and self._path[-3:-1] == ["r", "rPr"]:
            self._script = self._styles[value].script if value in self._styles else ""
        elif name == "rFonts" and self._path[-3:-1] == ["r", "rPr"]:
            self._font = values.get("ascii", "") or values.get("hAnsi", "")
        elif name == "showingPlcHdr":
            self._is_placeholder = True
        elif name == "gridSpan" and self._spans:
            self._spans[-1] = min(int(value), _MOST_COLUMNS) if value.isdecimal() else 1
        elif self._paragraphs:
            self._start_paragraph_property(self._paragraphs[-1], name, value)

    def _start_paragraph_property(self, paragraph: _Paragraph, name: str, value: str) -> None:
        if name == "pStyle":
            paragraph.style = self._styles.get(value, paragraph.style)
        elif name == "outlineLvl":
            paragraph.is_heading = value in _HEADING_LEVELS
        elif name == "numId":
            paragraph.list_id = value
        elif name == "ilvl" and value in _HEADING_LEVELS:
            paragraph.level = int(value)

    def _number(self) -> None:
        """All properties of the paragraph are known: count it, if it is a list's."""
        if not self._paragraphs:
            return
        paragraph = self._paragraphs[-1]
        style = paragraph.style
        paragraph.is_heading |= style.is_heading
        if paragraph.list_id is None:
            paragraph.list_id = style.list_id
        level = style.level if paragraph.level is None else paragraph.level
        paragraph.mark = self._numbering.mark(paragraph.list_id, level)

    def _open(self, name: str, values: dict[str, str]) -> None:
        if name == "r":
            self._hidden_runs.append(False)
            self._script = self._font = ""
        elif name in ("rt", "rubyBase"):
            self._ruby_start(name)
        elif name == "oMath":
            self._formula = Formula()
        elif name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tbl":
            self.composer.open_table()
        elif name == "tc":
            self._spans.append(1)
            self.composer.open_cell()
        elif name == "txbxContent":
            self.composer.open_aside()
        elif name in EMBEDDED and self._embedded is not None:
            self._write_embedded(name, values)
        elif name in _NOTES:
            self._note = (name, values.get("id", ""))
            self.composer = Composer()

    def _close(self, name: str) -> None:
        if name == "r":
            self._hidden_runs.pop()
            self._script = self._font = ""
        elif name == "rt":
            self._spoken = self.composer.take_line().removeprefix(self._before_ruby)
            self.composer.write(self._before_ruby)
        elif name == "rubyBase" and self._spoken:
            self._write(f"({self._spoken})")
            self._spoken = ""
        elif name == "p":
            paragraph = self._paragraphs.pop()
            is_item = bool(paragraph.list_id and paragraph.list_id != "0")
            is_heading = paragraph.is_heading
            self.composer.end_paragraph(is_tight=is_item and not is_heading, is_heading=is_heading)
        elif name == "tc":
            self.composer.close_cell(self._spans.pop())
        elif name == "tr":
            self.composer.close_row()
        elif name == "tbl":
            self.composer.close_table()
        elif name == "txbxContent":
            self.composer.close_aside()
        elif name in _NOTES:
            self.notes[self._note] = self.composer.text()

    def _write(self, text: str) -> None:
        if any(self._hidden_runs[-1:]):
            self.has_hidden |= bool(text.strip())
            return
        if self._paragraphs and self._paragraphs[-1].mark:
            self.composer.write(f"{self._paragraphs[-1].mark} ")
            self._paragraphs[-1].mark = ""
        self.composer.write(text)
