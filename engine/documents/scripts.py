"""Tell encodings of Cyrillic, Hebrew, Japanese and UTF-16 apart by their commonest letters; pure.

One sentence is enough: Russian read in a wrong Cyrillic encoding has capitals inside its words and
few of its common letters; Japanese without its syllables is no Japanese.
"""

import re

_CYRILLIC = ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5")
_JAPANESE = ("euc_jp", "cp932")
_COMMON = frozenset("оеаинтсрвлкмдпуяіј")
_VOWELS = frozenset("оеаиуіыя")
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_BEYOND = re.compile("[^\x00-\x7f]")
_CAPITAL_INSIDE = re.compile("(?<=[\u0430-\u045f])[\u0400-\u042f]")
_SIGN_INSIDE = re.compile("(?<=[\u0400-\u04ff])[^\\s\\w.,;:!?)\\]»”“’'…/\"–—-](?=[\u0400-\u04ff])")
_KANA = re.compile("[\u3041-\u30fe]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_EAST_ASIAN = re.compile("[\u3000-\u30fe\u4e00-\u9fff\uff01-\uff5e々]")
_WIDE_LETTER = re.compile("[\u3000-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e\\s\\x20-\\x7e]")
_WIDE_MARK = re.compile("[\u3001\u3002\uff0c\uff01\uff1f \n]")
_SAMPLE_BYTES = 65_536
_ENOUGH_LETTERS = 8
_LEAST_COMMON = 0.6
_LEAST_VOWELS = 0.25
_LEAST_KANA = 0.15
_MOST_HALF_WIDTH = 0.05
_NEARLY_ALL = 0.9


def script_encoding(data: bytes) -> str:
    """The encoding of Cyrillic or Japanese text in `data`; empty if it is neither."""
    sample = data[:_SAMPLE_BYTES]
    scores = {encoding: _cyrillic(_decoded(sample, encoding)) for encoding in _CYRILLIC}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= _LEAST_COMMON:
        return best
    if _is_hebrew(sample):
        return "cp1255"
    found = (each for each in _JAPANESE if _is_japanese(_decoded(sample, each)))
    return next(found, "")


def _is_hebrew(sample: bytes) -> bool:
    """Its letters are 27 bytes in a row; Russian in lower case would have more than these."""
    beyond = [byte for byte in sample if byte > 127]
    letters = sum(1 for byte in beyond if 0xE0 <= byte <= 0xFA)
    ascii_letters = sum(1 for byte in sample if chr(byte).isalpha() and byte < 128)
    return len(beyond) >= _ENOUGH_LETTERS and letters == len(beyond) > ascii_letters


def _decoded(sample: bytes, encoding: str) -> str:
    """A sample may end within a character, so that one is forgiven at its end."""
    for cut in range(4):
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _cyrillic(text: str) -> float:
    """The share of the commonest letters, less what is odd."""
    beyond = len(_BEYOND.findall(text))
    letters = _CYRILLIC_LETTER.findall(text)
    if len(letters) < _ENOUGH_LETTERS or len(letters) < _NEARLY_ALL * beyond:
        return 0.0
    common = sum(letter in _COMMON for letter in letters)
    if sum(letter in _VOWELS for letter in letters) < _LEAST_VOWELS * len(letters):
        return 0.0
    odd = len(_CAPITAL_INSIDE.findall(text)) + len(_SIGN_INSIDE.findall(text))
    return (common - 2 * odd) / len(letters)


def _is_japanese(text: str) -> bool:
    beyond = len(_BEYOND.findall(text))
    kana, half = len(_KANA.findall(text)), len(_HALF_WIDTH.findall(text))
    usual = len(_EAST_ASIAN.findall(text))
    return (
        kana >= max(3, _LEAST_KANA * beyond)
        and half <= _MOST_HALF_WIDTH * beyond
        and usual >= _NEARLY_ALL * beyond
    )


def wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark, of Chinese, Japanese or Korean: one order of bytes gives such text.

    In the other order the letters are of all scripts and of none. The punctuation and white space
    of these languages has to be there: two letters of ASCII together look like a Chinese one.
    """
    found = [each for each in ("utf-16-le", "utf-16-be") if _is_east_asian(_decoded(sample, each))]
    return found[0] if len(found) == 1 else ""


def _is_east_asian(text: str) -> bool:
    letters = len(_WIDE_LETTER.findall(text))
    return (
        letters >= _ENOUGH_LETTERS
        and letters >= _NEARLY_ALL * len(text)
        and _WIDE_MARK.search(text) is not None
    )
