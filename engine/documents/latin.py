"""Tell the encodings of Latin letters apart by the languages that are written in them; pure.

Bytes beyond ASCII are letters in all of these encodings, and statistics over a whole language say
nothing on the few that a text holds: "trčs" looks as good as "très". But no language writes with
both č and ê, so the right encoding is the one in which one language explains the most letters. A
table of names holds many languages: Windows-1252, by far the commonest, is believed where each word
is of one Western language, unless another encoding explains clearly more.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

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
_TURKISH = ("çğıiöşüâîû",)
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņōŗšūž", "äöõüšž")
_LANGUAGES: Mapping[str, Sequence[str]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1257": _BALTIC,  # before Turkish, which explains Latvian read so, too
    "cp1254": _TURKISH,
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
_LEAST_WORDS = 0.8  # of the words, each of one Western language
_CLEARLY_MORE_WORDS = 0.1
_MANY_LANGUAGES = 0.9
_CLEARLY_MORE_LETTERS = 0.25
_NEARLY_ALL = 0.95
_ENOUGH_LETTERS = 12  # for one language of another encoding to win over many Western ones
_APOSTROPHES = "‘’´"
_NEVER_AFTER_A_LETTER = "‚„ƒˆ¡¿"  # in Windows-1252; in older encodings they are letters
_NEVER_AFTER_THORN = "bcdfghklmnpqstxz"
_NO_WORD = "µªº"  # letters by their category, signs by their use
_FRACTIONS = "¼½¾"  # of Windows-1252, where later encodings have Œ, œ and Ÿ
_NEVER = "¤"  # the euro's place in ISO-8859-15
_ACCENT_MARKS = ("Sk", "Lm")  # "˛", "ˇ": accents without a letter, where Windows-1252 has "²"
_ALPHABETS = ("äöüß", "àâçéèêëîïôœùû", "áéíñóúü", "ãáâàçéêíóôõú", "àèéìòù", "åäöæøé")
_MOST_LISTED = 4  # words of accents alone beside one word of a language


def latin_encoding(data: bytes) -> str:
    """The encoding of Latin letters that fits best; empty if none does."""
    if _count(data, _BEYOND) > _count(data, _ASCII_LETTERS):
        return ""  # letters of another script
    words = b" ".join(match[0] for match in islice(_ODD_WORD.finditer(data), _MOST_WORDS))
    readings = {encoding: _read(words, encoding) for encoding in _LANGUAGES}
    best = max(readings, key=lambda encoding: readings[encoding].score)
    western = readings["cp1252"]
    if western.words >= _LEAST_WORDS and not _wins_clearly(readings[best], western):
        return "cp1252"
    return best if readings[best].score >= _LEAST_SHARE else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How well an encoding explains a text.

    `letters` is the share of letters beyond ASCII that one language has, of `count` in all; `words`
    the share of words that are each of some language.
    """

    letters: float
    words: float
    count: int

    @property
    def score(self) -> float:
        """One language explains more than many do that explain as much."""
        return max(self.letters, _MANY_LANGUAGES * self.words)


def lists_accents(data: bytes) -> bool:
    """Windows-1252 in which accented letters stand by themselves: "Übergänge: ÄÖÜ äöü ß".

    They are those of one language, and some stand within words that have plain letters too, which
    words of another script never have.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    accents = {letter for word in words for letter in word.lower() if not letter.isascii()}
    mixed = sum(any(letter.isascii() for letter in word) for word in words)
    return (
        any(accents <= frozenset(alphabet) for alphabet in _ALPHABETS)
        and mixed > 0
        and sum(len(word) > 1 for word in words) <= mixed * (1 + _MOST_LISTED)
        and not any(_has_capital_inside(word) for word in words)
    )


def _has_capital_inside(word: str) -> bool:
    return any(one.islower() and two.isupper() for one, two in pairwise(word))


_NONE = _Reading(0.0, 0.0, 0)


def _wins_clearly(other: _Reading, western: _Reading) -> bool:
    if other.words - western.words > _CLEARLY_MORE_WORDS:
        return True
    is_one_language = other.letters >= _NEARLY_ALL and other.count >= _ENOUGH_LETTERS
    return is_one_language and other.letters - western.letters >= _CLEARLY_MORE_LETTERS


def _count(data: bytes, these: bytes) -> int:
    return len(data) - len(data.translate(None, these))


def _read(words: bytes, encoding: str) -> _Reading:
    try:
        text = words.decode(encoding)
    except UnicodeDecodeError:
        return _NONE
    letters: Counter[str] = Counter()
    wrong = 0
    for before, letter, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if letter.isascii() or letter in _NO_WORD:
            continue
        if _is_letter(letter) and not _is_misplaced(before, letter, after):
            letters[letter.lower()[0]] += 1  # of "İ" two
        elif _is_letter(letter) or _is_inside(before, letter, after):
            wrong += 1
    total = letters.total() + wrong
    explained = max(sum(letters[each] for each in language) for language in _LANGUAGES[encoding])
    words_explained = _words_explained(text, _LANGUAGES[encoding])
    return _Reading(explained / total if total else 1.0, words_explained, total)


def _words_explained(text: str, languages: Sequence[str]) -> float:
    """Which part of the words holds only letters that go together in one of the languages."""
    alphabets = [frozenset(language) for language in languages]
    words = Counter(text.split())
    explained = sum(times for word, times in words.items() if _is_of_one(word, alphabets))
    return explained / words.total() if words else 1.0


def _is_of_one(word: str, alphabets: Sequence[frozenset[str]]) -> bool:
    letters: set[str] = set()
    for before, letter, after in zip(f" {word}", word, f"{word[1:]} ", strict=False):
        if letter.isascii() or letter in _NO_WORD:
            continue
        if not _is_letter(letter):
            if _is_inside(before, letter, after):
                return False
        elif _is_misplaced(before, letter, after):
            return False
        else:
            letters.add(letter.lower()[0])
    return any(letters <= alphabet for alphabet in alphabets)


def _is_letter(letter: str) -> bool:
    return letter.isalpha() and unicodedata.category(letter) not in _ACCENT_MARKS


def _is_misplaced(before: str, letter: str, after: str) -> bool:
    """A capital within a word, or a thorn or eth where Icelandic has none and others their ş, š."""
    if letter == "þ":
        return before.isalpha() and (not after.isalpha() or after in _NEVER_AFTER_THORN)
    if letter in "ðÐ":
        return not before.isalpha()
    return letter.isupper() and before.islower()


def _is_inside(before: str, letter: str, after: str) -> bool:
    """A sign where only a letter can stand, an accent without one, or a control character."""
    if letter in _NEVER or (letter in _FRACTIONS and after.isalpha()):
        return True
    if letter not in _APOSTROPHES and unicodedata.category(letter) in _ACCENT_MARKS:
        return True
    if before.isalpha() and letter in _NEVER_AFTER_A_LETTER:
        return True
    is_sign = letter not in _APOSTROPHES and before.isalpha() and after.isalpha()
    return is_sign or letter < "\xa0"
