"""Runs: what was asked for, with which model and sampling, and the units that were planned."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from engine.records.devices import ComputedOn
from engine.records.made import Way
from engine.records.tasks import Outcome


class RunState(StrEnum):
    """Where a run stands. INTERRUPTED is what a run left RUNNING by a dead process becomes.

    PLANNED has its units and waits for somebody to start it.
    GIVEN_UP ended before its plan did, and nobody waits for the rest; it can still be resumed.
    """

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    GIVEN_UP = "given up"


class SentenceRule(StrEnum):
    """Which pieces of a text a run reads as single sentences (`engine/passages/choice.py`).

    A run keeps the rule that it was planned by. So no rule ever changes: a better one is another.
    """

    ALL = "all"  # before version 27 of the tables: headings and rows of tables too
    WITHOUT_FRAGMENTS = "without fragments 1"


NEWEST_SENTENCE_RULE = SentenceRule.WITHOUT_FRAGMENTS


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model wrote a task, so that it can be found again years later."""

    name: str
    path: str
    sha256: str
    prompting: str
    adapter_sha256: str = ""  # of the LoRA adapter laid over it, if there is one

    @property
    def way(self) -> Way:
        """What units have to have in common with others to count as made by the same model."""
        return Way(self.sha256, self.prompting, self.adapter_sha256)

    def is_same_file(self, other: "ModelIdentity") -> bool:
        """The same bytes, whatever they are called and however they are asked."""
        return replace(self.way, prompting="") == replace(other.way, prompting="")


@dataclass(frozen=True, slots=True)
class Sampling:
    """The sampler's settings. The defaults are the reference library's."""

    temperature: float = 0.5
    top_p: float = 0.95
    max_tokens: int = 256
    seed: int = 42


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What the user asks for: everything needed to plan and start a run."""

    model: str  # a catalogue name or a path to a .gguf file
    task_types: tuple[str, ...]  # short names
    samples: int = 1
    sampling: Sampling = field(default_factory=Sampling)
    slots: int | None = None  # sequences generated at once; None lets the machine decide
    limit_units: int | None = None
    document_ids: tuple[int, ...] | None = None  # None means all
    trained_languages_only: bool = False  # leaves documents in other languages out
    fill_gaps: bool = False  # only passages without a kept task of the type
    only_missing: bool = False  # leaves out what earlier runs made in the same way
    rules_off: tuple[Outcome, ...] = ()  # rules that its answers are not judged by
    agree: int | None = None  # how often answers are drawn again; None: as the catalogue says
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()  # its own, by task type
    after_run: int | None = None  # leaves out the units of this run, which was its pilot
    prompting: str = ""  # how the model is asked; "" as its catalogue entry or its file says
    device: str = "auto"  # or "cpu", or the name of a graphics device
    sentences: SentenceRule = NEWEST_SENTENCE_RULE  # after a pilot that pilot's


@dataclass(frozen=True, slots=True)
class TypeYield:
    """What became of a run's units of one task type so far."""

    task_type: str
    units: int
    well_formed: int


@dataclass(frozen=True, slots=True)
class RunTimes:
    """How long the units of a run took: from the first to the last, and each by itself."""

    units: int
    seconds: float  # between the first unit's end and the last one's; they overlap
    spread: float  # standard deviation of a unit's own seconds, as a share of their mean


@dataclass(frozen=True, slots=True)
class Run:
    """One generation job as it stands in the project."""

    id: int
    state: RunState
    model: ModelIdentity
    task_types: tuple[str, ...]
    samples: int
    sampling: Sampling
    slots: int | None
    units_planned: int
    units_done: int
    created_at: str
    app_version: str
    failure: str = ""
    rules_off: tuple[Outcome, ...] = ()  # in the order of `engine/tasks/rules.py`
    agree: int = 0  # how often its short answers are drawn again
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()  # its own, by task type
    device: str = ""  # what it computed on, for people; several, if it was resumed elsewhere
    limit_units: int | None = None  # it was a pilot: the plan was cut off there
    after_run: int | None = None  # its pilot, whose units it leaves out
    computed_on: tuple[ComputedOn, ...] = ()  # the same as `device` in parts, in that order
    sentences: SentenceRule = SentenceRule.ALL  # by which its units of sentences were planned


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit before it is stored: its key and the seed derived from run seed and key."""

    passage_id: int
    task_type: str
    sample: int
    seed: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One planned piece of work as stored."""

    id: int
    run_id: int
    passage_id: int
    task_type: str
    sample: int
    seed: int
    has_neighbours: bool = False  # its passage had well-formed tasks when the unit was read
