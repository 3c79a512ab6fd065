"""Tell encodings of Cyrillic, Hebrew, Japanese and UTF-16 apart by their commonest letters; pure.

One sentence is enough: Russian read in a wrong Cyrillic encoding has capitals inside its words and
few of its common letters; Japanese without its syllables is no Japanese.
"""

import re

_CYRILLIC = ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")
_JAPANESE = ("euc_jp", "cp932")
_COMMON = frozenset("оеаинтсрвлкмдпуяіј")
_VOWELS = frozenset("оеаиуіыя")
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_BEYOND = re.compile("[^\x00-\x7f]")
_CAPITAL_INSIDE = re.compile("(?<=[\u0430-\u045f])[\u0400-\u042f]")
_SIGN_INSIDE = re.compile("(?<=[\u0400-\u04ff])[^\\s\\w.,;:!?)\\]»”“’'…/\"–—-](?=[\u0400-\u04ff])")
_OTHER_LETTER = re.compile("[^\\W\\d_\x00-\x7f\u0400-\u04ff]")
_KANA = re.compile("[\u3041-\u30fe]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_EAST_ASIAN = re.compile("[\u3000-\u30fe\u4e00-\u9fff\uff01-\uff5e々]")
_WIDE_LETTER = re.compile("[\u3000-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e\\s\\x20-\\x7e]")
_WIDE_MARK = re.compile("[\u3001\u3002\uff0c\uff01\uff1f \n]")
_BLOCKS = "\u0370-\u03ff \u0400-\u052f \u0590-\u05ff \u0600-\u06ff \u0900-\u097f \u0e00-\u0e7f"
_USUAL_SIGNS = "\\s\\x20-\\x7e\u00a0-\u00ff\u2010-\u2026\u20ac\u2116"
_OF_ONE_BLOCK = [re.compile(f"[{block}{_USUAL_SIGNS}]+") for block in _BLOCKS.split()]
_IN_A_BLOCK = [re.compile(f"[{block}]") for block in _BLOCKS.split()]
_THAI = re.compile("[\u0e01-\u0e5b]")
_THAI_COMMON = frozenset("านรอกเงมยลวดทสตะปบคหแจพชขใไโถซั่้ิีุูำ็์")
_SAMPLE_BYTES = 65_536
_ENOUGH_LETTERS = 8
_LEAST_COMMON = 0.6
_LEAST_VOWELS = 0.25
_LEAST_KANA = 0.15
_MOST_HALF_WIDTH = 0.05
_NEARLY_ALL = 0.9
_MOSTLY = 0.8


def script_encoding(data: bytes) -> str:
    """The encoding of Cyrillic, Hebrew, Thai or Japanese text in `data`; empty if it is none."""
    sample = data[:_SAMPLE_BYTES]
    scores = {encoding: _cyrillic(_decoded(sample, encoding)) for encoding in _CYRILLIC}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= _LEAST_COMMON:
        return best
    if _is_hebrew(sample):
        return "cp1255"
    if _is_thai(_decoded(sample, "cp874")):
        return "cp874"
    found = (each for each in _JAPANESE if _is_japanese(_decoded(sample, each)))
    return next(found, "")


def _is_hebrew(sample: bytes) -> bool:
    """Its letters are 27 bytes in a row; Russian in lower case would have more than these."""
    beyond = [byte for byte in sample if byte > 127]
    letters = sum(1 for byte in beyond if 0xE0 <= byte <= 0xFA)
    ascii_letters = sum(1 for byte in sample if chr(byte).isalpha() and byte < 128)
    return len(beyond) >= _ENOUGH_LETTERS and letters == len(beyond) > ascii_letters


def _is_thai(text: str) -> bool:
    """Nearly all letters are Thai, and of the common ones; Chinese read so has many rare ones."""
    beyond = _BEYOND.findall(text)
    thai = [letter for letter in beyond if _THAI.match(letter)]
    common = sum(letter in _THAI_COMMON for letter in thai)
    return (
        len(thai) >= _ENOUGH_LETTERS
        and len(thai) >= _NEARLY_ALL * len(beyond)
        and common >= _MOSTLY * len(thai)
    )


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
    odds = (_CAPITAL_INSIDE, _SIGN_INSIDE, _OTHER_LETTER)
    odd = sum(len(each.findall(text)) for each in odds)
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
    """UTF-16 without a mark, of East Asia or another script: one order of bytes gives such text.

    In the other order the letters are of all scripts and of none. The punctuation and white space
    of these languages has to be there: two letters of ASCII together look like a Chinese one.
    """
    texts = {each: _decoded(sample, each) for each in ("utf-16-le", "utf-16-be")}
    found = [each for each, text in texts.items() if _is_east_asian(text)]
    if len(found) != 1:
        found = [each for each, text in texts.items() if _is_of_one_script(text)]
    return found[0] if len(found) == 1 else ""


def _is_of_one_script(text: str) -> bool:
    return any(
        whole.fullmatch(text) and len(letter.findall(text)) >= _ENOUGH_LETTERS
        for whole, letter in zip(_OF_ONE_BLOCK, _IN_A_BLOCK, strict=True)
    )


def _is_east_asian(text: str) -> bool:
    letters = len(_WIDE_LETTER.findall(text))
    return (
        letters >= _ENOUGH_LETTERS
        and letters >= _NEARLY_ALL * len(text)
        and _WIDE_MARK.search(text) is not None
    )
