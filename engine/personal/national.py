"""National numbers of people, by their form and check digit; pure.

Where a tenth or more of all numbers of that form pass the check by chance, the number counts only
behind a word that names it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.personal.check_digits import (
    codice_fiscale,
    ean_13,
    luhn,
    mod_11_10,
    verhoeff,
    weighed,
)
from engine.records import PersonalHit, PersonalKind

_BEFORE = 48  # characters in which the word may stand


@dataclass(frozen=True, slots=True)
class Scheme:
    """One country's number; `word` has to stand before it, if it is given."""

    country: str
    pattern: re.Pattern[str]
    is_right: Callable[[str], bool]  # of its letters and digits alone
    word: re.Pattern[str] | None = None


def find_national(text: str) -> Iterator[PersonalHit]:
    """National numbers in a text."""
    for scheme in SCHEMES:
        for match in scheme.pattern.finditer(text):
            plain = re.sub(r"[\W_]", "", match[0]).upper()
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            if scheme.is_right(plain) and (scheme.word is None or scheme.word.search(before)):
                value = f"{scheme.country} {plain}"
                yield PersonalHit(PersonalKind.NATIONAL, match.start(), match.end(), value)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _short_date(digits: str) -> bool:
    """YYMMDD of this century or the last."""
    year, month, day = (int(digits[place : place + 2]) for place in (0, 2, 4))
    return _is_date(2000 + year, month, day) or _is_date(1900 + year, month, day)


def _ssn(digits: str) -> bool:
    area, group, serial = int(digits[:3]), int(digits[3:5]), int(digits[5:])
    return area not in {0, 666} and area < 900 and group > 0 and serial > 0


def _steuer_id(digits: str) -> bool:
    return digits[0] != "0" and len(set(digits[:10])) in {8, 9} and mod_11_10(digits)


def _nhs(digits: str) -> bool:
    check = 11 - weighed(digits[:9], range(10, 1, -1), 11)
    return check % 11 == int(digits[9])


def _nir(text: str) -> bool:
    plain = text[:13].replace("2A", "19").replace("2B", "18")
    return plain.isdigit() and 97 - int(plain) % 97 == int(text[13:])


def _dni(text: str) -> bool:
    number = int(text[:-1].translate(str.maketrans("XYZ", "012")))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == text[-1]


def _bsn(digits: str) -> bool:
    return weighed(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), 11) == 0 and int(digits) > 0


def _pesel(digits: str) -> bool:
    month = int(digits[2:4]) % 20
    is_right = weighed(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10) == 0
    return is_right and 1 <= month <= 12 and 1 <= int(digits[4:6]) <= 31


def _personnummer(digits: str) -> bool:
    return luhn(digits[-10:]) and _short_date(digits[-10:-4])


def _hetu(text: str) -> bool:
    """DDMMYY, a sign for the century (a mark is lost, a letter stays), three digits, a check."""
    day, month, year = (int(text[place : place + 2]) for place in (0, 2, 4))
    number = int(text[:6] + text[-4:-1])
    return _is_date(2000 + year, month, day) and (
        "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] == text[-1]
    )


def _rijksregister(digits: str) -> bool:
    number, check = int(digits[:9]), int(digits[9:])
    return check in {97 - number % 97, 97 - (2_000_000_000 + number) % 97}


def _cpf(digits: str) -> bool:
    first = weighed(digits[:9], range(10, 1, -1), 11) * 10 % 11 % 10
    second = weighed(digits[:10], range(11, 1, -1), 11) * 10 % 11 % 10
    return len(set(digits)) > 1 and digits[9:] == f"{first}{second}"


def _resident(text: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    is_date = _is_date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    return is_date and "10X98765432"[weighed(text, weights, 11)] == text[17]


def _scheme(country: str, pattern: str, is_right: Callable[[str], bool], word: str = "") -> Scheme:
    """A scheme; its pattern may touch no other letter or digit."""
    whole = re.compile(rf"(?<![\w.\-/])(?:{pattern})(?![\w/]|[.\-]\d)", re.IGNORECASE)
    return Scheme(country, whole, is_right, re.compile(word, re.IGNORECASE) if word else None)


SCHEMES = (
    _scheme("US", r"\d{3}-\d{2}-\d{4}", _ssn),
    _scheme("US", r"\d{3} ?\d{2} ?\d{4}", _ssn, r"\bSSN\b|social\s+security"),
    _scheme(
        "DE",
        r"\d{2} ?\d{3} ?\d{3} ?\d{3}",
        _steuer_id,
        r"steuer|identifikations|\bid-?nr|\btin\b|tax",
    ),
    _scheme("GB", r"\d{3}[ \-]?\d{3}[ \-]?\d{4}", _nhs, r"\bNHS\b"),
    _scheme("FR", r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", _nir),
    _scheme("ES", r"(?:\d{8}|[XYZ]\d{7})-?[A-Z]", _dni),
    _scheme("IT", r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", codice_fiscale),
    _scheme("NL", r"\d{9}|\d{3} \d{3} \d{3}", _bsn, r"\bBSN\b|burgerservice|sofi"),
    _scheme("PL", r"\d{11}", _pesel, r"PESEL"),
    _scheme("SE", r"(?:19|20)?\d{6}[\-+]\d{4}", _personnummer),
    _scheme("FI", r"\d{6}[\-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", _hetu),
    _scheme("BE", r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", _rijksregister),
    _scheme("CH", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", ean_13),
    _scheme("BR", r"\d{3}\.\d{3}\.\d{3}-\d{2}", _cpf),
    _scheme("CN", r"[1-9]\d{5}(?:19|20)\d{9}[\dX]", _resident),
    _scheme("IN", r"[2-9]\d{3} ?\d{4} ?\d{4}", verhoeff, r"aadha+r|\bUID(?:AI)?\b"),
)
