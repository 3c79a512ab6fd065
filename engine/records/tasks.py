"""Tasks: what a unit produced, how it ended, and where its answer stands."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from engine.records.checks import Check, Doubt, SelfAgreement
from engine.records.evidence import NOWHERE, Evidence, EvidenceGrade
from engine.records.near import Near
from engine.records.review import Verdict


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
    NOT_OFFERED = "not_offered"
    OPTIONS_REPEAT = "options_repeat"
    ANSWER_IN_QUESTION = "answer_in_question"
    QUOTED_CLAIM = "quoted_claim"
    OTHER_ANSWER = "other_answer"
    WRONG_KIND = "wrong_kind"
    ECHO = "echo"
    NO_PRONOUN = "no_pronoun"
    CONTROL_TEXT = "control_text"
    WRONG_SCRIPT = "wrong_script"
    REPETITION = "repetition"
    UNCONFIRMED = "unconfirmed"
    DUPLICATE = "duplicate"
    TOO_LONG = "too_long"
    ENGINE_FAILED = "engine_failed"


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
    evidence: Evidence = NOWHERE
    prompt_sha256: str = ""
    prompt_tokens: int = 0
    generated_tokens: int = 0
    seconds: float = 0.0
    detail: str = ""
    attempts: tuple[Attempt, ...] = ()
    checks: tuple[Check, ...] = ()
    near_task: int = 0  # one that says nearly the same, or 0


@dataclass(frozen=True, slots=True)
class AddedTask:
    """A task as it was saved just now: what is known without reading it back."""

    id: int
    unit_id: int
    task_type: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Task:
    """A stored task with all that is needed to show, judge and export it."""

    id: int
    run_id: int
    unit_id: int
    task_type: str
    sample: int
    seed: int  # of the attempt that wrote it
    outcome: Outcome  # ok, too, where a reviewer mended what was `refused`
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
    by_code: str = ""  # what code put together of the model's words, in a sentence; mostly empty
    header_start: int = 0  # of the header row that stood before the passage in the prompt
    header_end: int = 0  # 0 where there was none
    doubt: Doubt | None = None  # None where nothing was observed
    near: int = 0  # other tasks that say nearly the same
    agreement: SelfAgreement | None = None  # None where the answer was not drawn again
    decided_by: str = ""  # who decided last
    decided_at: str = ""
    refused: Outcome | None = None  # how the unit ended, if an edit makes a task of it
    edited_by: str = ""  # who wrote the edit that is shown
    edited_at: str = ""

    @property
    def can_be_edited(self) -> bool:
        """It is a task, or the model wrote something of which a reviewer can make one."""
        return self.outcome is Outcome.OK or bool(self.raw.strip())

    @property
    def is_edited(self) -> bool:
        """What is shown is a reviewer's text, not the model's."""
        return (self.input, self.output) != (self.model_input, self.model_output)

    @property
    def as_written(self) -> Self:
        """As its unit ended, in the model's own words, whatever a reviewer made of it since."""
        outcome, said = self.refused or self.outcome, (self.model_input, self.model_output)
        return replace(self, outcome=outcome, refused=None, input=said[0], output=said[1])


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are meant; empty fields do not narrow."""

    run_id: int | None = None
    run_ids: tuple[int, ...] = ()
    task_types: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    unreviewed_only: bool = False
    search: str = ""
    document_ids: tuple[int, ...] = ()
    evidence: tuple[EvidenceGrade, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    languages: tuple[str, ...] = ()
    audit_id: int | None = None  # the sample of this audit
    near: Near | None = None
    near_task: int | None = None  # the group of this task
    at_odds: bool = False  # decided differently by two people, and settled by nobody
    latest_of: str | None = None  # what this reviewer decided last: `LATEST` tasks at most
    doubtful_first: bool = False  # the order, else as they were saved; narrows nothing

    @property
    def reads_tasks(self) -> bool:
        """Whether a task is meant can't be told from its type and outcome alone."""
        words = (self.search.strip(), self.document_ids, self.languages, self.at_odds)
        parts = (*words, self.evidence, self.doubts)
        groups = (self.audit_id, self.near, self.near_task, self.latest_of)
        return any(parts) or any(one is not None for one in groups)


class StopReason(StrEnum):
    """Why the model stopped writing."""

    END = "end"  # end-of-sequence token or one of the stop strings
    LENGTH = "length"  # `max_tokens` reached
    TOO_LONG = "too_long"  # the prompt and its answer don't fit the context; nothing generated
