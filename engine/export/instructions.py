"""An instruction of the user's own for each task type, put in front of the input of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from engine.errors import BadSetting
from engine.records import Task
from engine.tasks.types import TASK_TYPES, task_type

LONGEST = 4_000  # characters
Instructions = tuple[tuple[str, str], ...]
"""Pairs of a task type's short name and its text, in the order of the table of task types."""


def parse_instructions(given: Iterable[str]) -> Instructions:
    """From texts such as `qa=Answer briefly.` or `qa=@FILE`; raises `BadSetting`."""
    found = dict[str, str]()
    for text in given:
        name, equals, wording = text.partition("=")
        if not equals:
            raise BadSetting(f"“{text}” is not of the form TYPE=TEXT; write it so.")
        found[task_type(name).short] = _text_of(wording)
    return check_instructions(found)


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


def _text_of(wording: str) -> str:
    if not wording.startswith("@"):
        return wording
    path = Path(wording[1:]).expanduser()
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadSetting(f"“{path}” can't be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise BadSetting(f"“{path}” is not UTF-8 text; save it as UTF-8 first.") from error
