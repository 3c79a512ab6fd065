"""Read Markdown as it stands: its marks are text, its headings start sections."""

import re

from engine.documents import plain
from engine.documents.composing import section_label
from engine.records import AS_THE_READER_DECIDES, Extract, ImportOptions, PageMark

_FENCE_LINE = re.compile(r"^ {0,3}(```|~~~)[^\n]*$|^ {0,3}#{1,6}[ \t]+([^\n]+)$", re.MULTILINE)


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The text of a Markdown file; raises `DocumentRefused` (DAMAGED) if it is no text."""
    found = plain.decoded(data, options.encoding)
    text = found.text
    marks: list[PageMark] = []
    fence = ""
    for match in _FENCE_LINE.finditer(text.replace("\r", "\n")):
        if match[1]:
            fence = "" if fence == match[1] else fence or match[1]
        elif not fence and match[2].strip("# \t"):
            marks.append(PageMark(match.start(), section_label(match[2].rstrip("# \t"))))
    return Extract(text, tuple(marks), found.note)
