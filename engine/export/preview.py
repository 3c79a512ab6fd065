"""The first rows of an export, exactly as they will be written, without writing them."""

from collections.abc import Iterator
from dataclasses import replace

from engine.export.contents import ExportRequest
from engine.export.explaining import Explainer
from engine.export.hiding import Hider
from engine.export.instructions import check_instructions
from engine.export.pairs import Pairs
from engine.export.passages import PassageRows
from engine.export.personal import as_written
from engine.export.shapes import PAIRS, PASSAGES, Row, check_shape
from engine.export.writing import Sources
from engine.records import Task
from engine.store import Project

_LOOKED_AT = 300  # accepted tasks, among which pairs are looked for


def preview(project: Project, request: ExportRequest, count: int) -> list[Row]:
    """The first `count` rows; of near-duplicates perhaps one too many, see `Task.near`.

    Raises `BadSetting` for a shape that can't be. Quick however many tasks
    there are; pairs are looked for among the first 300 accepted ones.
    """
    check_shape(request)
    if request.format == PASSAGES:
        ids = project.paragraphs.ids(request.narrow.document_ids)[:count]
        return [one.row for one in PassageRows(project, request).of(ids) if one.row is not None]
    request = replace(request, instructions=check_instructions(request.instructions))
    return list(_rows(project, request, first_tasks(project, request, count)))


def first_tasks(project: Project, request: ExportRequest, count: int) -> list[Task]:
    """The tasks of the first rows."""
    if request.format == PAIRS:
        pairs = Pairs(project, Hider(project, is_allowed=bool(request.personal_reason)))
        tasks = project.tasks.export_preview(_LOOKED_AT, only=request.only)
        return [task for task in tasks if pairs.of(task) is not None][:count]
    return project.tasks.export_preview(count, only=request.only)


def _rows(project: Project, request: ExportRequest, tasks: list[Task]) -> Iterator[Row]:
    sources = Sources(project)
    hider = Hider(project, is_allowed=bool(request.personal_reason))
    explainer = Explainer(project, request, hider)
    for written in as_written(project, tasks):
        yield explainer.row(written, sources.of(written.task))
