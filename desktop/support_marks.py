"""How an answer's support is shown: its places in the passage, and what has none; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop import wording
from desktop.language import tr
from engine.records import EvidenceGrade, PassageText, Task
from engine.tasks.evidence import Place, places
from engine.tasks.support import TYPES, claims, unsupported

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
    if task.task_type not in TYPES:
        return Marks(evidence=said)
    made = claims(task.output, passage.shown)
    held = tuple(place for claim in made for place in claim.found)
    missing = unsupported(made)
    return Marks(
        tuple(sorted(dict.fromkeys(_inside(held, passage))))[:_MOST_MARKED],
        tuple(claim.place for claim in made if not claim.is_supported),
        said,
        tr("Not in the passage: {names}.", names=", ".join(_short(missing))) if missing else "",
    )


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
