"""What a proof of an export against its project is made of: lines, differences, sentences."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from engine.store import LogEntry, Project

_SHOWN = 60  # characters of a value


@dataclass(slots=True)
class ExportProof:
    """What was found; the project holds what the export says if there is no problem."""

    problems: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])  # what can't be shown or has changed since
    rows: int = 0  # that were compared
    changed_since: int = 0  # of these, decided on after the export
    entry: LogEntry | None = None  # that tells of the export


class ProvedLine(NamedTuple):
    """A row as it lies in the folder."""

    place: str  # file and number of the line
    row: dict[str, Any]


def is_masked_anew(project: Project, proof: ExportProof) -> bool:
    """Something was decided on personal data after the export."""
    entry = proof.entry
    return entry is not None and any(
        one.event == "personal" and one.number > entry.number for one in project.log.all()
    )


def differences(
    row: Mapping[str, Any], expected: Mapping[str, Any], path: str
) -> Iterator[tuple[str, object, object]]:
    """Key, value and expected value; a key that only other versions write is no difference."""
    for key, value in row.items():
        if key not in expected:
            continue
        wanted, name = expected[key], f"{path}{key}"
        if isinstance(value, dict) and isinstance(wanted, dict):
            yield from differences(
                cast("dict[str, Any]", value), cast("dict[str, Any]", wanted), f"{name}."
            )
        elif value != wanted:
            yield name, value, wanted


def said(value: object) -> str:
    """A value as a sentence quotes it."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
