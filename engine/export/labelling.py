"""Which edited answers are none of the labels of their type, or of the options that were offered.

What the model writes off label fails and is never exported; an edit is what a person wrote, which
no rule judges. So edits alone are looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.records import Outcome, Task, TaskFilter, Verdict
from engine.store import Project
from engine.tasks.markers import CONTEXT
from engine.tasks.own_labels import Labels, labelled
from engine.tasks.questions import Question
from engine.tasks.rules import Answer, is_off_label
from engine.tasks.types import TASK_TYPES, AnswerRule, task_type

_AT_ONCE = 200  # tasks, some milliseconds
_TYPES = tuple(
    kind.short
    for kind in TASK_TYPES
    if kind.rule in {AnswerRule.LABEL, AnswerRule.OFFERED}
    or kind.short in {"paraphrase_id", "sentiment", "topic_class", "wsd", "sent_comp"}
)
_FAILED = frozenset({Outcome.BAD_LABEL, Outcome.NOT_OFFERED})


@dataclass(frozen=True, slots=True)
class OffLabel:
    """What an export should know of labels."""

    edited: tuple[int, ...] = ()  # tasks whose edited answer is none of them
    failed: int = 0  # units left out, because the model's answer was none of them


def off_label(project: Project, is_cancelled: Callable[[], bool] = lambda: False) -> OffLabel:
    """Look at every edit that stands, slice by slice; cancelled, it knows less."""
    counts = project.tasks.counts()
    failed = sum(one.tasks for one in counts if one.outcome in _FAILED)
    labels = {run.id: run.labels for run in project.runs.all()}
    narrow = TaskFilter(task_types=_TYPES, outcomes=(Outcome.OK,), verdicts=(Verdict.EDIT,))
    found: list[int] = []
    for ids in project.tasks.slices(narrow):
        for start in range(0, len(ids), _AT_ONCE):
            if is_cancelled():
                return OffLabel(tuple(found), failed)
            tasks = project.tasks.page(ids[start : start + _AT_ONCE])
            found += [one.id for one in tasks if _is_off(project, one, labels.get(one.run_id, ()))]
    return OffLabel(tuple(found), failed)


def is_off(project: Project, task: Task) -> bool:
    """Whether a task, as it is now, answers with none of the labels or options of its type."""
    labels = project.runs.get(task.run_id).labels
    return task.task_type in _TYPES and _is_off(project, task, labels)


def _is_off(project: Project, task: Task, labels: Labels) -> bool:
    passage = project.passages.read(task.passage_id).shown
    written = task.input.replace(passage, CONTEXT) if passage else task.input
    kind = labelled(task_type(task.task_type), labels)
    return is_off_label(Answer(kind, Question(written, passage), task.output))
