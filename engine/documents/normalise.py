r"""Bring every extracted text into one form, and carry its page marks along; pure.

NFC, `\n` line ends, no trailing white space, at most one blank line, ligatures spelled out,
unusual spaces as plain ones; exponents marked and signs of Symbol and Wingdings told; soft hyphens,
invisible characters, control characters and directional overrides removed. U+200C and U+200D stay:
they are part of the spelling of Persian and of the languages of India. Page marks stand behind
white space, so that no character composes across one.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate, pairwise

from engine.documents.notes import counted, joined
from engine.documents.signs import resolved, untold
from engine.records import Extract, PageMark

_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_GAPS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_GONE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab and line ends
    "\u00ad\u200b\u200e\u200f\u2060-\u206f\ufeff"  # soft hyphen, zero width, directional marks
    "\u202a-\u202e\ufff9-\ufffc\ufdd0-\ufdef\ufffe\uffff"  # overrides, anchors, noncharacters
    "\ud800-\udfff"  # lone surrogates, which no file can store
)
_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
_SYMBOL_BULLET = re.compile("^[\uf000-\uf0ff](?=[ \t])", re.MULTILINE)  # Wingdings and Symbol
_LINE_ENDS = re.compile(f"\r\n|[{_ENDS}]")
_SPECIAL = re.compile(f"\r\n|[{_ENDS}{_GAPS}{_GONE}{''.join(_LIGATURES)}]")
_CONTEXT = re.compile("[\ue000-\uf8ff\ufdd0-\ufdd2]")  # of private fonts, and marks of readers
_REPLACED = (
    {"\r\n": "\n"}
    | dict.fromkeys(_ENDS, "\n")
    | dict.fromkeys(filter(re.compile(f"[{_GAPS}]").match, map(chr, range(0x3000))), " ")
    | _LIGATURES
)
_ASCII_CONTROLS = bytes((*range(9), *range(14, 32), 127))
_ASCII_LINE_ENDS = ("\r", "\x0b", "\x0c")
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]++(?=\n)")
_TRAILING_ENDS = (" \n", "\t\n", "\u3000\n")  # what spaces there can be before a line end by then
_BLANK_LINES = re.compile(r"\n{3,}")


def normalise(extract: Extract) -> Extract:
    """The same extract in the form described above; marks of pages without text are dropped."""
    edges = [0, *(mark.start for mark in extract.pages), len(extract.text)]
    pieces = [_characters(extract.text[start:end]) for start, end in pairwise(edges)]
    starts = list(accumulate(map(len, pieces)))[:-1]
    text = "".join(pieces)
    if any(end in text for end in _TRAILING_ENDS):
        text, starts = _replace(_TRAILING, "", text, starts)
    if "\n\n\n" in text:
        text, starts = _replace(_BLANK_LINES, "\n\n", text, starts)
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    labels = (mark.label for mark in extract.pages)
    moved = [(max(0, start - lead), label) for start, label in zip(starts, labels, strict=True)]
    note = joined([extract.note, _private_note(0 if text.isascii() else untold(text))])
    return Extract(text, _marks_with_text(moved, len(text)), note)


def _private_note(signs: int) -> str:
    return f"{counted(signs, 'sign')} of private fonts could not be told." if signs else ""


def _characters(text: str) -> str:
    if text.isascii():  # most texts, and a small part of the work
        if any(end in text for end in _ASCII_LINE_ENDS):
            text = _LINE_ENDS.sub("\n", text)
        return text.encode("ascii").translate(None, _ASCII_CONTROLS).decode("ascii")
    if _CONTEXT.search(text):
        text = resolved(_SYMBOL_BULLET.sub("•", _LINE_ENDS.sub("\n", text)))
    text = _SPECIAL.sub(lambda match: _REPLACED.get(match[0], ""), text)
    return unicodedata.normalize("NFC", text)


def _replace(
    pattern: re.Pattern[str], replacement: str, text: str, starts: list[int]
) -> tuple[str, list[int]]:
    """Replace in `text`, and move `starts` as far as the text before them moved."""
    ends: list[int] = []
    removed = [0]
    kept: list[str] = []
    place = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        kept += (text[place:start], replacement)
        ends.append(end)
        removed.append(removed[-1] + end - start - len(replacement))
        place = end
    if not ends:
        return text, starts
    # A place inside a match moves to the end of its replacement at most.
    new_ends = [end - gone for end, gone in zip(ends, removed[1:], strict=True)] + [len(text)]
    passed = [bisect_right(ends, start) for start in starts]
    moved = [
        min(start - removed[number], new_ends[number])
        for start, number in zip(starts, passed, strict=True)
    ]
    return "".join([*kept, text[place:]]), moved


def _marks_with_text(marks: list[tuple[int, str]], length: int) -> tuple[PageMark, ...]:
    return tuple(
        PageMark(start, label)
        for (start, label), (following, _) in pairwise([*marks, (length, "")])
        if start < min(following, length)
    )
