"""What a run needs to generate, put together before its thread begins."""

from dataclasses import dataclass

from engine.processes.child import ChildMain
from engine.records import Run
from engine.runs.placing import Placing
from engine.tasks.attempts import DEFAULT_POLICY, Policy
from models.prompting import Prompting

FAULT = (
    "The run ended because of a fault in this application; what was saved is safe. "
    "Resume it, and report the fault if it happens again."
)


@dataclass(frozen=True, slots=True)
class Job:
    """A run as stored, its prompting, where its model goes."""

    run: Run
    prompting: Prompting
    placing: Placing
    worker: ChildMain  # what runs in the child
    attempts: Policy = DEFAULT_POLICY
    composed: tuple[str, ...] = ()  # types that code puts together: `tasks/composing.py`
