"""Find the sentences of a text with a small set of rules; pure.

English first, as the models are, with the full stops of other scripts, and the abbreviations of
law, medicine, citation and German. A full stop ends a
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
    "viz resp incl excl approx pt pts atty supt ggf vgl bzw evtl inkl zzgl gem hr str abs "
    "med mme mlle sig sra srta dott dipl"
)
# Not the end where a number follows: "Fig. 3", "Art. IV", "Jan. 7", "124 Stat. 272".
_BEFORE_NUMBERS = _words(
    "no nos fig figs art arts sec secs sect para paras ch chap p pp vol ed eq ref refs tab app reg "
    "nr cl jan feb mar apr jun jul aug sep sept oct nov dec stat cont const cir supp dist div bk "
    "tit subch subd subsec exh sched amend ann rul pat pub ziff rn kap anl lit dept ave "
    "sch okt dez mär max min est tel pág pag núm num"
)
# Nor where one capital letter follows: "App. B", "Fed. R. Civ. P. 12".
_BEFORE_LETTERS = _words("app exh exhs sched sch anl fig tab fed civ crim evid bankr")
# Not the end unless an ordinary word starts after it: "Acme Inc. Reports", "Smith et al. (2020)".
_AFTER_NAMES = _words("al inc corp ltd co cos jr sr bros llc llp plc ass'n assn int'l dep't")
_GERMAN_MONTHS = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jan feb mär apr jun jul aug sep sept okt nov dez"
)
_BEFORE_ORDINALS = _words(
    "am der die das dem den des im vom zum zur beim ab bis seit ein eine einen einem einer jeder "
    "jeden jedes und oder"
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
    r"|[。！？｡।॥۔؟።။។៕։]+[」』”’）】》]*"  # no space has to follow
    r"|(?<![0-9０-９])．+[」』”’）】》]*"  # a full-width stop that is no decimal point
    r"|\n[^\S\n]*(?=\n)"  # a blank line
    r"|\n(?=[^\S\n]*(?:[-*+•‣▪◦–]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])[^\S\n])"  # a list item
    r"|\n(?=[^\n\t]{0,200}\t)"  # the row of a table
    r"|\n(?=[^\S\n]*\|[^\n]*\|)"  # one of Markdown
    r"|(?<=\|)\n"  # and what follows it
)
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“‘«]*\Z")
_WORD_AFTER = re.compile(r"\s*[\"'“‘«(\[{]*([\w'’-]*)")
_AFTER = re.compile(r"\s*[\"'“‘«(\[{]*(\S?)")
_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_DAY = re.compile(r"[0-9]{1,2}\Z")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+\Z")
_SPELT = re.compile(r"(?:\A|\s)[^\W\d_]\.\s?\Z")  # the "u. " of "u. a."
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
    word_start = mark.start() - len(word)
    if _is_section_sign_next(text, mark.end(), word) or _is_spelt_apart(text, mark, word):
        return False
    if _DAY.match(word) and _is_german_ordinal(text, start, word_start, following):
        return False
    is_first = not text[start:word_start].strip(" \t\n([{\"'“‘«")
    return not _is_abbreviation(word, following, is_first=is_first)


def _is_section_sign_next(text: str, end: int, word: str) -> bool:
    """`28 U.S.C. § 586`: a reference that goes on; `It was void. § 586 …` is none."""
    after = _AFTER.match(text, end)
    return bool(after and after[1] in ("§", "¶")) and word[:1].isupper()


def _is_spelt_apart(text: str, mark: re.Match[str], word: str) -> bool:
    """`z. B.`, `i. d. R.`: a single letter, and another with a full stop after it."""
    ahead = text[mark.end() : mark.end() + 3].lstrip()
    if len(word) != 1 or not word.isalpha() or not word.islower():
        return False
    before = text[max(0, mark.start() - 4) : mark.start() - 1]
    return (ahead[:1].isalpha() and ahead[1:2] == ".") or bool(_SPELT.search(before))


def _is_german_ordinal(text: str, start: int, word_start: int, following: str) -> bool:
    """`am 3. Oktober`, `der 2. Senat`: a number of at most two digits that is an ordinal."""
    before = _LAST_WORD.search(text, max(start, word_start - _LOOK_BACK), word_start)
    folded = before[1].casefold() if before else ""
    return following.casefold() in _GERMAN_MONTHS or (
        folded in _BEFORE_ORDINALS and following[:1].isupper()
    )


def _is_abbreviation(word: str, following: str, *, is_first: bool) -> bool:
    folded = word.casefold().rstrip(".")
    if is_first and _LIST_NUMBER.match(word):
        return True
    if folded in _TITLES or folded in ("e.g", "i.e") or word == "v":
        return True
    if folded in _BEFORE_LETTERS and len(following) == 1 and following.isupper():
        return True
    if folded in _BEFORE_NUMBERS:
        return following[:1].isdigit() or bool(_ROMAN.match(following))
    is_initial = bool(_DOTTED.fullmatch(word)) or (len(word) == 1 and word.isupper())
    if is_initial or folded in _AFTER_NAMES:
        return bool(following) and following.casefold() not in _STARTERS
    return False
