"""Plain words for what the engine names: statuses, outcomes, decisions, times and sizes."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from desktop.language import counted, decimal, number, plural, tr, tr_in
from engine.passages.edits import Coverage
from engine.records import (
    AT_ODDS,
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

MINUTE = 60  # seconds; less is not told in numbers

CUTTING_STOPPED = tr("Cutting was stopped; choose the document again, or start a run, to cut it.")

FILE_STATUS = {
    FileStatus.READY: tr("Ready"),
    FileStatus.DUPLICATE: tr("Already here"),
    FileStatus.NO_TEXT: tr("No text in it"),
    FileStatus.ENCRYPTED: tr("Needs a password"),
    FileStatus.DAMAGED: tr("Damaged"),
    FileStatus.UNSUPPORTED: tr("Format not read"),
    FileStatus.TOO_BIG: tr("Too big"),
    FileStatus.TIMED_OUT: tr("Took too long"),
    FileStatus.MISSING: tr("Not found"),
    FileStatus.UNREADABLE: tr("Can't be read"),
}

OUTCOME = {
    Outcome.OK: tr("Well-formed"),
    Outcome.NO_PIPE: tr("No answer part"),
    Outcome.MANY_PIPES: tr("Several answer parts"),
    Outcome.EMPTY_INPUT: tr("Empty input"),
    Outcome.EMPTY_OUTPUT: tr("Empty output"),
    Outcome.TRUNCATED: tr("Cut off"),
    Outcome.PLACEHOLDER_LEFT: tr("Placeholder left"),
    Outcome.NOT_IN_PASSAGE: tr("Not in the passage"),
    Outcome.BAD_LABEL: tr("No such label"),
    Outcome.NOT_OFFERED: tr("Not among the options"),
    Outcome.OPTIONS_REPEAT: tr("Options repeat"),
    Outcome.ANSWER_IN_QUESTION: tr("Answer in the question"),
    Outcome.QUOTED_CLAIM: tr("Quoted claim"),
    Outcome.OTHER_ANSWER: tr("Answer not in the passage"),
    Outcome.WRONG_KIND: tr("Another kind of task"),
    Outcome.ECHO: tr("Only repeats"),
    Outcome.NO_PRONOUN: tr("No such pronoun"),
    Outcome.CONTROL_TEXT: tr("Control text"),
    Outcome.WRONG_SCRIPT: tr("Another script"),
    Outcome.REPETITION: tr("Repeats itself"),
    Outcome.UNCONFIRMED: tr("Not confirmed"),
    Outcome.DUPLICATE: tr("Duplicate"),
    Outcome.TOO_LONG: tr("Passage too long"),
    Outcome.ENGINE_FAILED: tr("Engine failed"),
}

OUTCOME_REASON = {
    Outcome.OK: "",
    Outcome.NO_PIPE: tr("The model wrote no “<|pipe|>”, so input and output can't be told apart."),
    Outcome.MANY_PIPES: tr(
        "The model wrote “<|pipe|>” more than once, so the parts are ambiguous."
    ),
    Outcome.EMPTY_INPUT: tr("The model wrote nothing before “<|pipe|>”."),
    Outcome.EMPTY_OUTPUT: tr("The model wrote nothing after “<|pipe|>”."),
    Outcome.TRUNCATED: tr("The answer reached the token limit before it ended."),
    Outcome.PLACEHOLDER_LEFT: tr("A placeholder was left in the answer."),
    Outcome.NOT_IN_PASSAGE: tr("The answer should be copied from the passage, but isn't in it."),
    Outcome.BAD_LABEL: tr("The answer is none of the labels of this task type."),
    Outcome.NOT_OFFERED: tr("The answer is none of the options that the question offers."),
    Outcome.OPTIONS_REPEAT: tr("Two of the options are the same."),
    Outcome.ANSWER_IN_QUESTION: tr("The question says its own answer."),
    Outcome.QUOTED_CLAIM: tr("The claim stands in the passage, yet the label is not entailment."),
    Outcome.OTHER_ANSWER: tr("The question is for an answer that the passage does not hold."),
    Outcome.WRONG_KIND: tr("This is another kind of task or answer than was asked for."),
    Outcome.ECHO: tr(
        "The answer repeats the question, or copies what it should put in other words."
    ),
    Outcome.NO_PRONOUN: tr("The question asks about a pronoun that the text does not hold."),
    Outcome.CONTROL_TEXT: tr("The answer holds text that models and trainers read as an order."),
    Outcome.WRONG_SCRIPT: tr("The answer is written in another script than the passage."),
    Outcome.REPETITION: tr("The model fell into repeating itself."),
    Outcome.UNCONFIRMED: tr(
        "Asked again, the model answered its own question otherwise, or found its topic unlikely."
    ),
    Outcome.DUPLICATE: tr("This passage already has a task with the same input and output."),
    Outcome.TOO_LONG: tr(
        "Passage and answer don't fit the model's context; nothing was generated."
    ),
    Outcome.ENGINE_FAILED: tr("llama.cpp reported an error for this unit."),
}

EVIDENCE = {
    EvidenceGrade.EXACT: tr("Word for word"),
    EvidenceGrade.NORMALISED: tr("But for case and marks"),
    EvidenceGrade.EDITED: tr("Edited, not found"),
    EvidenceGrade.NONE: tr("Not found"),
}

HOW_TO_GET_MORE = tr(
    "More tasks come from other task types, more samples per passage, or a larger model."
)

FEW_CAME = f"{tr('Few came out well.')} {HOW_TO_GET_MORE}"

DOUBT = {
    Doubt.HIGH: tr("High doubt"),
    Doubt.SOME: tr("Neither high nor low doubt"),
    Doubt.LOW: tr("Low doubt"),
}

NEAR = {
    Near.BEST: tr("One of each group"),
    Near.WITH: tr("With near-duplicates"),
    Near.WITHOUT: tr("Without near-duplicates"),
}

PERSONAL_KIND = {
    PersonalKind.EMAIL: tr("E-mail address"),
    PersonalKind.PHONE: tr("Telephone number"),
    PersonalKind.IBAN: "IBAN",
    PersonalKind.CARD: tr("Card number"),
    PersonalKind.NATIONAL: tr("National number"),
    PersonalKind.IP: tr("IP address"),
    PersonalKind.BIRTH: tr("Date of birth"),
    PersonalKind.WORD: tr("Own word"),
}

PERSONAL_CHOICE = {
    None: tr("Undecided"),
    PersonalChoice.MASK: tr("Masked"),
    PersonalChoice.KEEP: tr("Kept"),
    PersonalChoice.REJECT: tr("Tasks rejected"),
}

# What each rule that can be off looks for.
RULE = {
    Outcome.REPETITION: tr("No repeating without end"),
    Outcome.WRONG_SCRIPT: tr("The passage's own script"),
    Outcome.OPTIONS_REPEAT: tr("No two options alike"),
    Outcome.ECHO: tr("No mere echo or copy"),
    Outcome.NO_PRONOUN: tr("A pronoun that the text holds"),
    Outcome.WRONG_KIND: tr("The kind of task that was asked for"),
    Outcome.OTHER_ANSWER: tr("Questions for answers of the passage"),
    Outcome.QUOTED_CLAIM: tr("Quoted claims are entailed"),
    Outcome.ANSWER_IN_QUESTION: tr("No answer in its own question"),
}

VERDICT = {
    Verdict.ACCEPT: tr("Accepted"),
    Verdict.REJECT: tr("Rejected"),
    Verdict.EDIT: tr("Edited"),
    Verdict.FLAG: tr("Flagged"),
    Verdict.SKIP: tr("Skipped"),
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

_ENDED = {
    RunState.PLANNED: tr("Run of {time} is planned: {where}."),
    RunState.RUNNING: tr("Run of {time} did not end; it began at {where}."),
    RunState.DONE: tr("Run of {time} is done: {where}."),
    RunState.STOPPED: tr("Run of {time} stopped at {where}."),
    RunState.INTERRUPTED: tr("Run of {time} was interrupted at {where}."),
    RunState.FAILED: tr("Run of {time} failed at {where}."),
    RunState.GIVEN_UP: tr("Run of {time} was given up at {where}."),
}

RUN_STATE = {
    RunState.PLANNED: tr("Planned"),
    RunState.RUNNING: tr("Running"),
    RunState.DONE: tr("Done"),
    RunState.STOPPED: tr("Stopped"),
    RunState.INTERRUPTED: tr("Interrupted"),
    RunState.FAILED: tr("Failed"),
    RunState.GIVEN_UP: tr("Given up"),
}


_PLACES = {
    "page": tr_in("in a file", "page"),
    "section": tr_in("in a file", "section"),
    "slide": tr_in("in a file", "slide"),
    "sheet": tr_in("in a file", "sheet"),
    "row": tr_in("in a file", "row"),
}


def place_said(label: str) -> str:
    """Where in its file something stands, as a reader of files noted it: page 3, sheet A, row 2."""
    return ", ".join(_place(part) for part in label.split(", "))


def _place(part: str) -> str:
    kind, _, which = part.partition(" ")
    return f"{_PLACES[kind]} {which}" if kind in _PLACES and which else part


EVENT = {
    "audit": tr("Audit"),
    "created": tr("Created"),
    "decided": tr("Decided"),
    "deleted": tr("Deleted"),
    "exported": tr("Exported"),
    "imported": tr("Imported"),
    "mended": tr_in("the log", "Mended"),
    "personal": tr("Personal"),
    "read again": tr("Read again"),
    "refused": tr("Refused"),
    "restored": tr("Restored"),
    "rights": tr("Rights"),
    "run": tr_in("the log", "Run"),
    "sealed": tr("Sealed"),
    "split": tr("Split"),
}  # one word each in the log; a word of another version is shown as it is


def event_said(event: str) -> str:
    """What happened to a project, in a word for people."""
    return EVENT.get(event, event.capitalize())


def part_of(part: str | int, whole: str | int) -> str:
    """Some of a number: 5 of 948."""
    parts = [number(one) if isinstance(one, int) else one for one in (part, whole)]
    return tr("{part} of {whole}", part=parts[0], whole=parts[1])


def passages(spans: Sequence[Span], found: Coverage) -> str:
    """How many passages, how much of the visible text they hold, how much of that is read."""
    said = counted(len(spans), "passage")
    left_out = sum(span.is_excluded for span in spans)
    covered = tr("{covered} of the text", covered=share(found.covered, found.characters))
    if not left_out:
        return f"{said}  ·  {covered}"
    read = share(found.included, found.characters)
    return tr(
        "{said}, {left_out} left out  ·  {covered}, {read} to be read",
        said=said,
        left_out=number(left_out),
        covered=covered,
        read=read,
    )


def all_cut(documents: int, tokens: int) -> str:
    """What came of one size for all documents."""
    size = counted(tokens, "token")
    if not documents:
        return tr("No document was left to cut in passages of at most {size}.", size=size)
    return plural(
        documents,
        "{n} document was cut in passages of at most {size}; those changed by hand stay as they "
        "are.",
        "{n} documents were cut in passages of at most {size}; those changed by hand stay as they "
        "are.",
        size=size,
    )


def share(part: int, whole: int) -> str:
    """A percentage that says 100 % only of everything and 0 % only of nothing."""
    if part >= whole:
        return "100 %"
    percent = part * 100 / whole
    return f"{decimal(min(max(percent, 0.1), 99.9))} %" if part else "0 %"


def size(size_bytes: int) -> str:
    """A file's size for people: 812 B, 14 KB, 4.2 GB."""
    value = float(size_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{decimal(value)} {unit}"


def duration(seconds: float | None) -> str:
    """Time left for people: under a minute, 12 min, 3 h 05 min; empty while unknown."""
    if seconds is None:
        return "–"
    if seconds < MINUTE:
        return tr("under a minute")
    minutes = math.ceil(seconds / 60)
    return (
        tr("{minutes} min", minutes=minutes)
        if minutes < 60
        else tr("{hours} h {minutes:02d} min", hours=minutes // 60, minutes=minutes % 60)
    )


def clock(iso: str) -> str:
    """The local time of day of an ISO 8601 time, with the date where it isn't today."""
    moment = datetime.fromisoformat(iso)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    local, today = moment.astimezone(), datetime.now(UTC).astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{day(local)} {local:%H:%M}"


def day(moment: datetime) -> str:
    """A day without its year: 05 Mar."""
    return f"{moment:%d} {_MONTHS[moment.month - 1]}"


_MONTHS = (
    tr("Jan"), tr("Feb"), tr("Mar"), tr("Apr"), tr("May"), tr("Jun"),
    tr("Jul"), tr("Aug"), tr("Sep"), tr("Oct"), tr("Nov"), tr("Dec"),
)  # fmt: skip


def run_sentence(run: Run) -> str:
    """Where a run stands: Run of 14:02 stopped at 412 of 1,150."""
    where = part_of(run.units_done, run.units_planned)
    return _ENDED[run.state].format(time=clock(run.created_at), where=where)


def run_progress(done: int, planned: int, *, is_paused: bool = False) -> str:
    """A run under way, for the bar: Running: 5 of 948."""
    return f"{_under_way(is_paused=is_paused)}: {part_of(done, planned)}"


def paused(progress: str, *, is_paused: bool) -> str:
    """What `run_progress` said, of a run that was paused or goes on."""
    return f"{_under_way(is_paused=is_paused)}:{progress.partition(':')[2]}"


def _under_way(*, is_paused: bool) -> str:
    return tr("Paused") if is_paused else RUN_STATE[RunState.RUNNING]


def accepted(verdicts: dict[Verdict, int]) -> int:
    """How many tasks an export of the accepted takes: accepted as they are, or edited."""
    return verdicts.get(Verdict.ACCEPT, 0) + verdicts.get(Verdict.EDIT, 0)


def title(name: str) -> str:
    """A task type's full name as a title: Yes-no question answering."""
    said = tr(name)
    return said[:1].upper() + said[1:]


def reason_said(reason: str) -> str:
    """Why a task was rejected, for people; the project keeps the English sentence.

    Who decided what of a task that two people see differently stands above it in Review.
    """
    return tr("Decided differently") if reason.startswith(AT_ODDS) else tr(reason)
