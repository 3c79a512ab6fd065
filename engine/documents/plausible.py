"""Judge whether text that was decoded by a guess reads like a language; pure.

Guessing an encoding always finds one: random bytes come out as some script or other. A text of
mostly plain letters is taken to be Latin, with accented letters inside its words; any other text
must be nearly all of one script, and long enough to show it.
"""

import re
import unicodedata
from collections import Counter
from string import ascii_lowercase, ascii_uppercase

_SAMPLE = 200_000
_ALLOWED = frozenset("\t\n\r\x0b\x0c")
_WORD = re.compile(r"[^\W\d_²³¹¼½¾]+")  # "m²" and "½" count as letters of words elsewhere
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_BEYOND_ASCII = re.compile(r"[^\W\d_\x00-\x7f²³¹¼½¾]")
_ACCENTED_RUN = re.compile(r"[^\W\d_\x00-\x7f]{5}")  # four are Polish: "żółć"
_USUAL_ACCENTS = frozenset("äöüßåæøéèàêçñáíóúãõżłćśźęąńčšřžýěůőű")  # "äöüß", "żółć"
_NEVER_ALONE = frozenset("ÿþðßµªº")  # what stray bytes become; no word of one letter
_SIGN = re.compile(r"(?<=\d)[ªº]|µ(?=[A-Za-z])")  # 3º, 5 µm: letters only by their category
_LITTER = ("Cn", "Co")
_CONTROLS = ("Cc", *_LITTER)
_ENOUGH_LETTERS = 10
_ENOUGH_FOR_NOISE = 40  # characters of a page
_ENOUGH_LATIN = 80  # letters of words that are no codes
_MOST_LITTER = 0.3
_ODD_SIGN = re.compile(
    r"[!\"#&'*/;<=>?@\[\\\]^`{|}~]"
    r"|(?<![0-9])%|%(?=\w)|\$(?![0-9 ])|\((?![0-9$-])|(?<![0-9%])\)"  # but money and percents
)
_MOST_ODD_SIGNS = 0.15
_LEAST_LETTERS = 0.3
_LEAST_COMMON = 0.5  # 0.65 and more in European languages, 0.46 where all letters are as common
_LEAST_VOWELS = 0.25
_MOST_ACCENTED = 0.7  # of the letters; 0.4 in Vietnamese
_MOSTLY = 0.7  # letters of a text, white space counted: then at most 0.3 can be litter
_ASCII_LETTERS = (ascii_lowercase + ascii_uppercase).encode()
_ASCII_VOWELS = b"aeiouyAEIOUY"
_ONE_SCRIPT = 0.9
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC", "FULLWIDTH")


def reads_like_language(text: str) -> bool:
    """The beginning of the text is free of controls and of letters that don't belong together."""
    sample = _SIGN.sub("", text[:_SAMPLE])
    if any(unicodedata.category(letter) in _CONTROLS for letter in set(sample) - _ALLOWED):
        return False
    letters = sum(map(len, _WORD.findall(sample)))
    beyond = _BEYOND_ASCII.findall(sample)
    if len(beyond) * 2 <= letters:
        return _are_latin_words(_WORD.findall(sample))
    scripts = Counter(map(_script, beyond))
    return len(beyond) >= _ENOUGH_LETTERS and max(scripts.values()) >= _ONE_SCRIPT * len(beyond)


def is_littered(text: str) -> bool:
    """More than one in a hundred characters is unassigned, private or a stray byte order mark."""
    sample = text[:_SAMPLE]
    litter = sum(letter == "\ufeff" or unicodedata.category(letter) in _LITTER for letter in sample)
    return litter * 100 > len(sample)


def reads_like_noise(text: str) -> bool:
    """The text of a page is what a wrong table of letters makes of one, and nobody could read it.

    Letters moved along the alphabet have few vowels and few of the letters that all languages of
    Latin script write most; moved out of it, they are signs within words. Figures are no noise.
    """
    if _is_plain_latin(text):
        return False
    dense = "".join(text.split())
    if len(dense) < _ENOUGH_FOR_NOISE:
        return False
    counts = Counter(dense)  # of a page's few different letters each is looked at once
    litter = sum(times for letter, times in counts.items() if _is_litter(letter))
    if litter > _MOST_LITTER * len(dense):
        return True
    letters = sum(times for letter, times in counts.items() if letter.isalpha())
    if letters < _LEAST_LETTERS * len(dense):  # first: to look for signs takes longer
        odd = len(_ODD_SIGN.findall(text))
        if odd > _MOST_ODD_SIGNS * len(dense):
            return True
    return _are_odd_words("".join(_LONG_WORD.findall(text)))


def _are_odd_words(letters: str) -> bool:
    """Letters of words that no language of Latin script writes so; codes are too short to count."""
    counts, latin = Counter(letters), Counter[str]()
    for letter, times in counts.items():
        latin[unicodedata.normalize("NFD", letter.casefold())[0]] += times
    total = sum(latin[letter] for letter in ascii_lowercase)
    if total < max(_ENOUGH_LATIN, 0.8 * len(letters)):
        return False
    accented = sum(times for letter, times in counts.items() if "\xc0" <= letter <= "\u024f")
    is_other_script = accented > _MOST_ACCENTED * total  # by a table of Western letters
    vowels = sum(latin[letter] for letter in "aeiouy")
    common = sum(latin[letter] for letter in "eaoinrstlduc")
    return is_other_script or (common < _LEAST_COMMON * total and vowels < _LEAST_VOWELS * total)


def _is_plain_latin(text: str) -> bool:
    """Letters of ASCII alone settle that it is no noise, whatever else there is: a quick answer."""
    plain = text.encode("ascii", "ignore")
    letters = len(plain) - len(plain.translate(None, _ASCII_LETTERS))
    if letters < _MOSTLY * len(text):
        return False
    beyond = len(text) - len(plain)
    vowels = len(plain) - len(plain.translate(None, _ASCII_VOWELS))
    return vowels >= _LEAST_VOWELS * (letters + beyond)


def _is_litter(letter: str) -> bool:
    return letter == "\ufffd" or unicodedata.category(letter) in _CONTROLS


def _are_latin_words(words: list[str]) -> bool:
    """Words of accented letters alone ("äöüß") are believed beside as many with plain letters."""
    if not all(_is_latin_word(word) for word in words):
        return False
    accented = [word for word in words if len(word) > 1 and not word.isascii()]
    mixed = sum(any(letter.isascii() for letter in word) for word in accented)
    return len(accented) - mixed <= mixed


def _is_latin_word(word: str) -> bool:
    if word.isascii():
        return True
    if any(_script(letter) != "LATIN" for letter in word) or _ACCENTED_RUN.search(word):
        return False
    if len(word) == 1:
        return word not in _NEVER_ALONE
    return any(letter.isascii() for letter in word) or _USUAL_ACCENTS.issuperset(word.lower())


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "UNNAMED").split()[0]
    return "CJK" if name in _EAST_ASIAN else name
