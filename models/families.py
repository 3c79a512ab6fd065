"""Families of models that an office may hold: their licences and how they are asked, by name.

The catalogue knows single files; a family is a pattern on names, because its files are made by
many people in many quantisations.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

_SEPARATORS = re.compile(r"[\s._]+")


@dataclass(frozen=True, slots=True)
class Family:
    """Models with names like these; `prompting` is `bonito` or `general`."""

    title: str
    names: tuple[str, ...]
    licence: str
    licence_url: str
    prompting: str
    note: str = ""  # what to know before a model is trained with what it writes

    def holds(self, name: str) -> bool:
        """A model of that name is one of them."""
        plain = _SEPARATORS.sub("-", name.casefold())
        return any(fnmatchcase(plain, pattern) for pattern in self.names)


@cache
def families() -> tuple[Family, ...]:
    """All of them, exceptions first."""
    source = resources.files("models") / "families.toml"
    return tuple(
        Family(
            title=said["title"],
            names=tuple(said["names"]),
            licence=said["licence"],
            licence_url=said["licence_url"],
            prompting=said["prompting"],
            note=said.get("note", ""),
        )
        for said in tomllib.loads(source.read_text(encoding="utf-8"))["family"]
    )


def family_of(names: Iterable[str]) -> Family | None:
    """The family of a model by the first of its names that any of them knows."""
    for name in names:
        for one in families():
            if name and one.holds(name):
                return one
    return None
