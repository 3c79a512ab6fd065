"""Tell the language of a text with CLD2, Chromium's detector: 14 MB with its tables, no numpy.

Weighed against py3langid: better at a single word, but numpy, 60 MB in a packaged program, and
0.8 s and 100 MB at each start of a reader. CLD2 starts in 7 ms, takes 0.05 ms a
sentence, and says so where it can't tell: a word alone, figures, a part list. Of lists
of names it is surer than it should be, so they are told only where it is very sure.
"""

import re
from typing import Any, cast

import pycld2  # pyright: ignore[reportMissingTypeStubs]

_SAMPLE = 4_000  # characters from the beginning, the middle and the end
_MAIN_SHARE = 50  # percent of the text that its language must have
_LIST_SHARE = 80  # of a list, whose names may be of any language
_LIST_SCORE = (
    900  # CLD2's score for a kilobyte: lists of names have 300 to 700, sentences mostly more
)
_SENTENCE = re.compile(r"[.!?…:;,]\s|[.!?…]\Z|(?:\S+\s+){6}\S")
_MOST_SENTENCES = 0.2  # of the lines of a list
_LATIN = re.compile("[A-Za-z]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # CLD2 refuses these
_WITHDRAWN = {"iw": "he", "jw": "jv"}  # codes that ISO 639 replaced and CLD2 still gives
_cld2 = cast("Any", pycld2)  # it has no types


def language_of(text: str) -> str:
    """The language that most of a text is written in, by ISO 639; empty where it can't be told."""
    sample = _sample(text)
    try:
        is_reliable, _bytes, found = _detected(sample)
    except _cld2.error:
        try:
            is_reliable, _bytes, found = _detected(_CONTROLS.sub(" ", sample))
        except _cld2.error:
            return ""  # code points that are no text of any language
    _name, code, share, score = found[0]
    is_told = is_reliable and code != "un" and share >= _MAIN_SHARE
    if is_told and (share < _LIST_SHARE or score < _LIST_SCORE) and _is_list(sample):
        return ""
    return _WITHDRAWN.get(code, str(code)) if is_told else ""


def _is_list(sample: str) -> bool:
    """Hardly a line is a sentence, and letters are Latin: names say little of the language."""
    lines = [line for line in sample.splitlines() if line.strip()]
    values = [line.partition(": ")[2] or line for line in lines]  # of a column, without its name
    sentences = sum(_SENTENCE.search(value.strip()) is not None for value in values)
    return sentences <= _MOST_SENTENCES * len(values) and _LATIN.search(sample) is not None


def _detected(text: str) -> Any:  # noqa: ANN401 see _cld2
    return _cld2.detect(text.encode("utf-8", "ignore"), bestEffort=False)


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))
