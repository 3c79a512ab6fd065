"""Number formats of spreadsheets (ECMA-376 part 1, 18.8.31): digits put in their places; pure.

A format has up to four sections for positive, negative and zero numbers and for texts, or sections
with conditions. Commas after the last place divide by a thousand each; literals stand between the
digits where the format has them, as in a telephone number.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[])+|(?<=;)(?=;|\Z)|\A(?=;)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general)|(?P<exponent>e[+-][0#?]+)|(?P<place>[0#?])|(?P<sign>[.,%/@])"
    r"|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,20}(?:\.[0-9]{1,20})?)\Z")
_MOST_DECIMALS = 30
_MOST_NAMED = 6  # digits of a denominator that a format names
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class _Section:
    """Tokens as (kind, text): "place", "point", "literal", "percent", "exponent", "slash"..."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    divisor: int = 0  # in powers of a thousand
    is_grouped: bool = False

    def has(self, kind: str) -> bool:
        return any(each == kind for each, _ in self.tokens)

    def fits(self, number: Decimal) -> bool:
        if self.condition is None:
            return True
        sign, limit = self.condition
        return {
            "<": number < limit, "<=": number <= limit, ">": number > limit,
            ">=": number >= limit, "=": number == limit, "<>": number != limit,
        }[sign]  # fmt: skip


def formatted(value: str, number_format: str, general: str) -> str | None:
    """The number in `value` as a spreadsheet shows it; None where the format is for texts.

    `general` is how it looks without a format. An empty text says that the format hides it.
    """
    number = Decimal(value)
    sections = _sections(number_format)
    section, is_negative_form = _chosen(number, sections)
    if section is None or section.has("text"):
        return None
    if section.has("general"):
        return "".join(general if kind == "general" else text for kind, text in section.tokens)
    if not section.tokens:
        return ""
    try:
        shown = _shown(abs(number), section)
    except ArithmeticError:
        return None  # a format with hundreds of places, which no program writes
    has_sign = number < 0 and not is_negative_form and any(c in "123456789" for c in shown)
    return f"-{shown}" if has_sign else shown


