"""Say in lines what a calendar (RFC 5545) in a message holds: what, when, where, with whom."""

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"([A-Za-z-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)")
_NAMES = {
    "SUMMARY": "Summary", "DTSTART": "Start", "DTEND": "End", "DUE": "Due", "LOCATION": "Location",
    "ORGANIZER": "Organizer", "ATTENDEE": "Attendee", "DESCRIPTION": "Description",
    "RRULE": "Repeats", "COMMENT": "Comment", "STATUS": "Status",
}  # fmt: skip
_COMMON_NAME = re.compile(r';CN=(?:"([^"]*)"|([^;:]*))', re.IGNORECASE)
_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})[0-9]{2}(Z?))?\Z")
_ZONE = re.compile(r';TZID="?([^;:"]*)', re.IGNORECASE)
_ESCAPE = re.compile(r"\\([nN,;\\])")
_NO_EVENT = ("VTIMEZONE", "VALARM")


def event_text(calendar: str) -> str:
    """The lines that people read; the text as it stands if there are none."""
    found: list[str] = []
    skipped = ""
    for line in _FOLD.sub("", calendar).splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        name, parameters, value = match[1].upper(), match[2], match[3].strip()
        if skipped:
            skipped = "" if name == "END" and value.upper() == skipped else skipped
        elif name == "BEGIN" and value.upper() in _NO_EVENT:
            skipped = value.upper()
        elif name in _NAMES and value:
            found.append(f"{_NAMES[name]}: {_shown(name, parameters, value)}")
    return "\n".join(found) or calendar


def _shown(name: str, parameters: str, value: str) -> str:
    moment = _MOMENT.match(value)
    if moment:
        day = f"{moment[1]}-{moment[2]}-{moment[3]}"
        clock = f" {moment[4]}:{moment[5]}" if moment[4] else ""
        zone = _ZONE.search(parameters)
        told = " UTC" if moment[6] else f" {zone[1]}" if zone else ""
        return f"{day}{clock}{told}"
    if name in ("ORGANIZER", "ATTENDEE"):
        person = _COMMON_NAME.search(parameters)
        address = re.sub("^mailto:", "", value, flags=re.IGNORECASE)
        named = (person[1] or person[2] or "").strip() if person else ""
        return f"{named} <{address}>" if named else address
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
