"""Audits for people and programs: `audit` and `status` show them."""

from collections.abc import Iterator, Mapping, Sequence

from engine.cli.output import counted
from engine.export import manifest
from engine.records import Audit, Portion
from engine.tasks.bounds import (
    FEWEST_DECISIONS,
    bound_sentence,
    loss_sentence,
    share_interval,
)

Acceptance = Mapping[str, tuple[int, int]]
"""Of each task type, how many were accepted of those that were read."""


def audit_content(audit: Audit) -> dict[str, object]:
    """An audit as the manifest has it, with who drew it and its bound as a sentence."""
    types = {short: _with_sentence(one) for short, one in audit.types.items()}
    whole = {**manifest.audit_content(audit), **_with_sentence(audit.whole), "types": types}
    return {**whole, "who": audit.who}


def _with_sentence(one: Portion) -> dict[str, object]:
    return {
        **manifest.portion_content(one),
        "sentence": bound_sentence(one),
        "loss": loss_sentence(one),
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
        if audit.rejected:
            yield f"  {counted(audit.rejected, 'task')} rejected together on its strength"
            yield f"  {loss_sentence(audit.whole)}"


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
