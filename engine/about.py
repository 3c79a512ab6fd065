"""What this application consists of: its version, the works of others in it, and their licences.

The packaged program carries a list of what lies inside it (an SBOM in CycloneDX's shape) with all
licence texts. Run from source, the same is told from what is installed.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.version import DISTRIBUTION

SBOM, LICENCES = "sbom.cdx.json", "licences.txt"


@dataclass(frozen=True, slots=True)
class Component:
    """One work of others as it is listed; `licence` in SPDX or in its authors' words."""

    name: str
    version: str
    licence: str


def folder() -> Path | None:
    """Where the packaged program keeps its list; None when run from source."""
    unpacked = getattr(sys, "_MEIPASS", None)  # where PyInstaller puts data files
    found = Path(unpacked, "about") if unpacked else None
    return found if found and (found / SBOM).is_file() else None


def components(place: Path | None = None) -> tuple[Component, ...]:
    """What is inside, by name. `place` holds the list of a packaged program."""
    found = _listed(place) if place else _installed(DISTRIBUTION)
    return tuple(sorted(found, key=lambda part: part.name.casefold()))


def licences(place: Path | None = None) -> str:
    """The text of every licence, for reading; from source, where to find them."""
    if place:
        return (place / LICENCES).read_text(encoding="utf-8")
    return "Run from source: each package keeps its licence in its own .dist-info folder."


def _listed(place: Path) -> Iterator[Component]:
    content: dict[str, Any] = json.loads((place / SBOM).read_text(encoding="utf-8"))
    for part in content["components"]:
        said = part["licenses"][0]
        licence = said.get("expression") or said["license"]["name"]
        yield Component(part["name"], part["version"], licence)


def _installed(root: str) -> Iterator[Component]:
    """The distributions that `root` requires, over any number of steps."""
    seen, waiting = {root}, _requirements(root)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            facts: Any = metadata.metadata(name)  # a mail message, of which the stubs know little
        except metadata.PackageNotFoundError:  # for another system or Python
            continue
        waiting += _requirements(name)
        yield Component(name, str(facts["Version"]), _licence(facts))


def _licence(facts: Any) -> str:  # noqa: ANN401 as above
    """As a distribution names it: in its own field, or else among its classifiers."""
    said = facts.get("License-Expression") or facts.get("License") or ""
    classes: list[str] = facts.get_all("Classifier") or []
    named = [one.rpartition(" :: ")[2] for one in classes if one.startswith("License :: ")]
    first = str(said).strip().split("\n")[0]
    return first or "; ".join(named) or "see its package"


def _requirements(name: str) -> list[str]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    wanted = (line.partition(";") for line in lines)
    return [_name(line) for line, _, marker in wanted if "extra ==" not in marker]


def _name(requirement: str) -> str:
    """`lxml` of `lxml>=6.1,<7`."""
    end = next((i for i, mark in enumerate(requirement) if mark in "[<>=!~ ("), len(requirement))
    return requirement[:end].lower().replace("_", "-")
