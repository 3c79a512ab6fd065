"""Find the sentences of a text with a small set of rules; pure.

English first, as the models are, with the full stops of Chinese and Japanese. A full stop ends a
sentence unless what stands before it is an abbreviation, an initial or the number of a list item,
or what stands after it goes on in lower case. Where a rule can't know, it rather leaves two
sentences together: half a sentence is of no use to a task, two sentences are.
"""

import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence: a name or a number follows.
_TITLES = _words(
    "mr mrs ms dr prof st rev hon gen col capt lt sgt pres gov sen rep messrs mt ft vs cf ca eg ie "
    "viz resp incl excl approx"
)
# Not the end where a number follows: "Fig. 3", "Art. 5", "Jan. 7".
_BEFORE_NUMBERS = _words(
    "no nos fig figs art arts sec sect para paras ch chap p pp vol ed eq ref refs tab app reg nr "
    "cl v jan feb mar apr jun jul aug sep sept oct nov dec"
)
# A capital after an initial or "U.S." starts a new sentence only if it is one of these.
_STARTERS = _words(
    "a after all also although an and any as at because before both but by each for from he her "
    "here his how however i if in it its many most my no not of on one or our several she since "
    "so some such that the their then there these they this those to under unless until we what "
    "when where which while who why with you your"
)

_CLOSERS = "\"'”’»)\\]}"
_BOUNDARY = re.compile(
    rf"[.!?…]+[{_CLOSERS}]*(?=\s)"  # Western
    r"|[。！？｡]+[」』”’）】》]*"  # CJK: no space follows
    r"|\n[^\S\n]*(?=\n)"  # a blank line
    r"|\n(?=[^\S\n]*(?:[-*+•‣▪◦–]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])[^\S\n])"  # a list item
    r"|\n(?=[^\n\t]{0,200}\t)"  # the row of a table
)
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“‘«]*\Z")
_WORD_AFTER = re.compile(r"\s*[\"'“‘«(\[{]*([\w'’-]*)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LIST_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[ivx]{1,5}|[A-Za-z])\Z")
_LOOK_BACK = 40  # no abbreviation is longer


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as `[start, end)`, in order, covering all but white space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*_boundaries(text), len(text)):
        piece = text[start:end]
        inner = piece.strip()
        if inner:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(inner)))
        start = end
    return spans


def _boundaries(text: str) -> Iterator[int]:
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match[0][0] in ".!?…" and not _ends_sentence(text, start, match):
            continue
        start = match.end()
        yield start


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    after = _WORD_AFTER.match(text, mark.end())
    following = after[1] if after else ""
    if following[:1].islower():
        return False
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(start, mark.start() - _LOOK_BACK), mark.start())
    word = before[0] if before else ""
    is_first = not text[start : mark.start() - len(word)].strip(" \t\n([{\"'“‘«")
    return not _is_abbreviation(word, following, is_first=is_first)


def _is_abbreviation(word: str, following: str, *, is_first: bool) -> bool:
    folded = word.casefold().rstrip(".")
    if is_first and _LIST_NUMBER.match(word):
        return True
    if folded in _TITLES or folded in ("e.g", "i.e"):
        return True
    if folded in _BEFORE_NUMBERS:
        return following[:1].isdigit()
    if _DOTTED.fullmatch(word) or (len(word) == 1 and word.isupper()):
        return bool(following) and following.casefold() not in _STARTERS
    return False
