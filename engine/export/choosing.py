"""Which tasks an export writes, settled once, so that all its steps speak of the same rows."""

from collections.abc import Sequence
from dataclasses import replace

from engine.export.contents import ExportRequest
from engine.store import Project


def chosen(project: Project, request: ExportRequest) -> Sequence[int]:
    """The ids of the tasks to write, in plan order."""
    return project.tasks.export_ids(
        request.only_accepted,
        one_of_each=request.one_of_each,
        narrow=request.narrow,
        instead=request.instead,
    )


def near_left_out(project: Project, request: ExportRequest, rows: int) -> int:
    """How many rows there would be more if near-duplicates were kept."""
    if not request.one_of_each:
        return 0
    return max(0, len(chosen(project, replace(request, one_of_each=False))) - rows)
