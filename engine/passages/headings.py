"""Find where a new section starts: Markdown headings, lines like titles, and what the file says."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.records import PageMark

_TITLE_CHARACTERS = 80
_TITLE_WORDS = 12
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_HASHES = re.compile(r"^#{1,6}[^\S\n]+\S", re.MULTILINE)
_UNDERLINED = re.compile(r"^\S[^\n]{0,79}\n(?:={3,}|-{3,})[^\S\n]*$", re.MULTILINE)
_PAPER = "page "  # how a page map calls a sheet of paper: text flows over its edges
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)


def section_starts(text: str) -> list[int]:
    """The offsets at which sections start, in order; what stands before the first is none of them.

    A line counts as a title when it stands alone between blank lines, is short, does not end like
    a sentence and is not one of a row of such lines: a list is not a row of sections.
    """
    starts: list[int] = []
    is_fenced = was_title = False
    for block in _BLOCK.finditer(text):
        fences = len(_FENCE.findall(block[0]))
        if is_fenced or fences:
            is_fenced ^= fences % 2 == 1
            was_title = False
            continue
        is_title = _is_title(block[0])
        if is_title and not was_title:
            starts.append(block.start())
        else:
            starts.extend(block.start() + offset for offset in _marked(block[0]))
        was_title = is_title
    return starts


def marked_starts(text: str, pages: Sequence[PageMark]) -> list[int]:
    """The offsets at which the file itself starts a section, slide, sheet, row or message.

    Pages of paper are none. A title with nothing under it stays with what follows.
    """
    places = sorted({mark.start for mark in pages if not mark.label.startswith(_PAPER)})
    followed = [
        start
        for before, start in pairwise(places)
        if not (between := text[before:start].strip()) or not _is_title(between)
    ]
    return [*places[:1], *followed]


def _marked(block: str) -> Iterator[int]:
    hashes = (match.start() for match in _HASHES.finditer(block))
    underlined = (match.start() for match in _UNDERLINED.finditer(block))
    yield from sorted({*hashes, *underlined})


def _is_title(block: str) -> bool:
    return (
        len(block) <= _TITLE_CHARACTERS
        and "\n" not in block
        and "\t" not in block
        and not block.startswith("#")
        and len(block.split()) <= _TITLE_WORDS
        and block.rstrip()[-1] not in ".!?…,;:。！？"
        and any(character.isalpha() for character in block)
    )
