"""The newest export of a project, as its log tells of it."""

import json
from dataclasses import dataclass
from typing import Any, cast

from engine.export.contents import anchor_line
from engine.store import Project


@dataclass(frozen=True, slots=True)
class LastExport:
    """When it was (ISO 8601), how many rows, and the line that proves it."""

    at: str
    rows: int
    anchor: str


def last_export(project: Project) -> LastExport | None:
    """None before the first; one of a version whose log told fewer facts is passed over."""
    entry = project.log.newest("exported")
    facts = cast("dict[str, Any]", json.loads(entry.facts or "{}")) if entry else {}
    if entry is None or "rows" not in facts:
        return None
    line = anchor_line(str(facts.get("manifest_sha256", "")), entry.number, entry.hash)
    return LastExport(entry.at, int(facts["rows"]), line)
