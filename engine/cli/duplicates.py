"""`duplicates`: find the tasks of a project that say nearly the same, and list them in groups."""

import argparse
from collections.abc import Iterator, Sequence

from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.export.comparing import compare
from engine.records import NearCounts, Task
from engine.store import Project

_SHOWN = 20  # groups, for people
_WIDE = 72  # characters that are shown of a task


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    with open_project(arguments) as project:
        counts = compare(project)
        groups = project.tasks.near.groups()
        content = {**near_content(counts), "groups_found": groups}
        output.result(content, _lines(project, counts, groups))
    return 0


def near_content(counts: NearCounts) -> dict[str, object]:
    """What is known of near-duplicates, as programs read it."""
    return {
        "groups": counts.groups,
        "tasks": counts.tasks,
        "superfluous": counts.superfluous,
        "is_current": counts.is_current,
    }


def near_lines(counts: NearCounts) -> Iterator[str]:
    """The same for people; nothing where there is none."""
    if counts.tasks:
        more = "" if counts.is_current else "; not all tasks were compared yet (“duplicates”)"
        groups = counted(counts.groups, "group")
        yield f"Near-duplicates  {counted(counts.tasks, 'task')} in {groups}{more}"


def _lines(project: Project, counts: NearCounts, groups: Sequence[Sequence[int]]) -> Iterator[str]:
    if not groups:
        yield "No two tasks say nearly the same."
        return
    groups_said = counted(counts.groups, "group")
    yield (
        f"{counted(counts.tasks, 'task')} say nearly the same as others, in {groups_said}; "
        "the first of each group stands for all in an export"
    )
    for group in groups[:_SHOWN]:
        for task in project.tasks.page(group[:_SHOWN]):
            yield f"{task.id:>7}  {task.task_type:<14}{_end(task)}"
        yield ""
    if len(groups) > _SHOWN:
        yield f"... and {counted(len(groups) - _SHOWN, 'more group')}; see --json"


def _end(task: Task) -> str:
    flat = " ".join(f"{task.input} → {task.output}".split())
    return flat if len(flat) <= _WIDE else f"…{flat[-_WIDE:]}"


DUPLICATES = Command(
    name="duplicates",
    summary="find tasks that say nearly the same, also over documents and runs",
    example="duplicates work.bonito",
    add_arguments=add_project,
    perform=_perform,
)
