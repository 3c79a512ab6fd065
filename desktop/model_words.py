"""What a model wrote for a unit that gave no task: its question and its answer, in words; pure."""

from engine.records import Outcome, Task
from engine.tasks.markers import CONTEXT, PIPE

Texts = tuple[str, str]
"""A question and an answer."""


def shown_texts(task: Task, passage: str) -> Texts:
    """Input and output as they are shown and edited: a task's own, or what can be made of the raw.

    Where a refused answer was not taken apart, what stands behind its first separator is the
    answer; further ones begin a line of it. The passage stands where the model named it.
    """
    if task.outcome is Outcome.OK or task.input or task.output:
        return task.input, task.output
    question, _separator, answer = task.raw.partition(PIPE)
    parts = (part.strip() for part in answer.split(PIPE))
    return _filled(question, passage), _filled("\n".join(filter(None, parts)), passage)


def _filled(text: str, passage: str) -> str:
    return text.strip().replace(CONTEXT, passage.strip()).strip()
