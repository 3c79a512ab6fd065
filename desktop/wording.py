"""Plain words for what the engine names: statuses, outcomes, decisions, times and sizes."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from engine.passages.edits import Coverage
from engine.records import (
    Doubt,
    EvidenceGrade,
    FileStatus,
    Near,
    Outcome,
    PersonalChoice,
    PersonalKind,
    Run,
    RunState,
    Span,
    Verdict,
)

CUTTING_STOPPED = "Cutting was stopped; choose the document again, or start a run, to cut it."

FILE_STATUS = {
    FileStatus.READY: "Ready",
    FileStatus.DUPLICATE: "Already here",
    FileStatus.NO_TEXT: "No text in it",
    FileStatus.ENCRYPTED: "Needs a password",
    FileStatus.DAMAGED: "Damaged",
    FileStatus.UNSUPPORTED: "Format not read",
    FileStatus.TOO_BIG: "Too big",
    FileStatus.TIMED_OUT: "Took too long",
    FileStatus.MISSING: "Not found",
    FileStatus.UNREADABLE: "Can't be read",
}

OUTCOME = {
    Outcome.OK: "Well-formed",
    Outcome.NO_PIPE: "No answer part",
    Outcome.MANY_PIPES: "Several answer parts",
    Outcome.EMPTY_INPUT: "Empty input",
    Outcome.EMPTY_OUTPUT: "Empty output",
    Outcome.TRUNCATED: "Cut off",
    Outcome.PLACEHOLDER_LEFT: "Placeholder left",
    Outcome.NOT_IN_PASSAGE: "Not in the passage",
    Outcome.BAD_LABEL: "No such label",
    Outcome.NOT_OFFERED: "Not among the options",
    Outcome.OPTIONS_REPEAT: "Options repeat",
    Outcome.ANSWER_IN_QUESTION: "Answer in the question",
    Outcome.QUOTED_CLAIM: "Quoted claim",
    Outcome.OTHER_ANSWER: "Answer not in the passage",
    Outcome.WRONG_KIND: "Another kind of task",
    Outcome.ECHO: "Only repeats",
    Outcome.NO_PRONOUN: "No such pronoun",
    Outcome.CONTROL_TEXT: "Control text",
    Outcome.WRONG_SCRIPT: "Another script",
    Outcome.REPETITION: "Repeats itself",
    Outcome.UNCONFIRMED: "Not confirmed",
    Outcome.DUPLICATE: "Duplicate",
    Outcome.TOO_LONG: "Passage too long",
    Outcome.ENGINE_FAILED: "Engine failed",
}

OUTCOME_REASON = {
    Outcome.OK: "",
    Outcome.NO_PIPE: "The model wrote no “<|pipe|>”, so input and output can't be told apart.",
    Outcome.MANY_PIPES: "The model wrote “<|pipe|>” more than once, so the parts are ambiguous.",
    Outcome.EMPTY_INPUT: "The model wrote nothing before “<|pipe|>”.",
    Outcome.EMPTY_OUTPUT: "The model wrote nothing after “<|pipe|>”.",
    Outcome.TRUNCATED: "The answer reached the token limit before it ended.",
    Outcome.PLACEHOLDER_LEFT: "A placeholder was left in the answer.",
    Outcome.NOT_IN_PASSAGE: "The answer should be copied from the passage, but isn't in it.",
    Outcome.BAD_LABEL: "The answer is none of the labels of this task type.",
    Outcome.NOT_OFFERED: "The answer is none of the options that the question offers.",
    Outcome.OPTIONS_REPEAT: "Two of the options are the same.",
    Outcome.ANSWER_IN_QUESTION: "The question says its own answer.",
    Outcome.QUOTED_CLAIM: "The claim stands in the passage, yet the label is not entailment.",
    Outcome.OTHER_ANSWER: "The question is for an answer that the passage does not hold.",
    Outcome.WRONG_KIND: "This is another kind of task or answer than was asked for.",
    Outcome.ECHO: "The answer repeats the question, or copies what it should put in other words.",
    Outcome.NO_PRONOUN: "The question asks about a pronoun that the text does not hold.",
    Outcome.CONTROL_TEXT: "The answer holds text that models and trainers read as an order.",
    Outcome.WRONG_SCRIPT: "The answer is written in another script than the passage.",
    Outcome.REPETITION: "The model fell into repeating itself.",
    Outcome.UNCONFIRMED: "Asked again, the model answered otherwise, or was not sure of its topic.",
    Outcome.DUPLICATE: "This passage already has a task with the same input and output.",
    Outcome.TOO_LONG: "Passage and answer don't fit the model's context; nothing was generated.",
    Outcome.ENGINE_FAILED: "llama.cpp reported an error for this unit.",
}

EVIDENCE = {
    EvidenceGrade.EXACT: "Word for word",
    EvidenceGrade.NORMALISED: "But for case and marks",
    EvidenceGrade.EDITED: "Edited, not found",
    EvidenceGrade.NONE: "Not found",
}

DOUBT = {
    Doubt.HIGH: "High doubt",
    Doubt.SOME: "Some doubt",
    Doubt.LOW: "Low doubt",
}

NEAR = {
    Near.BEST: "One of each group",
    Near.WITH: "With near-duplicates",
    Near.WITHOUT: "Without near-duplicates",
}

PERSONAL_KIND = {
    PersonalKind.EMAIL: "E-mail address",
    PersonalKind.PHONE: "Telephone number",
    PersonalKind.IBAN: "IBAN",
    PersonalKind.CARD: "Card number",
    PersonalKind.NATIONAL: "National number",
    PersonalKind.IP: "IP address",
    PersonalKind.BIRTH: "Date of birth",
    PersonalKind.WORD: "Own word",
}

PERSONAL_CHOICE = {
    None: "Undecided",
    PersonalChoice.MASK: "Masked",
    PersonalChoice.KEEP: "Kept",
    PersonalChoice.REJECT: "Tasks rejected",
}

# What each rule that can be off looks for.
RULE = {
    Outcome.REPETITION: "No repeating without end",
    Outcome.WRONG_SCRIPT: "The passage's own script",
    Outcome.OPTIONS_REPEAT: "No two options alike",
    Outcome.ECHO: "No mere echo or copy",
    Outcome.NO_PRONOUN: "A pronoun that the text holds",
    Outcome.WRONG_KIND: "The kind of task that was asked for",
    Outcome.OTHER_ANSWER: "Questions for answers of the passage",
    Outcome.QUOTED_CLAIM: "Quoted claims are entailed",
    Outcome.ANSWER_IN_QUESTION: "No answer in its own question",
}

VERDICT = {
    Verdict.ACCEPT: "Accepted",
    Verdict.REJECT: "Rejected",
    Verdict.EDIT: "Edited",
    Verdict.FLAG: "Flagged",
    Verdict.SKIP: "Skipped",
}

# A key each, in this order; the sentence is what the project keeps.
REJECT_REASONS = (
    "Wrong answer",
    "Not answerable",
    "Unclear",
    "Trivial",
    "Badly written",
    "Private",
)

VERDICT_TONE = {
    Verdict.ACCEPT: "good",
    Verdict.REJECT: "bad",
    Verdict.EDIT: "good",
    Verdict.FLAG: "warn",
    Verdict.SKIP: "muted",
}

VERDICT_ICON = {
    Verdict.ACCEPT: "check",
    Verdict.REJECT: "cross",
    Verdict.EDIT: "edit",
    Verdict.FLAG: "flag",
    Verdict.SKIP: "skip",
}

_STATE = {
    RunState.RUNNING: "is running",
    RunState.DONE: "is done",
    RunState.STOPPED: "stopped",
    RunState.INTERRUPTED: "was interrupted",
    RunState.FAILED: "failed",
    RunState.GIVEN_UP: "was given up",
}


def number(value: int) -> str:
    """A count with thousands separated: 1,150."""
    return f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 passage, 1,150 passages."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def passages(spans: Sequence[Span], found: Coverage) -> str:
    """How many passages, how much of the visible text they hold, how much of that is read."""
    said = counted(len(spans), "passage")
    left_out = sum(span.is_excluded for span in spans)
    covered = f"{share(found.covered, found.characters)} of the text"
    if not left_out:
        return f"{said}  ·  {covered}"
    read = share(found.included, found.characters)
    return f"{said}, {number(left_out)} left out  ·  {covered}, {read} to be read"


def all_cut(documents: int, tokens: int) -> str:
    """What came of one size for all documents."""
    size = counted(tokens, "token")
    if not documents:
        return f"No document was left to cut in passages of at most {size}."
    was = "was" if documents == 1 else "were"
    return (
        f"{counted(documents, 'document')} {was} cut in passages of at most {size}; "
        "those changed by hand stay as they are."
    )


def share(part: int, whole: int) -> str:
    """A percentage that says 100 % only of everything and 0 % only of nothing."""
    if part >= whole:
        return "100 %"
    percent = part * 100 / whole
    return f"{min(max(percent, 0.1), 99.9):.1f} %" if part else "0 %"


def size(size_bytes: int) -> str:
    """A file's size for people: 812 B, 14 KB, 4.2 GB."""
    value = float(size_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"


def duration(seconds: float | None) -> str:
    """Time left for people: under a minute, 12 min, 3 h 05 min; empty while unknown."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return "under a minute"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def clock(iso: str) -> str:
    """The local time of day of an ISO 8601 time, with the date where it isn't today."""
    moment = datetime.fromisoformat(iso)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    local, today = moment.astimezone(), datetime.now(UTC).astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d %b %H:%M}"


