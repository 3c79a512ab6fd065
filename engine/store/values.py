"""Words in a project that stand for one of a fixed set: an outcome, a verdict, a state, a grade."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from json import loads
from typing import TypeVar, cast

from engine.errors import ProjectDamaged

Kind = TypeVar("Kind", bound=StrEnum)


def known(kind: type[Kind], word: str) -> Kind:
    """The member of `kind` that a cell names; raises `ProjectDamaged` for any other word."""
    found = _members(kind).get(word)
    if found is None:
        raise damaged(kind.__name__, word, kind)
    return cast("Kind", found)


@cache
def _members(kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {member.value: member for member in kind}


def words(cell: str) -> tuple[str, ...]:
    """The words of a cell that holds a JSON list of them; raises `ProjectDamaged`."""
    try:
        content: object = loads(cell)
    except ValueError:
        content = None
    if not isinstance(content, list):
        raise damaged("list", cell)
    return tuple(str(word) for word in cast("list[object]", content))


def damaged(what: str, word: str, expected: Iterable[str] = ()) -> ProjectDamaged:
    """The error for a cell that holds `word` where something else belongs."""
    said = f" (known are {', '.join(expected)})" if expected else ""
    return ProjectDamaged(
        f"The project holds “{word[:40]}” where a word for its {what} belongs{said}: it was "
        "damaged, or a newer version of this application wrote it. Update the application, or go "
        "back to a backup."
    )
