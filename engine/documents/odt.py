"""Read OpenDocument texts (LibreOffice Writer): paragraphs, lists, tables, notes, text boxes.

Left out: deleted text of tracked changes, comments, headers and footers (they stand in another
part), indexes of the office program itself are text like any other. Headings start sections.
"""

import posixpath
from dataclasses import replace

from engine.documents import markup
from engine.documents.archive import Archive, Kind, open_archive
from engine.documents.composing import Composer, chained
from engine.documents.formulas import Formula
from engine.documents.notes import left_out
from engine.documents.odt_styles import Lists, Styles, read_styles
from engine.documents.signs import CLOSE
from engine.records import Extract

KIND = Kind("OpenDocument text", "LibreOffice", ".odt")
_SKIPPED = frozenset(
    [
        "tracked-changes",
        "annotation",
        "annotation-end",
        "forms",
        "object-ole",
        "script",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "title",
        "desc",
    ]
)
_MOST_SPACES = 1_000
_MOST_CELLS = 64
_WRITTEN = {"tab": "\t", "line-break": "\n", "ruby-text": "("}
_LIST_PARTS = frozenset(("list", "list-item", "list-header"))
_TEXT_HOLDERS = frozenset(("p", "h"))


def read(data: bytes) -> Extract:
    """The text of a .odt file; raises `DocumentRefused` (DAMAGED, ENCRYPTED, TOO_BIG)."""
    archive = open_archive(data, KIND)
    if "META-INF/manifest.xml" in archive and _is_encrypted(archive):
        raise KIND.encrypted()
    walk = _Walk(read_styles(archive, KIND), archive)
    markup.walk(archive.read("content.xml"), KIND, walk.start, walk.end, walk.characters)
    if walk.root != "document-content":
        raise KIND.not_one(f"its main part is a {walk.root}")
    notes = "\n\n".join(f"[{number}] {note}" for number, note in enumerate(walk.notes, start=1))
    found = chained([("", walk.composer.extract()), ("", Extract(notes))])
    left = left_out(
        comment=walk.comments, tracked_deletion=walk.deletions, embedded_object=walk.objects
    )
    return replace(found, note=left)


def _is_encrypted(archive: Archive) -> bool:
    names: set[str] = set()
    markup.walk(archive.read("META-INF/manifest.xml"), KIND, lambda name, _values: names.add(name))
    return "encryption-data" in names


class _Walk:
    """One pass over content.xml."""

    def __init__(self, styles: Styles, archive: Archive) -> None:
        self.composer = Composer()
        self.comments = self.deletions = self.objects = 0
        self._styles = styles
        self._archive = archive
        self._lists = Lists(styles)
        self._scripts: list[str] = []  # for each open span: raised or lowered letters
        self.root = ""
        self.notes: list[str] = []
        self._outer: list[Composer] = []  # what was being written when a note began
        self._path: list[str] = []
        self._spans: list[int] = []
        self._starts: list[str | None] = []  # for each open list item: its number, until its text
        self._mark = ""  # of the paragraph, until there is text to stand before
        self._skipping = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name in _SKIPPED:
            self.deletions += name == "deletion"
            self.comments += name == "annotation" and not self._skipping
            self._skipping += 1
            return
        self.root = self.root or name
        self._path.append(name)
        if name == "s":
            self.composer.write(" " * _bounded(values.get("c", "1"), _MOST_SPACES))
        elif name in _WRITTEN:
            self.composer.write(_WRITTEN[name])
        elif name in _LIST_PARTS:
            self._open_list_part(name, values)
        elif name == "span":
            self._scripts.append(self._styles.scripts.get(values.get("style-name", ""), ""))
        elif name == "note":
            self._outer.append(self.composer)
            self.composer = Composer()
        else:
            self._open(name, values)

    def _open_list_part(self, name: str, values: dict[str, str]) -> None:
        if name == "list":
            continues = values.get("continue-numbering", "") == "true" or "continue-list" in values
            self._lists.open_list(values.get("style-name", ""), continues=continues)
        else:
            is_item = name == "list-item"
            self._starts.append(values.get("start-value", "") if is_item else None)

    def _number(self, name: str, values: dict[str, str]) -> None:
        """Count a paragraph that is the first of its item, or a heading."""
        start = self._starts[-1] if self._starts else None
        if start is not None:
            style = values.get("style-name", "")
            self._mark = self._lists.mark(start, style, is_heading=name == "h")
            self._starts[-1] = None
        elif name == "h" and not self._starts:
            self._mark = self._lists.heading_mark(_bounded(values.get("outline-level", "1"), 10))

    def _open(self, name: str, values: dict[str, str]) -> None:
        if name in _TEXT_HOLDERS:
            self._number(name, values)
        elif name == "table":
            self.composer.open_table()
        elif name in ("table-cell", "covered-table-cell"):
            self._spans.append(_bounded(values.get("number-columns-repeated", "1"), _MOST_CELLS))
            self.composer.open_cell()
        elif name == "text-box":
            self.composer.open_aside()
        elif name == "object":
            self._object(values.get("href", ""))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        self._path.pop()
        if name in _TEXT_HOLDERS:
            self._mark = ""
            is_item = bool(self._starts) and name == "p"
            self.composer.end_paragraph(is_tight=is_item, is_heading=name == "h")
        elif name == "list":
            self._lists.close_list()
        elif name in _LIST_PARTS:
            self._starts.pop()
        elif name == "span":
            self._scripts.pop()
        elif name == "ruby-text":
            self.composer.write(")")
        elif name == "note":
            self._end_note()
        else:
            self._close(name)

    def _close(self, name: str) -> None:
        if name == "table":
            self.composer.close_table()
        elif name == "table-row":
            self.composer.close_row()
        elif name in ("table-cell", "covered-table-cell"):
            self.composer.close_cell(self._spans.pop())
        elif name == "text-box":
            self.composer.close_aside()

    def characters(self, text: str) -> None:
        """Text, which counts inside paragraphs and headings, without their indentation."""
        if self._skipping or self._path[-1] == "note-citation":
            return
        if not _TEXT_HOLDERS.isdisjoint(self._path):
            if self._mark and text.strip():
                self.composer.write(self._mark)
                self._mark = ""
            script = next((each for each in reversed(self._scripts) if each), "")
            self.composer.write(script)
            self.composer.write_flowing(text)
            self.composer.write(CLOSE if script else "")

    def _object(self, target: str) -> None:
        """A formula is written where it stands; other objects are pictures, and counted."""
        part = f"{posixpath.normpath(target)}/content.xml"
        formula = Formula()
        names: list[str] = []

        def on_start(name: str, values: dict[str, str]) -> None:
            names.append(name)
            formula.start(name, values)

        if part in self._archive:
            data = self._archive.read(part)
            markup.walk(data, KIND, on_start, formula.end, formula.characters)
        if names[:1] == ["math"]:
            self.composer.write(formula.text())
        else:
            self.objects += 1

    def _end_note(self) -> None:
        self.notes.append(self.composer.text())
        self.composer = self._outer.pop()
        self.composer.write(f"[{len(self.notes)}]")


def _bounded(number: str, most: int) -> int:
    return min(int(number), most) if number.isdecimal() and len(number) < 12 else 1
