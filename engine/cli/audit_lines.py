"""Audits for people and programs: `audit` and `status` show them."""

from collections.abc import Iterator, Mapping, Sequence

from engine.cli.output import counted
from engine.records import Audit, Portion
from engine.tasks.bounds import (
    FEWEST_DECISIONS,
    bound_sentence,
    most_wrong,
    share_interval,
)

Acceptance = Mapping[str, tuple[int, int]]
"""Of each task type, how many were accepted of those that were read."""


def audit_content(audit: Audit) -> dict[str, object]:
    """An audit as programs read it."""
    return {
        "sample": audit.id,
        "seed": audit.seed,
        "who": audit.who,
        "at": audit.at,
        "which": audit.meaning,
        **_portion(audit.whole),
        "types": {short: _portion(one) for short, one in audit.types.items()},
        "accepted_together": audit.accepted,
    }


def _portion(one: Portion) -> dict[str, object]:
    bound = most_wrong(one.wrong, one.read, one.tasks) if one.is_complete else None
    return {
        "tasks": one.tasks,
        "drawn": one.drawn,
        "read": one.read,
        "wrong": one.wrong,
        "most_wrong": bound,  # with 95 % confidence; None while it is not read to its end
        "sentence": bound_sentence(one),
    }


def audit_lines(audits: Sequence[Audit]) -> Iterator[str]:
    """Audits for people."""
    if not audits:
        yield "No sample was drawn yet; draw one with --draw 120."
    for audit in audits:
        which = f" ({audit.meaning})" if audit.meaning else ""
        yield f"Sample {audit.id}{which}: {bound_sentence(audit.whole)}"
        for short, one in audit.types.items():
            yield f"  {short:<14}{bound_sentence(one)}"
        if audit.accepted:
            yield f"  {counted(audit.accepted, 'task')} accepted together on its strength"


def acceptance_content(acceptance: Acceptance) -> dict[str, dict[str, object]]:
    """How many of the tasks that were read were accepted, with a 95 % interval; of enough read."""
    found = dict[str, dict[str, object]]()
    for short, (accepted, read) in acceptance.items():
        if read >= FEWEST_DECISIONS:
            low, high = share_interval(accepted, read)
            found[short] = {"accepted": accepted, "read": read, "low": low, "high": high}
    return found


def acceptance_lines(acceptance: Acceptance) -> Iterator[str]:
    """The same for people."""
    for short, (accepted, read) in acceptance.items():
        if read >= FEWEST_DECISIONS:
            low, high = share_interval(accepted, read)
            yield (
                f"Of {read:,} read {short} tasks {accepted:,} were accepted as they are "
                f"({accepted / read:.0%}; 95 %: {100 * low:.0f} to {100 * high:.0f})"
            )
