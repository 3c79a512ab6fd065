"""What a split will give, before anything is written: the documents and rows of each part."""

from collections import Counter
from collections.abc import Mapping

from engine.export.choosing import chosen
from engine.export.contents import ExportRequest
from engine.export.shapes import PASSAGES
from engine.export.sharing import share_out
from engine.records import PARTS
from engine.store import Project


def forecast(project: Project, request: ExportRequest) -> Mapping[str, tuple[int, int]]:
    """Documents and rows by part, in the parts' order; empty where that is not known.

    As an export would share them out, with the parts that are given already. Raises `BadSetting`
    for percentages that make no split.
    """
    if request.format == PASSAGES or request.split is None:
        return {}
    rows = project.tasks.of_documents(chosen(project, request))
    parts = share_out(project, request, (), rows).parts
    documents = Counter(parts.values())
    counts = Counter[str]()
    for one, part in parts.items():
        counts[part] += rows[one]
    return {part: (documents[part], counts[part]) for part in PARTS if part in documents}