def _chosen(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """The section for a number, and whether it writes the sign of a negative one itself."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        found = next((section for section in numeric if section.fits(number)), None)
        return found or numeric[-1], False
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return (numeric[0] if numeric else None), False


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    return tuple(_section(match[0]) for match in _SECTION.finditer(number_format))


def _section(text: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition = None
    for match in _TOKEN.finditer(text):
        bracket = match["bracket"]
        if bracket is not None:
            found = _CONDITION.match(bracket)
            if found:
                condition = (found[1], Decimal(found[2]))
            elif bracket.startswith("$"):
                tokens.append(("literal", bracket[1:].partition("-")[0]))
        elif match[0][0] not in "_*" or match["literal"]:
            tokens.append(_token(match))
    scaled, divisor, is_grouped = _commas(tokens)
    return _Section(tuple(scaled), condition, divisor, is_grouped)


def _token(match: re.Match[str]) -> tuple[str, str]:
    if match["place"]:
        return "place", match["place"]
    if match["general"]:
        return "general", ""
    if match["exponent"]:
        return "exponent", match["exponent"]
    if match["sign"]:
        kinds = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}
        return kinds[match["sign"]], match["sign"]
    return "literal", match["quoted"] or match["escaped"] or match["literal"] or ""


def _commas(tokens: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], int, bool]:
    """The tokens without commas that divide or group, the division, and whether digits group."""
    places = [place for place, (kind, _) in enumerate(tokens) if kind == "place"]
    kept: list[tuple[str, str]] = []
    divisor, is_grouped = 0, False
    for place, token in enumerate(tokens):
        if token[0] != "comma" or not places or place < places[0]:
            kept.append(("literal", token[1]) if token[0] == "comma" else token)
        elif place > places[-1] and tokens[place - 1][0] in ("place", "comma"):
            divisor += 1
        elif place > places[-1]:
            kept.append(("literal", token[1]))
        elif _divides(tokens, place):
            divisor += 1
        else:
            is_grouped = True
    return kept, divisor, is_grouped


def _divides(tokens: list[tuple[str, str]], place: int) -> bool:
    """A comma right before the point: "0,.0" shows thousands with a decimal."""
    following = next((kind for kind, _ in tokens[place + 1 :] if kind != "comma"), "")
    return following == "point"


def _shown(number: Decimal, section: _Section) -> str:
    if not section.has("place"):
        return "".join(text for _, text in section.tokens).strip()
    if section.has("slash"):
        return _fraction(number, section)
    number = number.scaleb(-3 * section.divisor, _EXACT)
    number = number.scaleb(2 * sum(kind == "percent" for kind, _ in section.tokens), _EXACT)
    exponent = 0
    if section.has("exponent") and number:
        exponent = _exponent(number, section)
        number = number.scaleb(-exponent, _EXACT)
    return _placed(number, section, exponent).strip()


def _exponent(number: Decimal, section: _Section) -> int:
    """The power of ten to divide by: a multiple of the places before the point, as in "##0.0E+0".

    The digits are rounded first, since 9.996 is "1.00E+01".
    """
    kinds = [kind for kind, _ in section.tokens]
    end = kinds.index("point") if "point" in kinds else len(kinds)
    whole, decimals = max(1, kinds[:end].count("place")), kinds[end:].count("place")
    found = number.adjusted() // whole * whole
    rounded = number.scaleb(-found, _EXACT).quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    return found + whole if rounded.adjusted() >= whole else found


def _placed(number: Decimal, section: _Section, exponent: int) -> str:
    kinds = [kind for kind, _ in section.tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    decimals = min(kinds[point:].count("place"), _MOST_DECIMALS)
    rounded = number.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    whole, _, rest = f"{rounded:f}".partition(".")
    before = _whole(section.tokens[:point], whole.lstrip("0"), is_grouped=section.is_grouped)
    after = _decimals(section.tokens[point + 1 :], rest)
    has_point = point < len(kinds) and any(letter.isdigit() for letter in after)
    text = before + ("." if has_point else "") + after
    return text.replace("\0", _power(section, exponent))


def _power(section: _Section, exponent: int) -> str:
    """The exponent as the format writes it: "E+0" always has a sign, "E-00" that of minus only."""
    form = next((text for kind, text in section.tokens if kind == "exponent"), "E+0")
    plus = "+" if form[1] == "+" else ""
    return f"E{'-' if exponent < 0 else plus}{abs(exponent):0{len(form) - 2}}"


def _whole(tokens: tuple[tuple[str, str], ...], digits: str, *, is_grouped: bool) -> str:
    """Digits into the places before the point, from the right; the first takes all that is left."""
    left = sum(kind == "place" for kind, _ in tokens)
    found: list[str] = []
    written = 0
    for kind, text in reversed(tokens):
        if kind != "place":
            found.append("\0" if kind == "exponent" else text)
            continue
        left -= 1
        here, digits = (digits[-1:], digits[:-1]) if left else (digits, "")
        here = here or ("0" if text == "0" else "")
        for digit in reversed(here):
            if is_grouped and written and written % 3 == 0:
                found.append(",")
            found.append(digit)
            written += 1
    if digits and not any(kind == "place" for kind, _ in tokens):
        found.append(digits[::-1])
    return "".join(reversed(found))


def _decimals(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """Digits into the places after the point; zeros at the end show only where the format asks."""
    forms = [text for kind, text in tokens if kind == "place"]
    shown = digits[: len(forms)]
    while shown and shown.endswith("0") and forms[len(shown) - 1] != "0":
        shown = shown[:-1]
    found: list[str] = []
    place = 0
    for kind, text in tokens:
        if kind == "place":
            found.append(shown[place : place + 1])
            place += 1
        else:
            found.append("\0" if kind == "exponent" else text)
    return "".join(found)


def _fraction(number: Decimal, section: _Section) -> str:
    """A number with a fraction, as in "1 1/4"; the denominator has as many digits as its places.

    A format can name the denominator: "# ?/8" shows a half as 4/8.
    """
    slash = next(place for place, (kind, _) in enumerate(section.tokens) if kind == "slash")
    before, after = section.tokens[:slash], section.tokens[slash + 1 :]
    named = "".join(text for _, text in after).strip()
    if named.isdecimal() and len(named) <= _MOST_NAMED and int(named):
        denominator = int(named)
        exact = Fraction(round(Fraction(number) * denominator), denominator)
    else:
        places = min(max(1, sum(kind == "place" for kind, _ in after)), 4)
        exact = Fraction(number).limit_denominator(10**places - 1)
        denominator = exact.denominator
    whole = int(exact) if " " in "".join(text for _, text in before) else 0
    rest = exact - whole
    if not rest:
        return str(whole)
    shown = f"{rest * denominator}/{denominator}"
    return f"{whole} {shown}" if whole else shown
