"""Give each document its part: the one it has, that of its family, or a new one that is kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.export.contents import ExportRequest
from engine.export.kinship import kinship
from engine.export.split import assign, check_split
from engine.records import PARTS, Kinship
from engine.store import Project


@dataclass(frozen=True, slots=True)
class Shares:
    """The tasks or passages to write, the part of each of their documents, and what that rests on.

    Without a split all is in the first part, nothing is kept, and `kinship` is None.
    """

    tasks: Sequence[int]
    parts: Mapping[int, str]
    given_before: Mapping[int, str]  # by earlier exports, also to documents without rows now
    kinship: Kinship | None = None


def share_out(
    project: Project, request: ExportRequest, tasks: Sequence[int], rows: Mapping[int, int]
) -> Shares:
    """The parts of the documents of these tasks (or passages); `rows` are those of each document.

    Raises `BadSetting` for percentages that make no split.
    """
    before = project.parts.all()
    if request.split is None:
        return Shares(tasks, dict.fromkeys(rows, PARTS[0]), before)
    weights = check_split(request.split)
    known = kinship(project)
    sha256 = {one.id: one.sha256 for one in project.documents.all() if one.id in rows}
    return Shares(tasks, parts_of(rows, sha256, known, weights), before, known)


def parts_of(
    rows: Mapping[int, int],
    sha256: Mapping[int, str],
    known: Kinship,
    weights: tuple[int, ...],
) -> dict[int, str]:
    """The part of each document, from its rows, its hash, its family and the parts given so far."""
    given = _given(rows, known)
    filled = Counter[str]()
    for one, part in given.items():
        filled[part] += rows[one]
    units = _units([one for one in rows if one not in given], known, sha256)
    counts = {name: sum(rows[one] for one in unit) for name, unit in units.items()}
    new = assign(counts, weights, filled)
    parts = given | {one: new[name] for name, unit in units.items() for one in unit}
    return {one: parts[one] for one in rows}


def _given(rows: Mapping[int, int], known: Kinship) -> dict[int, str]:
    """The parts of documents that have one, or whose family has; of several, where most is."""
    before = known.parts
    given = {one: before[one] for one in rows if one in before}
    for family in known.families:
        parts = Counter(before[one] for one in family if one in before)
        if parts:
            (usual, _count), *_ = parts.most_common(1)
            given |= {one: usual for one in family if one in rows and one not in before}
    return given


def _units(ids: Sequence[int], known: Kinship, sha256: Mapping[int, str]) -> dict[str, list[int]]:
    """What is to be kept together, by the smallest SHA-256 in it."""
    first = {one: family[0] for family in known.families for one in family}
    units = dict[int, list[int]]()
    for one in ids:
        units.setdefault(first.get(one, one), []).append(one)
    return {min(sha256[one] for one in unit): unit for unit in units.values()}
