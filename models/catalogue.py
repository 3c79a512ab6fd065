"""The models this application knows by name, read from catalogue.toml.

Each entry also says how the model is prompted, so that nothing else has to ask which model it is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One known GGUF file. `size_bytes` is rounded to 10 MB, except where it is embedded."""

    name: str
    title: str
    repository: str
    file: str
    size_bytes: int
    licence: str
    licence_url: str
    prompting: str
    embedded: bool = False
    recognise: tuple[str, ...] = ()
    note: str = ""
    composed: tuple[str, ...] = ()  # task types put together by code (engine/tasks/composing.py)
    adapter: str = ""  # a GGUF to lay over the file, as a path inside models/
    sha256: str = ""  # of a file that we make ourselves
    stand_in: str = ""  # the entry that is used where this one's own file is not here
    poor_types: tuple[str, ...] = ()  # task types that are off until someone asks for them
    poor_reason: str = ""  # why, for people
    best_types: tuple[str, ...] = ()  # task types that the demo shows; empty: all but the poor ones
    agreeing: tuple[str, ...] = ()  # task types for which drawing answers again was seen to pay

    def is_file(self, file_name: str) -> bool:
        """A file of that name is this entry's own file."""
        return file_name.casefold() == self.file.casefold()

    def is_kin(self, file_name: str, general_name: str) -> bool:
        """A file with these names is this model, perhaps in another quantisation."""
        return any(
            fnmatchcase(name.casefold(), pattern.casefold())
            for pattern in self.recognise
            for name in (file_name, general_name)
        )


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """All known models, the embedded one first."""
    source = resources.files("models") / "catalogue.toml"
    return tuple(_entries(tomllib.loads(source.read_text(encoding="utf-8"))))


def recognise(file_name: str, general_name: str) -> CatalogueEntry | None:
    """The entry that a file belongs to: by its own name, else by the entries' patterns."""
    for entry in catalogue():
        if entry.is_file(file_name):
            return entry
    for entry in catalogue():
        if entry.is_kin(file_name, general_name):
            return entry
    return None


def _entries(data: Mapping[str, Any]) -> Iterator[CatalogueEntry]:
    for repository in data["repository"]:
        for file in repository["files"]:
            said: Mapping[str, Any] = {**repository, **file}
            yield CatalogueEntry(
                name=said["name"],
                title=said["title"],
                repository=said["repository"],
                file=said["file"],
                size_bytes=said.get("bytes") or round(said["gigabytes"] * 1e9),
                licence=said["licence"],
                licence_url=said["licence_url"],
                prompting=said["prompting"],
                embedded=said.get("embedded", False),
                recognise=tuple(said.get("recognise", ())),
                note=said.get("note", ""),
                composed=tuple(said.get("composed", ())),
                adapter=said.get("adapter", ""),
                sha256=said.get("sha256", ""),
                stand_in=said.get("stand_in", ""),
                poor_types=tuple(said.get("poor_types", ())),
                poor_reason=said.get("poor_reason", ""),
                best_types=tuple(said.get("best_types", ())),
                agreeing=tuple(said.get("agreeing", ())),
            )
