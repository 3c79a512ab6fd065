"""What was found when a project was checked against its log: for people and for programs."""

from collections.abc import Iterator
from pathlib import Path

from engine.cli.output import PROGRAM, counted
from engine.export.proving import ExportProof
from engine.store import Proof, Repair

_MOST_SHOWN = 20
_TOLD = ("document", "run", "task", "decision")


def proof_content(path: Path, proof: Proof) -> dict[str, object]:
    """A proof as programs read it."""
    return {
        "target": str(path),
        "holds": not proof.problems,
        "problems": list(proof.problems),
        "not_shown": list(proof.unshown),
        "entries": proof.entries,
        "head": proof.head,
        "items": dict(proof.items),
        "differing": [{"kind": kind, "id": number} for kind, number in proof.differing],
    }


def proof_lines(proof: Proof) -> Iterator[str]:
    """A proof for people."""
    if proof.problems:
        yield "This project is not as its log says:"
        yield from proof.problems[:_MOST_SHOWN]
        if len(proof.problems) > _MOST_SHOWN:
            yield f"... and {len(proof.problems) - _MOST_SHOWN:,} more."
    elif proof.entries:
        entries = counted(proof.entries, "entry", "entries")
        items = ", ".join(counted(proof.items.get(kind, 0), kind) for kind in _TOLD)
        yield f"As it was written: {entries} of the log, {items}."
    else:
        yield "No damage was found."
    yield from proof.unshown
    if proof.head:
        yield f"Head {proof.entries}: {proof.head}"


def export_content(found: ExportProof) -> dict[str, object]:
    """An export held against its project, as programs read it."""
    return {
        "holds": not found.problems,
        "problems": found.problems,
        "not_shown": found.notes,
        "rows": found.rows,
        "entry": found.entry.number if found.entry else 0,
    }


def export_lines(found: ExportProof) -> Iterator[str]:
    """An export held against its project, for people."""
    if found.problems:
        yield "The export is not what the project holds:"
        yield from found.problems[:_MOST_SHOWN]
        if len(found.problems) > _MOST_SHOWN:
            yield f"... and {len(found.problems) - _MOST_SHOWN:,} more."
    elif found.entry:
        by = f" by {found.entry.who}" if found.entry.who else ""
        yield (
            f"It came from this project: entry {found.entry.number} of its log, "
            f"{found.entry.at}{by}; {counted(found.rows, 'row')} compared with the texts, offsets "
            "and decisions there."
        )
    yield from found.notes


def repair_content(found: Repair | None) -> dict[str, object]:
    """What was put back, as programs read it."""
    whole = found.whole_backup if found else None
    return {
        "repaired": list(found.mended) if found else [],
        "whole_backup": str(whole) if whole else "",
    }


def repair_lines(path: Path, found: Repair | None, after: Proof) -> Iterator[str]:
    """What was put back, for people, and what can be done about the rest."""
    if found is None:
        yield "Add --repair to put back what a backup beside it has."
        return
    yield f"Put back: {', '.join(found.mended) or 'nothing'}."
    if not after.problems:
        yield "Now it is as its log says."
    elif found.whole_backup:
        yield f"{counted(len(after.problems), 'problem')} left. This backup is whole: "
        yield f"  {PROGRAM} restore {path} {found.whole_backup}"
    else:
        yield f"{counted(len(after.problems), 'problem')} left, and no backup is whole."
