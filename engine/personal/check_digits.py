"""Check digits: the sums by which numbers of people and accounts tell a slip of the pen; pure.

Each takes digits (letters where they belong to the number) and tells whether its sum is right.
"""

from collections.abc import Sequence
from string import ascii_uppercase

_VERHOEFF_TIMES = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_TURN = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def luhn(digits: str) -> bool:
    """Cards, Swedish personal numbers."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def mod_97(text: str) -> bool:
    """IBANs (ISO 7064 mod 97-10): the first four signs go to the end, letters are 10 to 35."""
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def mod_11_10(digits: str) -> bool:
    """German tax numbers (ISO 7064 mod 11,10)."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[-1])


def weighed(digits: str, weights: Sequence[int], modulus: int) -> int:
    """The weighed sum of digits, modulo a number."""
    return sum(int(d) * weight for d, weight in zip(digits, weights, strict=False)) % modulus


def ean_13(digits: str) -> bool:
    """Swiss social security numbers."""
    return weighed(digits, (1, 3) * 6 + (1,), 10) == 0


def verhoeff(digits: str) -> bool:
    """Indian Aadhaar numbers."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        turned = int(_VERHOEFF_TURN[place % 8][int(digit)])
        check = int(_VERHOEFF_TIMES[check][turned])
    return check == 0


_ODD = dict(
    zip(
        "0123456789" + ascii_uppercase,
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3,
         6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip


def codice_fiscale(text: str) -> bool:
    """Italian tax codes: 15 signs and a letter."""
    total = 0
    for place, sign in enumerate(text[:15]):
        even = int(sign) if sign.isdigit() else ascii_uppercase.index(sign)
        total += even if place % 2 else _ODD[sign]
    return ascii_uppercase[total % 26] == text[15]
