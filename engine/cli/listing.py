"""`review --list`: the queue as it would be reviewed, with counts, signals and habits."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from engine.cli.filtering import task_filter
from engine.cli.output import Output, counted
from engine.records import CheckKind, Facets, Near, Outcome, SelfAgreement, Task
from engine.store import Project
from engine.store.facets import never
from engine.tasks import agreement
from engine.tasks.habits import habits, sentences
from engine.tasks.support import TYPES, claims, unsupported
from engine.tasks.types import TASK_TYPES

SORTS = ("doubt", "saved")
LIMIT = 50
Word = TypeVar("Word", bound=str | None)
_WIDE = 72  # characters of a line that are shown of a text


def list_tasks(project: Project, arguments: argparse.Namespace, output: Output) -> None:
    """Say which tasks the filters mean, the most doubtful first unless asked otherwise."""
    narrow = task_filter(project, arguments, doubtful_first=arguments.sort != "saved")
    ids = project.tasks.ids(narrow)
    limit = arguments.limit or LIMIT
    tasks = project.tasks.page(ids[:limit])
    missing = {task.id: _unsupported(project, task) for task in tasks}
    facets = project.tasks.facets(narrow)
    names = {kind.short: kind.name for kind in TASK_TYPES}
    found = habits(project.tasks.checks.forms(never))
    content = {
        "tasks_found": len(ids),
        "tasks": [_content(project, task, missing[task.id]) for task in tasks],
        "counts": counts_content(facets),
        "habits": [
            {"run": one.run_id, "task_type": one.task_type, "form": one.form,
             "tasks": one.tasks, "of": one.of}
            for one in found
        ],
    }  # fmt: skip
    for sentence in sentences(found, names):
        output.note(f"A habit: {sentence}")
    output.result(content, _lines(len(ids), tasks, missing))


def counts_content(facets: Facets) -> dict[str, dict[str, int]]:
    """How many tasks each entry of a filter would leave, as programs read it."""
    return {
        "type": dict(facets.task_types),
        "document": _by_name(facets),
        "evidence": _words(facets.evidence),
        "outcome": _words(facets.outcomes),
        "decision": _words(facets.verdicts),
        "doubt": _words(facets.doubts),
        "near": {word.value: facets.near.get(word, 0) for word in Near},
        "language": {code or "unknown": count for code, count in facets.languages.items()},
    }


def _words(counts: Mapping[Word, int]) -> dict[str, int]:
    return {"none" if word is None else str(word): count for word, count in counts.items()}


def _by_name(facets: Facets) -> dict[str, int]:
    found = dict[str, int]()
    for document_id, count in facets.documents.items():
        name = facets.names[document_id]
        found[name] = found.get(name, 0) + count
    return found


def _content(project: Project, task: Task, missing: Sequence[str]) -> dict[str, object]:
    signals = {
        check.kind.value: check.value
        for check in project.tasks.checks.of(task.id)
        if check.kind is not CheckKind.FORM
    }
    return {
        "task": task.id,
        "task_type": task.task_type,
        "document": task.document_name,
        "outcome": task.outcome.value,
        "refused": task.refused.value if task.refused else "",
        "evidence": task.evidence.grade.value,
        "evidence_places": task.evidence.places,
        "unsupported": list(missing),
        "decision": task.verdict.value if task.verdict else "",
        "doubt": task.doubt.value if task.doubt else "",
        "near_duplicates": task.near,
        "signals": signals,
        "self_agreement": agreement_content(task.agreement),
        "input": task.input,
        "output": task.output,
    }


def _unsupported(project: Project, task: Task) -> tuple[str, ...]:
    """The numbers, dates and names of an answer in free words that its passage does not hold."""
    is_free = task.task_type in TYPES and task.outcome is Outcome.OK
    if not is_free or task.evidence.start is not None:
        return ()
    return unsupported(claims(task.output, project.passages.read(task.passage_id).shown))


def agreement_content(found: SelfAgreement | None) -> dict[str, object] | None:
    """The self-agreement of a task as programs read it; null where there is none."""
    if found is None:
        return None
    others = [{"answer": text, "times": times} for text, times in found.others]
    return {"same": found.same, "of": found.of, "others": others}


def _lines(
    found: int, tasks: Sequence[Task], missing: Mapping[int, Sequence[str]]
) -> Iterator[str]:
    yield f"{counted(found, 'task')}, {len(tasks):,} shown"
    for task in tasks:
        doubt = f"{task.doubt} doubt" if task.doubt else "doubt unknown"
        said = task.verdict.value if task.verdict else "not reviewed"
        near = f", {counted(task.near, 'near-duplicate')}" if task.near else ""
        yield f"{task.id:>7}  {task.task_type:<14}{doubt:<14}{said:<13}{task.outcome}{near}"
        for text in (task.input, task.output):
            yield f"         {_end(text)}"
        if missing[task.id]:
            yield f"         Not in the passage: {', '.join(missing[task.id])}"
        if task.agreement:
            yield f"         {agreement.sentence(task.agreement)}"


def _end(text: str) -> str:
    """The end of a text, for there a question stands; its passage comes before."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDE else f"…{flat[-_WIDE:]}"
