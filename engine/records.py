"""The frozen data that passes between rooms: documents, passages, runs, units, tasks, decisions.

Nothing here does work. Offsets are counted in Unicode code points of a document's text,
`[start, end)`. Times are ISO 8601 in UTC, to the second. Hashes are lower-case hex SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FileStatus(StrEnum):
    """What became of a file that was offered for import; each file gets exactly one."""

    READY = "ready"
    DUPLICATE = "duplicate"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_BIG = "too_big"
    TIMED_OUT = "timed_out"
    MISSING = "missing"
    UNREADABLE = "unreadable"


class PassageKind(StrEnum):
    """What a task type wants to read: a paragraph of text, or one sentence."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"


class RunState(StrEnum):
    """Where a run stands. INTERRUPTED is what a run left RUNNING by a dead process becomes."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Outcome(StrEnum):
    """How a unit ended. The sum over outcomes and open units always equals the plan."""

    OK = "ok"
    NO_PIPE = "no_pipe"
    MANY_PIPES = "many_pipes"
    EMPTY_INPUT = "empty_input"
    EMPTY_OUTPUT = "empty_output"
    TRUNCATED = "truncated"
    PLACEHOLDER_LEFT = "placeholder_left"
    NOT_IN_PASSAGE = "not_in_passage"
    BAD_LABEL = "bad_label"
    DUPLICATE = "duplicate"
    TOO_LONG = "too_long"
    ENGINE_FAILED = "engine_failed"


class Verdict(StrEnum):
    """What a reviewer can say of a task."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    FLAG = "flag"
    SKIP = "skip"


class EvidenceGrade(StrEnum):
    """How the answer was found in the passage."""

    EXACT = "exact"
    NORMALISED = "normalised"  # equal after folding case, white space and quotation marks
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PageMark:
    """From offset `start` on, the text stands on the page, sheet or section called `label`."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader got out of a file: its text (NFC, LF line ends) and its page map.

    `note` is a sentence on what the text does not hold, such as scanned pages; mostly empty.
    """

    text: str
    pages: tuple[PageMark, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One imported file. Its text is fetched on its own: it can be large.

    `note` is its reader's sentence on what the text does not hold; mostly empty.
    """

    id: int
    name: str
    path: str
    format: str
    size_bytes: int
    sha256: str
    text_sha256: str
    characters: int
    imported_at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one offered file, in a sentence; `document_id` where there is one."""

    path: str
    name: str
    status: FileStatus
    detail: str
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How a text is cut; frozen with the passages it made. Sizes are in the model's tokens."""

    kind: PassageKind = PassageKind.PARAGRAPH
    max_tokens: int = 350
    min_tokens: int = 40
    tokenizer: str = ""  # fingerprint of the vocabulary that counted (models/gguf.py)


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice `[start, end)` of a document's text; `tokens` without BOS or prompt."""

    id: int
    document_id: int
    position: int
    start: int
    end: int
    tokens: int
    is_excluded: bool = False  # stays in its set, and no task is made from it


@dataclass(frozen=True, slots=True)
class PassageSet:
    """One way in which a document is cut; `revision` counts the edits by hand, 0 is without.

    Settings, revision and passages never change once stored: what differs is another set.
    """

    id: int
    document_id: int
    settings: PassageSettings
    revision: int
    passages: int  # included ones


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place where a document says what was searched; offsets are of the document's text.

    `places` are all matches close by, the first is `[start, end)`; a document that is found by
    its name has none.
    """

    document_id: int
    document_name: str
    passage_id: int | None  # None while the document is not cut
    passage: int  # its number for people, from 1; or 0
    page: str
    snippet: str
    start: int
    end: int
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model wrote a task, so that it can be found again years later."""

    name: str
    path: str
    sha256: str
    prompting: str
    adapter_sha256: str = ""  # of the LoRA adapter laid over it, if there is one


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the document the answer stands, as document offsets."""

    grade: EvidenceGrade
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a unit. `number` counts from 1; `stop` is why the model stopped writing."""

    number: int
    seed: int
    is_constrained: bool  # sampled under the grammar of the task type's answers
    outcome: Outcome
    raw: str
    stop: str
    generated_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """What a finished unit hands to the store: one row, committed at once.

    The row is the last attempt; `attempts` are all of them if there was more than one.
    """

    unit_id: int
    outcome: Outcome
    raw: str
    input: str = ""
    output: str = ""
    evidence: Evidence = Evidence(EvidenceGrade.NONE)
    prompt_sha256: str = ""
    prompt_tokens: int = 0
    generated_tokens: int = 0
    seconds: float = 0.0
    detail: str = ""
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A stored task with all that is needed to show, judge and export it."""

    id: int
    run_id: int
    unit_id: int
    task_type: str
    sample: int
    seed: int  # of the attempt that wrote it
    outcome: Outcome
    input: str  # as edited by the reviewer, if edited
    output: str
    raw: str
    evidence: Evidence
    prompt_sha256: str
    document_id: int
    document_name: str
    passage_id: int
    passage_start: int
    passage_end: int
    page: str
    verdict: Verdict | None
    created_at: str
    is_constrained: bool = False  # the attempt that wrote it was held to the type's grammar
    reason: str = ""  # that the reviewer gave for the verdict
    model_input: str = ""  # before any edit
    model_output: str = ""

    @property
    def is_edited(self) -> bool:
        """What is shown is a reviewer's text, not the model's."""
        return (self.input, self.output) != (self.model_input, self.model_output)


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are meant; empty fields do not narrow."""

    run_id: int | None = None
    task_types: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    unreviewed_only: bool = False
    search: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's decision on one task, before it is stored."""

    task_id: int
    verdict: Verdict
    reason: str = ""
    input: str | None = None  # only with EDIT: what the reviewer wrote instead
    output: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """The project in numbers, all counted in one read."""

    documents: int
    refused_files: int
    passages: int
    runs: tuple[Run, ...]
    units_planned: int
    units_open: int
    outcomes: Mapping[Outcome, int]
    verdicts: Mapping[Verdict, int]
    unreviewed: int
