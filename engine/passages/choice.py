"""Tell sentences from what stands between them in a document; pure.

`sentences.split` gives pieces. Some are headings, cells, captions, page numbers or addresses, of
which no task over a single sentence can be made. A piece is taken for a sentence if it ends like
one and has a few words, or if it is longer than titles are; no word list of a language is needed.
Where a rule can't know, it takes the piece.

A run records the rule that it was planned by (`SentenceRule`), and its rest is planned by the same.
So what a rule takes never changes: a better one is another rule with a name of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from unicodedata import category

from engine.passages import tables
from engine.passages.fences import fenced

_FEWEST_WORDS = 3  # of what ends like a sentence: "Glossary." is none
_FEWEST_BEFORE_A_LIST = 6  # of what ends like "The tenant pays:"
_MORE_THAN_A_TITLE = 12  # of what ends in no mark
_FEWEST_IN_A_LINE = 4.5  # on average; shorter lines are a list, a form or an address
_MOST_CAPITALS = 0.7  # of the words; names and titles have more, German has up to half
_FEWEST_LETTERS = 0.4  # of all characters; code and figures have fewer
_SIGNS_OF_CODE, _MOST_CODE = "{}<>=;|\\$#", 0.05
_MOST_MARKS = 3  # of a list, one after the other
_HAN_OR_KANA = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
_NO_SPACES = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_WORDS_OF_HAN, _WORDS_OF_THAI = 0.6, 0.25  # a letter

_MARK = re.compile(  # of a list, of a quoted mail or of a clause
    r"(?:[-*+•‣▪◦●○■□☐☑☒✓✔＊·–—>]+|\(?(?:[0-9]{1,3}\.)*[0-9]{1,3}(?:[.)]+|(?=\t))"
    r"|[(\[]?[A-Za-z]{1,4}[.)\]]|§+\s?[0-9]+[a-z]?)\s+"
)
_LABEL = re.compile(r"[^\w\s]{0,2}(?:[0-9.]{0,9}[A-Za-z]{0,3}[^\w\s]{0,2}|[^\w\s]+)")  # of a row
_HASHES = re.compile(r"\s*#{1,6}[^\S\n]+[^\n]*(?:\n|\Z)")
_UNDERLINED = re.compile(r"\s*[^\n]{1,80}\n(?:={3,}|-{3,})[^\S\n]*(?:\n|\Z)")
_LEADERS = re.compile(r"(?:\.[ \u00a0]?){4}|…{2}|_{3}")
_CAPTION = re.compile(
    r"(?:fig(?:ure|ura|\.)?|tab(?:le|elle|leau|la|ela|\.)?|abb(?:ildung|\.)|listing|scheme|chart|"
    r"рис(?:унок|\.)?|табл(?:ица|\.)?|[图圖表図]|그림|표|(?:ال)?شكل|(?:ال)?جدول)"
    r"\s?[0-9]{1,3}(?:[.-][0-9]{1,3})*\s?[:：.|–—-]",
    re.IGNORECASE,
)
# Not "iPhone", "apt-get" or "pip3": names that are written so wherever they stand.
_LOWER_CASE = re.compile(
    r"[\W_]{0,20}(?![\w.'’]{0,30}-?[\w.]{0,30}[A-Z0-9_./-])[a-zß-öø-ÿα-ωа-яёѐ-џ]"
)
_FIELD = re.compile(r"[^\n:]{1,40}:(?:\s+|\Z)")
_CLOSERS = "[\"'”’»›)\\]}」』）】》*_`]*"
_NOTE = r"(?:\s?\[[^\]\n]{1,12}\]|\s?\([0-9*†‡]{1,3}\)|\^?[0-9]{1,3}|\s?[*†‡¹²³⁰⁴-⁹]+)?"
_STOP = re.compile(rf"[.!?…。！？．｡।॥۔؟።។៕։၊။]{_CLOSERS}{_NOTE}\s*\Z")
_GOES_ON = re.compile(rf"[:;,：；，、،؛]{_CLOSERS}\s*\Z")
_LONGEST_END = 40  # characters that are looked at for a stop


def are_sentences(text: str, slices: Sequence[tuple[int, int]]) -> list[bool]:
    """For each `[start, end)` of a text whether it is taken for a sentence.

    The lines count in which it stands: a piece of the row of a table is none.
    """
    others = sorted(chain(_rows(text), fenced(text)))
    starts = [start for start, _ in others]
    return [
        not _is_within(others, starts, start, end) and _is_sentence(text[start:end])
        for start, end in slices
    ]


def _is_within(
    others: Sequence[tuple[int, int]], starts: Sequence[int], start: int, end: int
) -> bool:
    """The slice overlaps one of the disjoint, sorted slices that hold no sentences."""
    before = bisect_right(starts, start) - 1
    if before >= 0 and others[before][1] > start:
        return True
    return before + 1 < len(others) and others[before + 1][0] < end


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """The rows of tables; a numbered clause, "1.1" in a cell before it, is none."""
    for start, end, is_row in tables.stretches(text, 0, len(text)):
        if is_row and (text[start] == "|" or not _is_clause(text[start:end])):
            yield start, end


def _is_clause(row: str) -> bool:
    cells = [cell for cell in map(str.strip, row.split("\t")) if cell]
    return len(cells) - bool(cells and _LABEL.fullmatch(cells[0])) == 1


def _is_sentence(piece: str) -> bool:
    piece = _unmarked(_without_headings(piece))
    if not piece or _LEADERS.search(piece) or _CAPTION.match(piece) or not _is_of_letters(piece):
        return False
    lines = piece.split("\n")
    if len(lines) > 1 and all(map(_FIELD.match, lines)):  # a record, one field of it a text
        return any(_is_prose(_FIELD.sub("", line, count=1)) for line in lines)
    while len(lines) > 1 and _FIELD.match(lines[-1]) and not _has_stop(lines[-1]):
        lines.pop()  # the field after the text
    return _is_stated(lines[0]) if len(lines) == 1 else _is_prose("\n".join(lines))


def _is_stated(line: str) -> bool:
    """A line says something, and more than a name or a number after a colon."""
    field = _FIELD.match(line)
    if field and not _has_stop(line):
        return _is_prose(line[field.end() :])
    return _is_prose(line) and (not field or _words(line[field.end() :]) >= _FEWEST_WORDS)


def _is_prose(piece: str) -> bool:
    words = _words(piece)
    if _LOWER_CASE.match(piece) and not any(map(_has_no_case, piece)):
        return words >= _MORE_THAN_A_TITLE  # the rest of something
    if _has_stop(piece):
        return words >= _FEWEST_WORDS
    is_in_lines = words < _FEWEST_IN_A_LINE * (piece.count("\n") + 1)
    fewest = _FEWEST_BEFORE_A_LIST if _GOES_ON.search(piece) else _MORE_THAN_A_TITLE
    return words >= fewest and not is_in_lines and _capitals(piece) <= _MOST_CAPITALS


def _has_stop(piece: str) -> bool:
    return _STOP.search(piece, max(0, len(piece) - _LONGEST_END)) is not None


def _has_no_case(mark: str) -> bool:
    """A letter of a script without capitals, in which Latin words stand as names."""
    return mark.isalpha() and mark.lower() == mark.upper()


def _without_headings(piece: str) -> str:
    while heading := _HASHES.match(piece) or _UNDERLINED.match(piece):
        piece = piece[heading.end() :]
    return piece.strip()


def _unmarked(piece: str) -> str:
    """Without the marks of a list, a checkbox, a quoted mail, and emphasis of Markdown."""
    for _ in range(_MOST_MARKS):
        mark = _MARK.match(piece)
        piece = piece[mark.end() :] if mark else piece
    return piece.strip("*_` \t\n")


def _is_of_letters(piece: str) -> bool:
    """Enough of it is letters, and it is no code; marks over letters count with them."""
    shown = "".join(piece.split())
    letters = sum(mark.isalpha() or category(mark)[0] == "M" for mark in shown)
    of_code = sum(map(shown.count, _SIGNS_OF_CODE))
    return letters >= _FEWEST_LETTERS * len(shown) > 0 and of_code <= _MOST_CODE * len(shown)


def _words(piece: str) -> float:
    """How many words it has; in scripts without spaces about so many."""
    han, thai = len(_HAN_OR_KANA.findall(piece)), len(_NO_SPACES.findall(piece))
    if han + thai:
        piece = _NO_SPACES.sub(" ", _HAN_OR_KANA.sub(" ", piece))
    spaced = sum(any(map(str.isalnum, word)) for word in piece.split())
    return spaced + _WORDS_OF_HAN * han + _WORDS_OF_THAI * thai


def _capitals(piece: str) -> float:
    """The share of its words that begin with a capital letter."""
    first = [word.lstrip("\"'“‘«([{")[:1] for word in piece.split()]
    cased = [mark for mark in first if mark.isalpha()]
    return sum(map(str.isupper, cased)) / len(cased) if cased else 0
