"""What the Export page says of documents that share text, and of those already in two parts."""

from desktop import wording
from desktop.background import Background, Job
from desktop.language import plural, tr
from desktop.widgets.check_list import Point
from desktop.widgets.project_check import ProjectCheck
from engine.export.kinship import kinship
from engine.records import Kinship
from engine.store import Project

_MOST_NAMED = 3
Found = tuple[Kinship, dict[int, str]]
"""What is known, and the names of the documents."""


def kinship_check(background: Background) -> ProjectCheck:
    """Compares the texts of a project's documents; each is read for it once."""
    return ProjectCheck(background, tr("Comparing documents"), _find, lambda found: point(*found))


def _find(project: Project, job: Job) -> Found:
    known = kinship(project, job.is_cancelled)
    wanted = {one for pair in known.pairs for one in (pair.one, pair.other)}
    return known, {one.id: one.name for one in project.documents.all() if one.id in wanted}


def point(known: Kinship, names: dict[int, str]) -> Point:
    """The line of the checklist; it names the first pairs."""
    if not known.families:
        return Point("kinship", tr("No two documents share text"), "good")
    pairs = known.torn or known.pairs
    named = "; ".join(
        tr(
            "{one} and {other}",
            one=names.get(pair.one, pair.one),
            other=names.get(pair.other, pair.other),
        )
        for pair in pairs[:_MOST_NAMED]
    )
    more = tr("; and {count} more", count=wording.number(len(pairs) - _MOST_NAMED)) * (
        len(pairs) > _MOST_NAMED
    )
    if known.torn:
        said = plural(
            len(known.torn),
            "{n} pair of documents that share text are in different parts already: {names}",
            "{n} pairs of documents that share text are in different parts already: {names}",
            names=named + more,
        )
        return Point("kinship", said, "warn")
    count = sum(map(len, known.families))
    said = tr(
        "{documents} share text and stay in one part: {names}",
        documents=wording.counted(count, "document"),
        names=named + more,
    )
    return Point("kinship", said, "info")
