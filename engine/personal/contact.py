"""E-mail addresses, telephone numbers, IP addresses; pure."""

import ipaddress
import re
from collections.abc import Iterator, Sequence

import phonenumbers

from engine.records import PersonalHit, PersonalKind

_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?![\w\-]|\.\w)"
)
_VEILED = re.compile(  # anna (at) example [dot] org, anna @ example.org
    r"(?<![\w.+\-])[\w.+\-]{1,64}(?: ?[(\[{] ?(?:at|ät|@) ?[)\]}] ?| @ )"
    r"(?:[^\W_][\w\-]{0,62}(?:\.| ?[(\[{] ?(?:dot|punkt|\.) ?[)\]}] ?))+"
    r"[^\W\d_]{2,24}(?![\w\-]|\.\w)",
    re.IGNORECASE,
)
_AT = re.compile(r" ?[(\[{] ?(?:at|ät|@) ?[)\]}] ?| @ ", re.IGNORECASE)
_DOT = re.compile(r" ?[(\[{] ?(?:dot|punkt|\.) ?[)\]}] ?", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![\w.\-/])(?:\d{1,3}\.){3}\d{1,3}(?![\w\-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{6,39}(?![\w:])")
_VERSION = re.compile(
    r"(?:\bversions?|\brelease|\bbuild|\bfirmware|\bv|§|\bsections?|\bclauses?|\barticles?|"
    r"\babschnitt|\bziffer|\bkapitel|\bchapter)\W{0,3}$",
    re.IGNORECASE,
)
_BEFORE = 24  # characters in which a word may stand

# Digits with what people put between them; validity is for phonenumbers to say.
_NUMBER = re.compile(
    r"(?<![\w.,+\-/#€$£])(\+|00)?\(?\d[\d \u00a0()./\-]{5,20}\d(?![\w%]|[.,]\d|-\d)"
)
# A leading 0 with something between the digits, or three, three and four of them.
_SET_LIKE_ONE = re.compile(
    r"\(?0\d*[ ()/\-]|0\d(?:\.\d\d){4}$|\(\d{3}\) ?\d{3}[ .\-]\d{4}$|\d{3}([.\-])\d{3}\1\d{4}$"
)
_PHONE_WORD = re.compile(
    r"\b(?:tel|phone|telephone|telefon|téléphone|teléfono|telefono|fon|mobile?|mobil|handy|cell|"
    r"fax|call|ring|rufnummer|whatsapp|sms|dial)\w{0,6}\b[^\d\w]{0,4}(?:\w{2,6}[^\d\w]{0,3}){0,2}$",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(
    r"(?:invoice|rechnung|facture|order|bestell|auftrag|isbn|issn|article|artikel|customer|kunden|"
    r"contract|vertrag|case|file|az|aktenzeichen|ref|reference|serial|serien|part|model|account|"
    r"konto|iban|number|parcel|tracking|steuer|version)\w{0,16}\W{0,3}(?:\w{1,4}\W{0,3})?$"
    r"|\b(?:no|nr|id|doi|bic|vat|ust|tax|az)\W{0,3}$",
    re.IGNORECASE,
)
_REGIONS = {
    "": ("US", "GB", "DE"), "en": ("US", "GB", "IN", "AU"), "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "CA"), "es": ("ES", "MX", "AR"), "it": ("IT", "CH"),
    "pt": ("PT", "BR"), "nl": ("NL", "BE"), "pl": ("PL",), "sv": ("SE", "FI"), "da": ("DK",),
    "no": ("NO",), "fi": ("FI",), "cs": ("CZ",), "sk": ("SK",), "hu": ("HU",), "ro": ("RO",),
    "tr": ("TR",), "el": ("GR",), "ru": ("RU",), "uk": ("UA",), "ja": ("JP",), "ko": ("KR",),
    "zh": ("CN", "TW", "HK"), "hi": ("IN",), "ar": ("EG", "SA", "AE"), "he": ("IL",),
}  # fmt: skip
_DATE = re.compile(r"\d{1,4}([./\-])\d{1,2}\1\d{1,4}")


def find_emails(text: str) -> Iterator[PersonalHit]:
    """E-mail addresses."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield _hit(PersonalKind.EMAIL, match, match[0].casefold())
    for match in _VEILED.finditer(text) if _AT.search(text) else ():
        plain = _DOT.sub(".", _AT.sub("@", match[0]))
        yield _hit(PersonalKind.EMAIL, match, plain.casefold())


def find_ips(text: str) -> Iterator[PersonalHit]:
    """IP addresses of either version; numbers of versions and sections are none."""
    for pattern in (_IPV4, _IPV6):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            address = _address(match[0])
            if address is not None and not _VERSION.search(before):
                yield _hit(PersonalKind.IP, match, str(address))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if address.is_loopback or address.is_unspecified else address


def find_phones(text: str, language: str = "") -> Iterator[PersonalHit]:
    """Telephone numbers that some country's plan has; `language` says in which ones to look.

    Without "+" a number counts if a word such as "phone" stands before it, or if it begins with 0
    and is set like a telephone number; behind "invoice no." and the like it never does.
    """
    regions = _REGIONS.get(language, _REGIONS[""])
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        is_named = _PHONE_WORD.search(before) is not None
        if not is_named and _NO_PHONE.search(before):
            continue
        number = match[0].rstrip(" (")
        if _DATE.fullmatch(number.strip("()")):
            continue
        found = _valid(number, match[1] is not None, is_named, regions)
        if found:
            end = match.start() + len(number)
            yield PersonalHit(PersonalKind.PHONE, match.start(), end, found)


def _valid(number: str, is_abroad: bool, is_named: bool, regions: Sequence[str]) -> str:  # noqa: FBT001 two facts of a number
    """The number as E.164, if it can be dialled; else empty."""
    if is_abroad:
        plain = f"+{number[2:]}" if number.startswith("00") else number
        return _e164(plain, None)
    is_set_like_one = _SET_LIKE_ONE.match(number) is not None
    if not (is_named or is_set_like_one):
        return ""
    return next(filter(None, (_e164(number, region) for region in regions)), "")


def _e164(number: str, region: str | None) -> str:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _hit(kind: PersonalKind, match: re.Match[str], value: str) -> PersonalHit:
    return PersonalHit(kind, match.start(), match.end(), value)
