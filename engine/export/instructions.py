"""An instruction of the user's own for each task type, put in front of the input of its rows."""

from collections.abc import Mapping
from dataclasses import replace

from engine.errors import BadSetting
from engine.records import Task
from engine.tasks.types import TASK_TYPES, task_type

LONGEST = 4_000  # characters
Instructions = tuple[tuple[str, str], ...]
"""Pairs of a task type's short name and its text, in the order of the table of task types."""


def check_instructions(given: Mapping[str, str] | Instructions) -> Instructions:
    """The instructions in their order, without empty ones; raises `BadSetting`."""
    found = {short: text.strip() for short, text in dict(given).items()}
    for short, text in found.items():
        if len(text) > LONGEST:
            raise BadSetting(
                f"The instruction for {task_type(short).short} has {len(text):,} characters; take "
                f"{LONGEST:,} at most."
            )
    return tuple((kind.short, found[kind.short]) for kind in TASK_TYPES if found.get(kind.short))


def instructed(task: Task, instructions: Instructions) -> Task:
    """The task with its type's instruction in front of its input, a blank line between."""
    text = dict(instructions).get(task.task_type)
    return replace(task, input=f"{text}\n\n{task.input}") if text else task
