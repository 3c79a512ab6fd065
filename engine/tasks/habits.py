"""Habits of a model: the same question and answer, whatever the passage says; pure.

A form is what was asked and answered, folded and without the passage. Nano called 5 of 5 contracts
"First Party Collection and Use", and asked museums and landlords whether they sell users' data.
Where a model has a habit it is sure of itself and wrong, so likelihood says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from engine.records import Habit
from engine.tasks.folding import words

SHARE = 0.1  # of a run's tasks of a type that one form may fill
FEWEST = 20  # tasks of the type; of fewer a tenth is one or two
_LONGEST = 160  # characters that are kept of a form

Form = tuple[int, str, str]
"""Run, task type, form."""


def form_of(input: str, output: str, passage: str) -> str:  # noqa: A002 as in `TaskDraft`
    """What was asked and answered, apart from case, punctuation and the passage itself."""
    asked = input.replace(passage.strip(), " ")
    return f"{' '.join(words(asked))} → {' '.join(words(output))}"[-_LONGEST:]


def habits(forms: Mapping[Form, int]) -> tuple[Habit, ...]:
    """The forms that fill too much, the largest first."""
    of = Counter[tuple[int, str]]()
    for (run_id, task_type, _form), count in forms.items():
        of[run_id, task_type] += count
    found = (
        Habit(run_id, task_type, form, count, of[run_id, task_type])
        for (run_id, task_type, form), count in forms.items()
        if of[run_id, task_type] >= FEWEST and count > SHARE * of[run_id, task_type]
    )
    return tuple(sorted(found, key=lambda habit: -habit.tasks))


def sentences(found: Iterable[Habit], names: Mapping[str, str]) -> tuple[str, ...]:
    """Each habit for people; `names` are those of the task types."""
    return tuple(
        f"{habit.tasks:,} of {habit.of:,} tasks of run {habit.run_id} of the type "
        f"{names[habit.task_type]} say the same: “{habit.form}”."
        for habit in found
    )
