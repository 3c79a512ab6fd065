"""Put the paragraphs, rows and cells of a structured document together as plain text."""

import re
from dataclasses import dataclass, field

from engine.documents.signs import resolved
from engine.records import Extract, PageMark

_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
_LONG_ITEM = 200  # characters; the clauses of a contract are items too, but paragraphs to read
_LONG_LABEL = 80


@dataclass(slots=True)
class _Frame:
    """A body, table, cell or aside being filled."""

    line: list[str] = field(default_factory=list[str])  # pieces of the paragraph being written
    parts: list[str] = field(default_factory=list[str])  # finished paragraphs and separators
    cells: list[str] = field(default_factory=list[str])  # of the table row being filled
    asides: list[str] = field(default_factory=list[str])  # text boxes, to follow this paragraph
    marks: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])  # (part, label)
    ended_tight: bool = False

    def add(self, block: str, *, is_tight: bool, label: str = "") -> None:
        if not block.strip():
            return
        if self.parts:
            self.parts.append("\n" if is_tight and self.ended_tight else "\n\n")
        if label:
            self.marks.append((len(self.parts), label))
        self.parts.append(block)
        self.ended_tight = is_tight

    def end_paragraph(self, *, is_tight: bool, is_heading: bool = False) -> None:
        text = "".join(self.line)
        label = section_label(text) if is_heading else ""
        self.add(text, is_tight=is_tight and len(text) <= _LONG_ITEM, label=label)
        self.line.clear()
        for aside in self.asides:
            self.add(aside, is_tight=False)
        self.asides.clear()

    def text(self) -> str:
        self.end_paragraph(is_tight=False)
        return "".join(self.parts)


class Composer:
    """Takes a document's parts in reading order; `extract` gives what they came to.

    Paragraphs are parted by a blank line, list items and table rows by a line end, cells by a tab.
    What a cell holds becomes one line. A text box follows the paragraph that it is anchored in.
    """

    def __init__(self) -> None:
        self._frames = [_Frame()]

    def write(self, text: str) -> None:
        """Add to the paragraph being written."""
        self._frames[-1].line.append(text)

    def write_flowing(self, text: str) -> None:
        """Add text whose line ends and indentation mean no more than a space."""
        line = self._frames[-1].line
        flowing = _WHITE_SPACE.sub(" ", text)
        if not line or line[-1].endswith((" ", "\n")):
            flowing = flowing.removeprefix(" ")
        if flowing:
            line.append(flowing)

    def take_line(self) -> str:
        """What was written of the paragraph so far, which it then no longer holds."""
        line = self._frames[-1].line
        text = "".join(line)
        line.clear()
        return text

    def end_paragraph(self, *, is_tight: bool = False, is_heading: bool = False) -> None:
        """End the paragraph; two tight ones in a row, if short, are parted by a line end only.

        A heading outside of tables starts a section of its name.
        """
        self._frames[-1].end_paragraph(is_tight=is_tight, is_heading=is_heading)

    def add_row(self, cells: list[str]) -> None:
        """A table row as a whole, when there is no telling where the table ends."""
        row = "\t".join(" ".join(cell.split()) for cell in cells).rstrip()
        self._frames[-1].add(row, is_tight=True)

    def open_table(self) -> None:
        """Start a table, after the paragraph before it."""
        self.end_paragraph()
        self._frames.append(_Frame())

    def open_cell(self) -> None:
        """Start a cell of the row being filled."""
        self._frames.append(_Frame())

    def close_cell(self, times: int = 1) -> None:
        """End the cell; one that spans columns counts as many times, so that rows stay in line."""
        cell = self._frames.pop().text()
        self._frames[-1].cells += [" ".join(cell.split()), *[""] * (times - 1)]

    def close_row(self) -> None:
        """End the row; one whose cells are all empty leaves no trace."""
        frame = self._frames[-1]
        frame.end_paragraph(is_tight=True)
        frame.add("\t".join(frame.cells).rstrip(), is_tight=True)
        frame.cells.clear()

    def close_table(self) -> None:
        """End the table."""
        self.close_row()
        table = self._frames.pop().text()
        self._frames[-1].add(table, is_tight=False)

    def open_aside(self) -> None:
        """Start a text box inside the paragraph being written."""
        self._frames.append(_Frame())

    def close_aside(self) -> None:
        """End the text box."""
        aside = self._frames.pop().text()
        self._frames[-1].asides.append(aside)

    def text(self) -> str:
        """Everything so far."""
        return self._frames[0].text()

    def extract(self) -> Extract:
        """Everything so far, with a mark where each section starts."""
        text = self.text()
        starts: list[int] = []
        length = 0
        for part in self._frames[0].parts:
            starts.append(length)
            length += len(part)
        marks = (PageMark(starts[part], label) for part, label in self._frames[0].marks)
        return Extract(text, tuple(marks))


def section_label(heading: str) -> str:
    """What a page map calls the section under a heading."""
    title = " ".join(resolved(heading).split())
    if len(title) > _LONG_LABEL:
        title = title[: _LONG_LABEL - 1].rstrip() + "…"
    return f"section {title}"


def chained(extracts: list[tuple[str, Extract]]) -> Extract:
    """One extract out of several with a label for each, parted by a blank line."""
    pieces: list[str] = []
    marks: list[PageMark] = []
    length = 0
    for label, extract in extracts:
        text = extract.text.strip()
        if not text:
            continue
        if pieces:
            pieces.append("\n\n")
            length += 2
        lead = len(extract.text) - len(extract.text.lstrip())
        inner = [PageMark(max(0, mark.start - lead), mark.label) for mark in extract.pages]
        if label and not (inner and inner[0].start == 0):
            inner = [PageMark(0, label), *inner]
        marks += [PageMark(length + mark.start, mark.label) for mark in inner]
        pieces.append(text)
        length += len(text)
    return Extract("".join(pieces), tuple(marks))
