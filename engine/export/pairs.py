"""Pairs of answers to one question, of which a person wanted one: for preference training (DPO).

The answer that was not wanted is what the model had written where a reviewer edited the answer and
left the question; else that of a rejected task of the same passage and type that asks the same,
case and white space aside. An accepted task without either makes no pair, and each makes one. An
answer that was accepted for the same question in another task is never the one not wanted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.export.hiding import Hider
from engine.records import Task, Verdict
from engine.store import Project

EDITED, REJECTED = "edit", "reject"


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The answer that was not wanted, and how that is known."""

    answer: str
    decision: str  # EDITED or REJECTED
    task: Task  # whose answer it was
    masked: int


class Pairs:
    """Finds for a task what was not wanted."""

    def __init__(self, project: Project, hider: Hider) -> None:
        self._project, self._hider = project, hider

    def of(self, task: Task) -> Unwanted | None:
        """The other answer to its question; None if there is none, or it can't be shown."""
        if task.verdict not in {Verdict.ACCEPT, Verdict.EDIT}:
            return None
        for answer, decision, other in self._candidates(task):
            found = self._shown(answer, decision, other, task)
            if found is not None and not self._is_wanted(answer, task):
                return found
        return None

    def _candidates(self, task: Task) -> Iterator[tuple[str, str, Task]]:
        if task.is_edited and _same(task.model_input, task.input):
            yield task.model_output, EDITED, task
        for other in self._beside(task, Verdict.REJECT):
            if _same(other.input, task.input):
                yield other.output, REJECTED, other

    def _is_wanted(self, answer: str, task: Task) -> bool:
        """Another accepted task answers the same question so."""
        return any(
            _same(other.input, task.input) and _same(other.output, answer)
            for other in self._beside(task, Verdict.ACCEPT, Verdict.EDIT)
        )

    def _beside(self, task: Task, *verdicts: Verdict) -> list[Task]:
        return self._project.tasks.decided_beside(task.passage_id, task.task_type, *verdicts)

    def _shown(self, answer: str, decision: str, task: Task, wanted: Task) -> Unwanted | None:
        if not answer.strip() or _same(answer, wanted.output):
            return None
        shown = self._hider.shown(answer, task.document_id)
        if shown.is_held_back:
            return None
        if _same(shown.text, self._hider.shown(wanted.output, wanted.document_id).text):
            return None  # they differ in nothing but what got a pseudonym
        return Unwanted(shown.text, decision, task, shown.masked)


def with_pair(project: Project, ids: Sequence[int], hider: Hider) -> list[int]:
    """Those of these tasks that make a pair."""
    pairs = Pairs(project, hider)
    return [task.id for task in project.tasks.in_slices(ids) if pairs.of(task) is not None]


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
