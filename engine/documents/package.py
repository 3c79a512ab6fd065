"""Find the parts of an Office Open XML package by their relations (ECMA-376, part 2)."""

import posixpath
from dataclasses import dataclass

from engine.documents import markup
from engine.documents.archive import Archive, Kind, open_archive


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part names by `id`; `kind` is the last word of its type."""

    id: str
    kind: str
    target: str


class Package:
    """An archive whose parts name each other."""

    def __init__(self, archive: Archive, main: str) -> None:
        self.archive = archive
        self.kind = archive.kind
        self.main = main

    def read(self, part: str) -> bytes:
        """One part; raises `DocumentRefused` (DAMAGED, TOO_BIG)."""
        return self.archive.read(part)

    def relations(self, part: str) -> list[Relation]:
        """What `part` names, in order; only what lies in the package."""
        return _relations(self.archive, part)

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that `part` names."""
        return [each.target for each in self.relations(part) if each.kind == kind]

    def walk(
        self,
        part: str,
        on_start: markup.OnStart,
        on_end: markup.OnEnd | None = None,
        on_text: markup.OnText | None = None,
    ) -> None:
        """Walk the XML of a part; raises `DocumentRefused` (DAMAGED, TOO_BIG)."""
        markup.walk(self.read(part), self.kind, on_start, on_end, on_text)


def open_package(data: bytes, kind: Kind) -> Package:
    """The package in `data`, with its main part; raises `DocumentRefused` where it is none."""
    archive = open_archive(data, kind)
    mains = [each.target for each in _relations(archive, "") if each.kind == "officeDocument"]
    if not mains:
        raise kind.not_one("it is a ZIP archive without a document in it")
    return Package(archive, mains[0])


def _relations(archive: Archive, part: str) -> list[Relation]:
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    found: list[Relation] = []

    def on_start(name: str, values: dict[str, str]) -> None:
        if name != "Relationship" or values.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", folder, values.get("Target", "")))
        kind = values.get("Type", "").rpartition("/")[2]
        found.append(Relation(values.get("Id", ""), kind, target.lstrip("/")))

    if source in archive:
        markup.walk(archive.read(source), archive.kind, on_start)
    return [each for each in found if each.target in archive]
