"""How an answer's support is shown: its places in the passage, and what has none; pure.

An answer that is no stretch of the passage (yes, no, a question) has no place there. Then what the
input names is marked: the answer that a question was written for, or that is to be judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop import wording
from desktop.language import tr
from engine.records import EvidenceGrade, PassageText, Task
from engine.tasks.evidence import Place, places
from engine.tasks.questions import Question
from engine.tasks.support import TYPES, Claim, Kind, claims, unsupported

_SAID = {
    EvidenceGrade.EXACT: tr("The answer stands in the passage, word for word."),
    EvidenceGrade.NORMALISED: tr(
        "The answer stands in the passage, apart from case and punctuation."
    ),
    EvidenceGrade.EDITED: tr("The edited answer does not stand in the passage."),
    EvidenceGrade.NONE: "",
}
_FOUND = {EvidenceGrade.EXACT, EvidenceGrade.NORMALISED}
_MOST_SAID = 6
_NAMING = frozenset({"ynqa", "qg", "nli", "te"})  # whose inputs name an answer to look for
_MOST_MARKED = 60  # places; a passage full of marks shows nothing


@dataclass(frozen=True, slots=True)
class Marks:
    """`passage` are places in the passage's own text, `output` those in the answer.

    `evidence` and `missing` are sentences, empty where there is nothing to say.
    """

    passage: tuple[Place, ...] = ()
    output: tuple[Place, ...] = ()
    evidence: str = ""
    missing: str = ""


def marks(task: Task, passage: PassageText) -> Marks:
    """The marks of a task as it is shown, edits included."""
    said = _SAID[task.evidence.grade]
    if task.evidence.grade in _FOUND:
        found = _first_in_front(task, _inside(places(task.output, passage.shown), passage))
        if len(found) > 1:
            said += tr(
                " It stands {count} times; each place is marked.", count=wording.number(len(found))
            )
        return Marks(found[:_MOST_MARKED], (), said)
    named = _named(task, passage)
    if named.passage and task.evidence.grade is EvidenceGrade.EDITED:
        said = ""  # a question, a yes or a no stands in no passage, edited or not
    if task.task_type not in TYPES:
        return Marks(named.passage, evidence=f"{said} {named.evidence}".strip())
    made = claims(task.output, passage.shown)
    held = tuple(place for claim in made for place in _told_apart(claim, passage.shown))
    missing = unsupported(made)
    return Marks(
        named.passage or tuple(sorted(dict.fromkeys(_inside(held, passage))))[:_MOST_MARKED],
        tuple(claim.place for claim in made if not claim.is_supported),
        f"{said} {named.evidence}".strip(),
        tr("Not in the passage: {names}.", names=", ".join(_short(missing))) if missing else "",
    )


def _named(task: Task, passage: PassageText) -> Marks:
    """Where the passage holds what the input names; nothing for types whose input is text."""
    if task.task_type not in _NAMING:
        return Marks()
    question = Question(task.input, passage.shown)
    names = [question.given_answer, *question.quoted]
    found = {name: _inside(places(name, passage.shown), passage) for name in names if name}
    held = [name for name, stands in found.items() if stands]
    if not held:
        return Marks()
    stands = sorted(dict.fromkeys(place for name in held for place in found[name]))
    shown = ", ".join(_short(tuple(f"“{name}”" for name in held)))
    return Marks(tuple(stands)[:_MOST_MARKED], evidence=tr("Marked: {names}.", names=shown))


def _told_apart(claim: Claim, passage: str) -> Iterator[Place]:
    """The places of a claim; "word" is none of the name WordStar, though it begins like it."""
    for start, end in claim.found:
        if claim.kind is not Kind.NAME or passage[start : start + 1] == claim.text[:1]:
            yield start, end


def _first_in_front(task: Task, found: tuple[Place, ...]) -> tuple[Place, ...]:
    """All places, that of the stored evidence first: the pane goes there."""
    if task.evidence.start is None or task.evidence.end is None:
        return found
    stored = (task.evidence.start - task.passage_start, task.evidence.end - task.passage_start)
    return (stored, *(place for place in found if place != stored))


def _inside(found: tuple[Place, ...], passage: PassageText) -> tuple[Place, ...]:
    """Places in the passage's own text, which begins behind the header row of its table."""
    before = len(passage.shown) - len(passage.text)
    return tuple((max(0, start - before), end - before) for start, end in found if end > before)


def _short(missing: tuple[str, ...]) -> Iterator[str]:
    yield from missing[:_MOST_SAID]
    if len(missing) > _MOST_SAID:
        yield "…"
