"""Read OpenDocument texts (LibreOffice Writer): paragraphs, lists, tables, notes, text boxes.

Left out: deleted text of tracked changes, comments, headers and footers (they stand in another
part), indexes of the office program itself are text like any other. Headings start sections.
"""

from engine.documents import markup
from engine.documents.archive import Archive, Kind, open_archive
from engine.documents.composing import Composer, chained
from engine.records import Extract

KIND = Kind("OpenDocument text", "LibreOffice", ".odt")
_SKIPPED = frozenset(
    [
        "tracked-changes",
        "annotation",
        "annotation-end",
        "forms",
        "ruby-text",
        "object",
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
_TEXT_HOLDERS = frozenset(("p", "h"))


def read(data: bytes) -> Extract:
    """The text of a .odt file; raises `DocumentRefused` (DAMAGED, ENCRYPTED, TOO_BIG)."""
    archive = open_archive(data, KIND)
    if "META-INF/manifest.xml" in archive and _is_encrypted(archive):
        raise KIND.encrypted()
    walk = _Walk()
    markup.walk(archive.read("content.xml"), KIND, walk.start, walk.end, walk.characters)
    if walk.root != "document-content":
        raise KIND.not_one(f"its main part is a {walk.root}")
    notes = "\n\n".join(f"[{number}] {note}" for number, note in enumerate(walk.notes, start=1))
    return chained([("", walk.composer.extract()), ("", Extract(notes))])


def _is_encrypted(archive: Archive) -> bool:
    names: set[str] = set()
    markup.walk(archive.read("META-INF/manifest.xml"), KIND, lambda name, _values: names.add(name))
    return "encryption-data" in names


class _Walk:
    """One pass over content.xml."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.root = ""
        self.notes: list[str] = []
        self._outer: list[Composer] = []  # what was being written when a note began
        self._path: list[str] = []
        self._spans: list[int] = []
        self._marks: list[bool] = []  # for each open list item: its bullet is still to come
        self._skipping = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
            return
        self.root = self.root or name
        self._path.append(name)
        if name == "s":
            self.composer.write(" " * _bounded(values.get("c", "1"), _MOST_SPACES))
        elif name == "tab":
            self.composer.write("\t")
        elif name == "line-break":
            self.composer.write("\n")
        elif name == "list-item":
            self._marks.append(True)
        elif name == "note":
            self._outer.append(self.composer)
            self.composer = Composer()
        else:
            self._open(name, values)

    def _open(self, name: str, values: dict[str, str]) -> None:
        if name == "table":
            self.composer.open_table()
        elif name in ("table-cell", "covered-table-cell"):
            self._spans.append(_bounded(values.get("number-columns-repeated", "1"), _MOST_CELLS))
            self.composer.open_cell()
        elif name == "text-box":
            self.composer.open_aside()

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        self._path.pop()
        if name in _TEXT_HOLDERS:
            is_item = bool(self._marks) and name == "p"
            self.composer.end_paragraph(is_tight=is_item, is_heading=name == "h")
        elif name == "list-item":
            self._marks.pop()
        elif name == "note":
            self._end_note()
        elif name == "table":
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
            if self._marks and self._marks[-1] and text.strip():
                self._marks[-1] = False
                self.composer.write("" if "h" in self._path else "• ")
            self.composer.write_flowing(text)

    def _end_note(self) -> None:
        self.notes.append(self.composer.text())
        self.composer = self._outer.pop()
        self.composer.write(f"[{len(self.notes)}]")


def _bounded(number: str, most: int) -> int:
    return min(int(number), most) if number.isdecimal() and len(number) < 12 else 1
