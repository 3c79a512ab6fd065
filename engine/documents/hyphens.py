"""Make words whole that were hyphenated at a line end, without gluing "non-native" together; pure.

A line end does not tell which hyphens belong to the word. The document does: where it writes the
word with its hyphen elsewhere, and more often than without, the hyphen stays.
"""

import re
from collections import Counter
from collections.abc import Sequence

LINE_END = "\u00ad"  # stands where a hyphen ended a line; as a soft hyphen it is no text itself

_BROKEN = re.compile(rf"[\w-]*\w(?:{LINE_END}[\w-]*\w)+")
_WORD = re.compile(rf"(?<![\w{LINE_END}-])\w[\w-]*\w(?![\w{LINE_END}-])")


def whole(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The blocks of all pages with each `LINE_END` left out, or a hyphen in its place."""
    if not any(LINE_END in block for blocks in pages for block in blocks):
        return [list(blocks) for blocks in pages]
    words = Counter(
        word.casefold() for blocks in pages for block in blocks for word in _WORD.findall(block)
    )

    def mend(match: re.Match[str]) -> str:
        joined, hyphenated = match[0].replace(LINE_END, ""), match[0].replace(LINE_END, "-")
        keeps = words[hyphenated.casefold()] > words[joined.casefold()]
        return hyphenated if keeps else joined

    return [
        [_BROKEN.sub(mend, block).replace(LINE_END, "") for block in blocks] for blocks in pages
    ]