def run_sentence(run: Run) -> str:
    """Where a run stands: Run of 14:02 stopped at 412 of 1,150."""
    where = f"{number(run.units_done)} of {number(run.units_planned)}"
    if run.state is RunState.DONE:
        return f"Run of {clock(run.created_at)} is done: {where}."
    if run.state is RunState.RUNNING:
        return f"Run of {clock(run.created_at)} did not end; it began at {where}."
    return f"Run of {clock(run.created_at)} {_STATE[run.state]} at {where}."


def run_progress(done: int, planned: int, *, is_paused: bool = False) -> str:
    """A run under way, for the bar: Running: 5 of 948."""
    return f"{'Paused' if is_paused else 'Running'}: {number(done)} of {number(planned)}"


def paused(progress: str, *, is_paused: bool) -> str:
    """What `run_progress` said, of a run that was paused or goes on."""
    return f"{'Paused' if is_paused else 'Running'}:{progress.partition(':')[2]}"


def accepted(verdicts: dict[Verdict, int]) -> int:
    """How many tasks an export of the accepted takes: accepted as they are, or edited."""
    return verdicts.get(Verdict.ACCEPT, 0) + verdicts.get(Verdict.EDIT, 0)


def title(name: str) -> str:
    """A task type's full name as a title: Yes-no question answering."""
    return name[:1].upper() + name[1:]
