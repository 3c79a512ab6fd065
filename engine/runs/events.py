"""What a run tells its listener, in the past tense; everything told is already committed.

A listener is any callable taking one `RunEvent`. It is called from the run's own thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.records import AddedTask, Outcome, RunState


@dataclass(frozen=True, slots=True)
class RunPlanned:
    """The run and its plan are stored."""

    run_id: int
    units_planned: int
    units_done: int  # not 0 when a run is resumed


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the user should know of what is computed on; a sentence."""

    run_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ModelLoaded:
    """The worker is ready; `device` is what it computes on, for people ("CPU, 2 threads")."""

    run_id: int
    device: str
    slots: int


@dataclass(frozen=True, slots=True)
class Worked:
    """No unit has ended for a few seconds, but the worker is at it.

    The tokens are those that were read and written since it was started.
    """

    run_id: int
    in_flight: int  # units
    read_tokens: int
    written_tokens: int


@dataclass(frozen=True, slots=True)
class TaskAdded:
    """A unit ended and its task is committed, with the run's numbers after it."""

    run_id: int
    task: AddedTask
    progress: "RunProgress"


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Where the run stands. Rates are averages since this start; 0 until known."""

    units_planned: int
    units_done: int
    outcomes: Mapping[Outcome, int]
    tasks_per_minute: float
    tokens_per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class WorkerRestarted:
    """The worker died, or was ended to change its slots, and is started again.

    `reason` is a sentence, `slots` what the new one has.
    """

    run_id: int
    reason: str
    slots: int


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run is over for now; `failure` is one sentence where state is FAILED."""

    run_id: int
    state: RunState
    failure: str = ""


RunEvent = RunPlanned | Told | ModelLoaded | Worked | TaskAdded | WorkerRestarted | RunEnded
Listener = Callable[[RunEvent], None]
