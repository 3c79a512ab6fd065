"""Possible personal data before an export: look for it, hold the export until all is decided, mask.

What is looked at are the well-formed tasks as they would be written, with the passage that stands
in them, and with the texts of reviewers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.errors import PersonalDataUndecided
from engine.export.choosing import chosen
from engine.export.contents import ExportRequest
from engine.personal.finding import VERSION, Finder
from engine.personal.masking import masked
from engine.personal.own_words import OwnWords
from engine.records import (
    ComparedTask,
    PersonalChoice,
    PersonalHit,
    PlacedMask,
    Task,
    TaskHit,
)
from engine.store import Project

_PAGE = 500  # tasks whose finds are read at once
_MOST_PASSAGES = 2_000  # whose finds are remembered: tasks of one follow each other


def never() -> bool:
    """Nobody cancels."""
    return False


def look(project: Project, is_cancelled: Callable[[], bool] = never) -> None:
    """Find possible personal data in all well-formed tasks, unless that was done.

    What was decided on a value stays decided. The project is free for others meanwhile.
    """
    seen = project.tasks.near.seen()
    if project.personal.is_current(VERSION, seen):
        return
    finders = _Finders(project)
    for part in project.tasks.near.all():
        if is_cancelled():
            return
        found = [hit for task in part for hit in finders.hits(task)]
        project.personal.save([task.id for task in part], found)
    project.personal.finish(seen, VERSION)


class _Finders:
    """One finder for each language; what stands in a passage is looked for once, mostly."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._words = OwnWords(project.personal.words())
        self._languages = {one.id: one.language for one in project.documents.all()}
        self._finders = dict[str, Finder]()
        self._passages = dict[int, tuple[str, list[PersonalHit], Finder]]()

    def hits(self, task: ComparedTask) -> Iterator[TaskHit]:
        """What is found in a task."""
        for part, text in (("input", task.input), ("output", task.output)):
            for hit in self._find(text, task.passage_id):
                yield TaskHit(task.id, part, hit)

    def _find(self, text: str, passage_id: int) -> Iterator[PersonalHit]:
        passage, hits, finder = self._passage(passage_id)
        place = text.find(passage) if passage else -1
        if place < 0:
            yield from finder.find(text)
            return
        end = place + len(passage)
        yield from finder.find(text[:place])
        yield from (_moved(hit, place) for hit in hits)
        yield from (_moved(hit, end) for hit in finder.find(text[end:]))

    def _passage(self, passage_id: int) -> tuple[str, list[PersonalHit], Finder]:
        if passage_id not in self._passages:
            if len(self._passages) >= _MOST_PASSAGES:
                self._passages.clear()
            document_id = self._project.passages.get(passage_id).document_id
            finder = self._finder(self._languages.get(document_id, ""))
            text = self._project.passages.read(passage_id).shown.strip()
            self._passages[passage_id] = (text, finder.find(text), finder)
        return self._passages[passage_id]

    def _finder(self, language: str) -> Finder:
        if language not in self._finders:
            self._finders[language] = Finder(self._words, language)
        return self._finders[language]


def _moved(hit: PersonalHit, by: int) -> PersonalHit:
    return replace(hit, start=hit.start + by, end=hit.end + by)


def hold(project: Project, request: ExportRequest) -> None:
    """Raise `PersonalDataUndecided` if a row would hold something that nobody decided on.

    With a reason in the request it goes on, and the log says so.
    """
    look(project)
    found = project.personal.settled(chosen(project, request))
    undecided = [one for one in found if one.choice is None]
    if not undecided:
        return
    said = ", ".join(f"{one.values:,} × {one.kind}" for one in undecided)
    if not request.personal_reason:
        raise PersonalDataUndecided(
            f"Possible personal data that nobody decided on: {said}. Decide on it under Export, or "
            "with the command “personal”; or export it as it is and say why (--allow-personal)."
        )
    project.log.add("personal", f"exported undecided: {said}. {request.personal_reason}")


@dataclass(frozen=True, slots=True)
class Written:
    """A task as its row says it, with the number of pseudonyms in it."""

    task: Task
    masked: int
    is_edited: bool  # by a reviewer


def as_written(project: Project, tasks: Iterable[Task]) -> Iterator[Written]:
    """The tasks with pseudonyms where that was decided."""
    page = list[Task]()
    for task in tasks:
        page.append(task)
        if len(page) == _PAGE:
            yield from _masked(project, page)
            page.clear()
    yield from _masked(project, page)


def _masked(project: Project, tasks: Sequence[Task]) -> Iterator[Written]:
    found = project.personal.masks([task.id for task in tasks])
    for task in tasks:
        masks = [m for m in found.get(task.id, ()) if m.choice is PersonalChoice.MASK]
        if masks:
            input_text, output_text = (_part(task, masks, name) for name in ("input", "output"))
            shown = replace(task, input=input_text, output=output_text)
            yield Written(shown, len(masks), task.is_edited)
        else:
            yield Written(task, 0, task.is_edited)


def _part(task: Task, masks: Iterable[PlacedMask], name: str) -> str:
    text = task.input if name == "input" else task.output
    return masked(text, (mask for mask in masks if mask.part == name))
