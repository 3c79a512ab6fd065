"""Possible personal data: what the rules found in tasks, and what a person decided on it.

Possible, because rules see a form and know no person: they miss much (names above all) and raise
false alarms. Nothing here makes a text anonymous.
"""

from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What a find looks like; the value is the word of its pseudonyms, too."""

    EMAIL = "e-mail"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    NATIONAL = "id number"
    IP = "ip address"
    BIRTH = "date of birth"
    WORD = "name"  # of the user's own list


class PersonalChoice(StrEnum):
    """What becomes of a find in an export."""

    MASK = "mask"  # a pseudonym stands in its place, the same one everywhere
    KEEP = "keep"  # it stays, for a reason that is recorded
    REJECT = "reject"  # the tasks that hold it are rejected


@dataclass(frozen=True, slots=True)
class PersonalHit:
    """A find: the characters `[start, end)` of a text, and what they say whoever writes them."""

    kind: PersonalKind
    start: int
    end: int
    value: str  # the same for all ways of writing it: without spaces, in lower case


@dataclass(frozen=True, slots=True)
class TaskHit:
    """A find in a task as it is shown; `part` is input or output."""

    task_id: int
    part: str
    hit: PersonalHit


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """Everything that was found of one value, and what was decided on it."""

    id: int
    kind: PersonalKind
    value: str
    number: int  # of its pseudonym, among those of its kind
    tasks: int  # well-formed ones that hold it and are not rejected
    choice: PersonalChoice | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlacedMask:
    """Where a pseudonym goes, or what keeps a task out of an export."""

    part: str
    start: int
    end: int
    kind: PersonalKind
    number: int
    choice: PersonalChoice | None
