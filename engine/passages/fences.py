"""Find code between the fences of Markdown, by the rules of CommonMark; pure.

Lines of tildes also underline headings and divide chapters, and fences are forgotten. Where a line
can't be told from those it opens nothing: rather some code is read than prose lost.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,})([^\n]*)$", re.MULTILINE)
_ABOUT_AS_LONG = 2  # characters by which a heading and its underline may differ


def fenced(text: str) -> Iterator[tuple[int, int]]:
    """The slices of code with their fences, disjoint and in order.

    A fence is closed by a line of the same sign, at least as long and with nothing behind it.
    """
    lines = list(_FENCE.finditer(text))
    behind = 0
    for line, closing in zip(lines, _closing(lines), strict=True):
        if closing and line.start() >= behind and not _is_divider(text, line):
            behind = closing.end()
            yield line.start(), behind


def _closing(lines: Sequence[re.Match[str]]) -> list[re.Match[str] | None]:
    """For each line the first below that would close it; from the last line up, in n log n."""
    found = list[re.Match[str] | None]()
    signs: dict[str, list[re.Match[str]]] = {"`": [], "~": []}
    for line in reversed(lines):
        below = signs[line[1][0]]  # that close: nearest last, each shorter than the one before
        at_least_as_long = bisect_right(below, -len(line[1]), key=_by_length)
        found.append(below[at_least_as_long - 1] if at_least_as_long else None)
        if _is_bare(line):
            del below[bisect_left(below, -len(line[1]), key=_by_length) :]
            below.append(line)
    return found[::-1]


def _by_length(line: re.Match[str]) -> int:
    """Falls with the length: the order in which bisect expects those that close."""
    return -len(line[1])


def _is_bare(line: re.Match[str]) -> bool:
    return not line[2].strip()


def _is_divider(text: str, line: re.Match[str]) -> bool:
    """Tildes alone that underline a heading, or with a blank line below: code follows at once."""
    if line[1][0] == "`" or not _is_bare(line):
        return False
    if not _line_at(text, line.end() + 1).strip():
        return True
    above = text[text.rfind("\n", 0, max(line.start() - 1, 0)) + 1 : max(line.start() - 1, 0)]
    is_text = any(map(str.isalnum, above))
    return is_text and abs(len(above.strip()) - len(line[1])) <= _ABOUT_AS_LONG


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]
