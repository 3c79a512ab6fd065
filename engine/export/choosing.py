"""Which tasks an export writes, settled once, so that all its steps speak of the same rows."""

from collections.abc import Sequence
from dataclasses import replace

from engine.export.contents import ExportRequest
from engine.export.hiding import Hider
from engine.export.pairs import with_pair
from engine.export.shapes import PAIRS
from engine.store import Project


def chosen(project: Project, request: ExportRequest) -> Sequence[int]:
    """The ids of the tasks to write, in plan order."""
    ids = project.tasks.export_ids(
        request.only_accepted,
        one_of_each=request.one_of_each,
        narrow=request.narrow,
        instead=request.instead,
    )
    if request.format == PAIRS:
        return with_pair(project, ids, Hider(project, is_allowed=bool(request.personal_reason)))
    return ids


def near_left_out(project: Project, request: ExportRequest, rows: int) -> int:
    """How many rows there would be more if near-duplicates were kept."""
    if not request.one_of_each:
        return 0
    return max(0, len(chosen(project, replace(request, one_of_each=False))) - rows)


def unpaired(project: Project, request: ExportRequest, rows: int) -> int:
    """How many accepted tasks make no pair."""
    if request.format != PAIRS:
        return 0
    return len(chosen(project, replace(request, format="bonito"))) - rows
