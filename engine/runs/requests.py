"""What a run may be asked for: all that can be refused before any document is read."""

from collections.abc import Collection

from engine.errors import BadSetting, NothingToDo, UnknownTaskType
from engine.records import RunRequest, Sampling
from engine.runs.machine import SLOTS_ALLOWED
from engine.store import Project
from engine.tasks.agreement import check_samples
from engine.tasks.own_labels import check_labels
from engine.tasks.rules import rules_off
from engine.tasks.types import TaskType, task_type


def check_request(project: Project, request: RunRequest) -> tuple[TaskType, ...]:
    """The task types that are asked for, each once; raises the `RequestError` that says why not."""
    wanted = check_types(request.task_types)
    _check_numbers(request)
    _check_sampling(request.sampling)
    rules_off(request.rules_off)
    check_samples(request.agree or 0)
    _check_labels(request)
    project.runs.check_none_running()
    _check_documents(project, request.document_ids)
    return wanted


def check_types(names: Collection[str]) -> tuple[TaskType, ...]:
    """The task types of these names, each once; raises `UnknownTaskType`."""
    if not names:
        raise UnknownTaskType("No task type is chosen; choose at least one.")
    return tuple({kind.short: kind for kind in map(task_type, names)}.values())


def _check_labels(request: RunRequest) -> None:
    """Own labels can be such, and each belongs to a type of the run."""
    for short, _labels in check_labels(request.labels):
        if short not in {task_type(name).short for name in request.task_types}:
            raise BadSetting(f"Labels are given for {short}, which the run does not write; add it.")


def _check_numbers(request: RunRequest) -> None:
    if request.samples not in range(1, 101):
        raise BadSetting(f"{request.samples} samples can't be made; choose from 1 to 100.")
    if request.slots is not None and request.slots not in SLOTS_ALLOWED:
        raise BadSetting(
            f"{request.slots} sequences at once can't be run; "
            f"choose from {SLOTS_ALLOWED[0]} to {SLOTS_ALLOWED[-1]}."
        )
    if request.limit_units is not None and request.limit_units < 1:
        raise BadSetting(f"A limit of {request.limit_units} units makes nothing; choose 1 or more.")


def _check_sampling(sampling: Sampling) -> None:
    if not 0 <= sampling.temperature <= 2:
        raise BadSetting(f"The temperature {sampling.temperature:g} is not from 0 to 2.")
    if not 0 < sampling.top_p <= 1:
        raise BadSetting(f"Top-p {sampling.top_p:g} is not above 0 and at most 1.")
    if sampling.max_tokens not in range(1, 2049):
        raise BadSetting(f"{sampling.max_tokens} tokens for an answer are not from 1 to 2,048.")
    if sampling.seed not in range(2**63):
        raise BadSetting(f"The seed {sampling.seed} is not from 0 to 2^63 - 1.")


def _check_documents(project: Project, document_ids: Collection[int] | None) -> None:
    for document_id in document_ids or ():
        project.documents.get(document_id)
    if document_ids == () or not project.documents.all():
        raise NothingToDo("There is no document to read; import or choose one first.")
