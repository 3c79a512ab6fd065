"""Show a spreadsheet's numbers as its number formats mean them: dates, percents, decimals."""

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from engine.documents.xlsx_formats import formatted

# Built-in formats (ECMA-376 part 1, 18.8.30) that a file may use without writing them out.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    **dict.fromkeys((5, 6), '"$"#,##0_);("$"#,##0)'),
    **dict.fromkeys((7, 8), '"$"#,##0.00_);("$"#,##0.00)'),
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((37, 38), "#,##0_);(#,##0)"),
    **dict.fromkeys((39, 40, 43, 44), "#,##0.00_);(#,##0.00)"),
    **dict.fromkeys((41, 42), "#,##0_);(#,##0)"),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_DAYS = re.compile(r"[yd]", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's dates have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_DAY_THAT_NEVER_WAS = 60
_LAST_DAY = 2_958_465  # 9999-12-31
_LARGEST = 1e21
_PLAIN = re.compile("0|[1-9][0-9]{0,14}")
_PLACES = re.compile("[0#?]")


def shown(value: str, number_format: str, *, is_1904: bool = False) -> str:
    """The number in `value` as text; as it stands where it is none; empty if it is hidden."""
    if not number_format and _PLAIN.fullmatch(value):  # most cells: a quick answer
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    kind = _kind(number_format)
    if kind in ("date", "time", "both", "elapsed") and 0 <= number <= _LAST_DAY:
        return _moment(number, kind, is_1904=is_1904)
    if kind == "number" and abs(number) < _LARGEST:
        found = formatted(value.strip(), number_format, _general(number, value))
        if found is not None:
            return found
    return _general(number, value)


@lru_cache(maxsize=1024)
def _kind(number_format: str) -> str:
    """Whether a format means a moment ("date", "time", "both"), a duration, or a number."""
    section = number_format.split(";", maxsplit=1)[0]
    bare = _LITERAL.sub("", section)
    if _ELAPSED.search(section):
        return "elapsed"
    if _DATE_LETTERS.search(bare) and "general" not in bare.lower():
        has_day = _DAYS.search(bare) is not None or not _CLOCK.search(bare)
        has_clock = _CLOCK.search(bare) is not None
        return ("both" if has_day else "time") if has_clock else "date"
    if "general" in bare.lower():
        return "number"
    is_number = _PLACES.search(_LITERAL.sub("", number_format)) or ";" in number_format
    return "number" if is_number else "general"


def _moment(number: float, kind: str, *, is_1904: bool) -> str:
    """A date and time in ISO form, and a duration in hours, minutes and seconds."""
    if kind == "elapsed":
        seconds = round(number * 86_400)
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    epoch = _EPOCH_1904 if is_1904 else _EPOCH_1900
    is_clock = kind == "time" and number < 1
    if not is_1904 and 0 < number < _LEAP_DAY_THAT_NEVER_WAS:
        number += 1
    try:
        moment = epoch + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return _general(number)
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    if is_clock:
        return clock
    day = moment.date().isoformat()
    return f"{day} {clock}" if kind != "date" and clock != "00:00" else day


def _general(number: float, value: str = "") -> str:
    """As few digits as say it; whole numbers in full, up to those with fifteen zeros."""
    if number.is_integer() and abs(number) < _LARGEST:
        return f"{Decimal(value):.0f}" if value else f"{number:.0f}"
    return f"{number:.12G}"
