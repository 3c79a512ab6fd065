"""Turn brackets of Arabic and Hebrew text that a PDF holds as they are drawn; pure.

In a line from right to left an opening bracket is drawn as a closing one. pdfium turns most of them
back, but not those beside figures: "(2024)" comes out as ")2024(". An opening bracket has space
before it and none behind, a closing one the other way round; those that stand so with the wrong
sign, in a line of such letters, are turned.
"""

import re

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]")
_OPENERS, _CLOSERS = "([{«‹", ")]}»›"
_LINE = re.compile("[^\n]+")
_WRONG = re.compile(
    rf"(?<!\S)[{re.escape(_CLOSERS)}](?=[^\s.,;:!?،؛؟])"
    rf"|(?<=[^\s{re.escape(_OPENERS)}])[{re.escape(_OPENERS)}](?=[\s.,;:!?،؛؟]|\Z)"
)
_TURNED = str.maketrans(_OPENERS + _CLOSERS, _CLOSERS + _OPENERS)


def turned(text: str) -> str:
    """The text with such brackets turned, letter for letter where it was."""
    return _LINE.sub(_line, text) if _RIGHT_TO_LEFT.search(text) else text


def _line(match: re.Match[str]) -> str:
    if not _RIGHT_TO_LEFT.search(match[0]):
        return match[0]
    return _WRONG.sub(lambda found: found[0].translate(_TURNED), match[0])
