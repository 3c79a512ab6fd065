"""Tell the encodings of Latin letters apart by the languages that are written in them; pure.

Bytes beyond ASCII are letters in all of these encodings, and statistics over a whole language say
nothing on the few that a text holds: "trčs" looks as good as "très". But no language writes with
both č and ê, so the right encoding is the one in which one language explains the most letters. Of
equals the commoner encoding is taken.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

_WESTERN = (
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüßé",  # German
    "áéíñóúüïçªº",  # Spanish, Catalan
    "ãáâàçéêíóôõúüªº",  # Portuguese
    "àèéìòùî",  # Italian
    "åäöæøéü",  # Danish, Finnish, Norwegian, Swedish
    "áðéíóúýþæö",  # Icelandic, Faroese
    "éëïèöüáóíê",  # Dutch
    "äöõüšž",  # Estonian
    "áéíóúàèìòùâêîôûŵŷ",  # Irish, Gaelic, Welsh
    "çë",  # Albanian
)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţșț",  # Romanian
    "čćđšž",  # Croatian, Serbian, Slovene
    "äöüßé",  # German, beside the others
)
_TURKISH = ("çğıi̇öşüâîû",)
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņōŗšūž", "äöõüšž")
_LANGUAGES: Mapping[str, Sequence[str]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "iso8859_15": _WESTERN,
    "iso8859_2": _CENTRAL,
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
}
_ODD_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ASCII_LETTERS = bytes((*range(65, 91), *range(97, 123)))
_BEYOND = bytes(range(128, 256))
_MOST_WORDS = 20_000
_LEAST_SHARE = 0.6  # of the letters, for an encoding to be believed
_APOSTROPHES = "‘’´"
_NO_WORD = "µ"  # a letter by its category, a unit by its use


def latin_encoding(data: bytes) -> str:
    """The encoding of Latin letters that fits best; empty if none does."""
    if _count(data, _BEYOND) > _count(data, _ASCII_LETTERS):
        return ""  # letters of another script
    words = b" ".join(match[0] for match in islice(_ODD_WORD.finditer(data), _MOST_WORDS))
    shares = {encoding: _share(words, encoding) for encoding in _LANGUAGES}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _LEAST_SHARE else ""


def _count(data: bytes, these: bytes) -> int:
    return len(data) - len(data.translate(None, these))


def _share(words: bytes, encoding: str) -> float:
    """Which part of the letters beyond ASCII one language of this encoding explains."""
    try:
        text = words.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    letters: Counter[str] = Counter()
    wrong = 0
    for before, letter, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if letter.isascii() or letter in _NO_WORD:
            continue
        if letter.isalpha() and not (letter.isupper() and before.islower()):
            letters[letter.lower()] += 1
        elif letter.isalpha() or _is_inside(before, letter, after):
            wrong += 1
    total = letters.total() + wrong
    explained = max(sum(letters[each] for each in language) for language in _LANGUAGES[encoding])
    return explained / total if total else 1.0


def _is_inside(before: str, letter: str, after: str) -> bool:
    """A sign where only a letter can stand, or a control character."""
    is_sign = letter not in _APOSTROPHES and before.isalpha() and after.isalpha()
    return is_sign or letter < "\xa0"
