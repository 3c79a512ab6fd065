"""Numbers of accounts and cards; pure."""

import re
from collections.abc import Iterator

from engine.personal.check_digits import luhn, mod_97
from engine.records import PersonalHit, PersonalKind

_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0\-]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w.,\-])\d(?:[ \u00a0.\-]?\d){12,18}(?![\w]|[.,\-]\d)")
_LENGTHS = {  # ISO 13616, of the countries with most accounts
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24,
    "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
_CARD_FORMS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|35\d{14}"
)


def find_ibans(text: str) -> Iterator[PersonalHit]:
    """IBANs of a known country, of its length and with the right check digits."""
    for match in _IBAN.finditer(text):
        length = _LENGTHS.get(match[0][:2].upper(), 0)
        plain, end = "", match.start()
        for sign in match[0]:
            if len(plain) == length:
                break
            plain, end = plain + sign.upper() * sign.isalnum(), end + 1
        is_whole = len(plain) == length and not text[end : end + 1].isalnum()
        if length and is_whole and mod_97(plain):
            yield PersonalHit(PersonalKind.IBAN, match.start(), end, plain)


def find_cards(text: str) -> Iterator[PersonalHit]:
    """Numbers of payment cards: the form of an issuer, and Luhn's check digit."""
    for match in _CARD.finditer(text):
        plain = re.sub(r"\D", "", match[0])
        if _CARD_FORMS.fullmatch(plain) and luhn(plain):
            yield PersonalHit(PersonalKind.CARD, match.start(), match.end(), plain)
