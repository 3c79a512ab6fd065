"""Signs that carry the meaning: exponents and indices, and letters of fonts like Symbol; pure.

Readers put `RAISED` or `LOWERED` before small letters above or below the line and `CLOSE` behind
them; these are noncharacters, which no text holds. `resolved` makes "10^6" and "H_2O" of them.
Letters of Symbol and Wingdings have no place in Unicode: programs store them at U+F020 to U+F0FF.
"""

import re

RAISED, LOWERED, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
RUBY, RUBY_END = "(", ")"  # around how a word is spoken, behind the word

_MARKED = re.compile(f"[{RAISED}{LOWERED}{CLOSE}]")
_SEAM = re.compile(f"{CLOSE}\\s?{RAISED}|{CLOSE}{LOWERED}")
_RUN = re.compile(
    f"([^{RAISED}{LOWERED}{CLOSE}])?([{RAISED}{LOWERED}])([^{RAISED}{LOWERED}{CLOSE}]*)(?:{CLOSE}|\\Z)"
)
_SIMPLE = re.compile(r"[-+−–]?[\w.,′*]+|[-+−–]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST = 20
_NO_EXPONENTS = frozenset(
    ("st", "nd", "rd", "th", "o", "a", "os", "as", "er", "re", "e", "ème", "eme", "me", "tm", "sm")
)
_OPENERS = "[(*†‡§¶"

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SYMBOL_CODES = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥",
    0x60: "‾", 0x7E: "∼",
}  # fmt: skip
_SYMBOL_LETTERS = (
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",  # from 0x41
    "αβχδεφγηιϕκλµνοπθρστυϖωξψζ",  # from 0x61
)
_SYMBOL_UPPER = (  # from 0xA0
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uf8ff⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x23: "✁", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x37: "⌨",
    0x3F: "✍", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹",
    0x4E: "☠", 0x4F: "⚐", 0x52: "☼", 0x54: "❄", 0x58: "✠", 0x59: "✡", 0x5A: "☪", 0x5B: "☯",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x7A: "⌘", 0x7D: "❝", 0x7E: "❞",
    0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "☐",
    0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAE: "✹", 0xAF: "✵", 0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢",
    0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙",
    0xE6: "↘", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⇔", 0xF4: "⇳",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + number: letter for number, letter in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x56: "☒", 0x97: "●",
    0xA2: "■", 0xA3: "☐", 0xA4: "■",
}  # fmt: skip
_WINGDINGS_3 = {
    0x21: "←", 0x22: "→", 0x23: "↑", 0x24: "↓", 0x25: "↖", 0x26: "↗", 0x27: "↙", 0x28: "↘",
    0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶", 0x76: "◁", 0x77: "▷",
    0x7C: "◂", 0x7D: "▸", 0x7E: "▴", 0x80: "▾",
}  # fmt: skip
_WEBDINGS = {0x61: "✔", 0x63: "☐", 0x67: "■", 0x72: "✗", 0x3C: "▪", 0x34: "▶", 0x33: "◀"}


def _symbol_table() -> dict[int, str]:
    table = {code: chr(code) for code in range(0x20, 0x7F)} | _SYMBOL_CODES
    for start, letters in zip((0x41, 0x61), _SYMBOL_LETTERS, strict=True):
        table |= {start + number: letter for number, letter in enumerate(letters)}
    upper = {0xA0 + number: letter for number, letter in enumerate(_SYMBOL_UPPER)}
    return {code: letter for code, letter in (table | upper).items() if letter != "\uf8ff"}


_SYMBOL = _symbol_table()
# Where no font is told: signs that Symbol has not, or hardly anybody writes in it.
_UNTOLD = _SYMBOL | {
    code: _WINGDINGS[code]
    for code in (0xA7, 0xA8, 0xD8, 0xFB, 0xFC, 0xFD, 0xFE, 0x6F, 0x6E, 0x71, 0x76)
    if code not in range(0x41, 0x7B)
}
_FIRST_PRIVATE = 0xF000
_FONTS = (
    ("wingdings 2", _WINGDINGS_2), ("wingdings2", _WINGDINGS_2),
    ("wingdings 3", _WINGDINGS_3), ("wingdings3", _WINGDINGS_3), ("wingdings", _WINGDINGS),
    ("webdings", _WEBDINGS), ("symbol", _SYMBOL),
)  # fmt: skip


def of_font(code: int, font: str = "") -> str:
    """What a font shows at a code (0x20 to 0xFF, or that much from U+F000 on).

    Signs that nobody can tell stay where they are, in the private part of Unicode.
    """
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = next((table for name, table in _FONTS if name in font.casefold()), _UNTOLD)
    if place in table:
        return table[place]
    return chr(0xF000 + place) if place <= 0xFF else chr(code) if code < 0x110000 else "\ufffd"


def inserted(code: int, font: str) -> str:
    """The sign that Word inserted from a font; one of a font that nobody knows stays private."""
    if not font or is_of_signs(font):
        return of_font(code, font or "Symbol")
    if code - _FIRST_PRIVATE in _UNTOLD:
        return chr(code - _FIRST_PRIVATE + 0xE000)  # where it is not taken for one of Symbol
    return chr(code) if code < 0x110000 else "\ufffd"


def is_of_signs(font: str) -> bool:
    """The font shows signs at the codes of letters."""
    return any(name in font.casefold() for name, _ in _FONTS)


def told(text: str, font: str) -> str:
    """The text of a font of signs, as signs; any other comes back as it is."""
    if not is_of_signs(font):
        return text
    return "".join(of_font(ord(each), font) if _is_code(ord(each)) else each for each in text)


def _is_code(code: int) -> bool:
    return 0x20 < code <= 0xFF or 0xF000 <= code <= 0xF0FF


def resolved(text: str) -> str:
    """The text with private signs told as far as they can be, and its raised letters marked."""
    if _PRIVATE.search(text):
        text = _PRIVATE.sub(_told_untold, text)
    if not _MARKED.search(text):
        return text
    joined = _SEAM.sub("", text)
    return _MARKED.sub("", _RUN.sub(_script, joined))


def untold(text: str) -> int:
    """How many signs of private fonts are left that nobody can tell."""
    return len(_PRIVATE.findall(text))


def _told_untold(match: re.Match[str]) -> str:
    code = ord(match[0])
    return of_font(code) if 0xF020 <= code <= 0xF0FF else match[0]


def _script(match: re.Match[str]) -> str:
    before, kind, inner = match[1] or "", match[2], match[3]
    bare = inner.strip()
    if not bare or not before.strip() or not _carries_meaning(bare):
        return before + inner
    lead, trail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    sign = "^" if kind == RAISED else "_"
    shown = bare if _SIMPLE.fullmatch(bare) else f"({bare})"
    return f"{before}{lead}{sign}{shown}{trail}"


def _carries_meaning(text: str) -> bool:
    """Not an ordinal's ending, a trademark, or whole words that stand above the line."""
    if len(text) > _LONGEST or text[0] in _OPENERS or text.casefold() in _NO_EXPONENTS:
        return False
    return not _WORD.search(text)
