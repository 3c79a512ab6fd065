"""Build the prompt for one unit; pure."""

import hashlib
from dataclasses import dataclass

from engine.tasks.markers import without_orders
from engine.tasks.types import TaskType
from models.prompting import Prompting, Segment


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is asked. `opening` is the part of its answer that stands in the prompt."""

    segments: tuple[Segment, ...]
    opening: str
    sha256: str  # of the prompt's whole text in UTF-8


def build(prompting: Prompting, task_type: TaskType, passage: str) -> Prompt:
    """The prompt for a task type over a passage, which is stripped as in the reference library.

    Bonito's markers in the passage are defused: a document can't ask for another task type.
    """
    text = without_orders(passage.strip())
    segments = prompting.segments(task_type.short, task_type.name, text)
    return Prompt(segments, prompting.opening(task_type.short), _sha256(segments))


def going_on(prompt: Prompt, opening: str) -> Prompt:
    """The prompt with a longer opening, which begins with the one it has: the model's own words."""
    more = opening.removeprefix(prompt.opening)
    segments = (*prompt.segments, Segment(more, is_markup=False))
    return Prompt(segments, opening, _sha256(segments))


def is_from_example(prompting: Prompting, raw: str, passage: str) -> bool:
    """An answer names somebody of the prompt's examples whom the passage does not know."""
    return any(name in raw and name not in passage for name in prompting.names)


def longest_frame(prompting: Prompting, task_types: tuple[TaskType, ...]) -> int:
    """The most bytes that a prompt of these types holds beside its passage."""
    frames = (prompting.segments(kind.short, kind.name, "") for kind in task_types)
    return max(sum(len(part.text.encode()) for part in frame) for frame in frames)


def _sha256(segments: tuple[Segment, ...]) -> str:
    text = "".join(segment.text for segment in segments)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
