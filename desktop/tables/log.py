"""The table of what happened to a project: when, what, and by whom; the newest first."""

from collections.abc import Sequence

from desktop import wording
from desktop.language import tr
from desktop.tables.cells import CellsTable
from engine.store import LogEntry

COL_TIME, COL_EVENT, COL_DETAIL, COL_WHO = range(4)
_HEADINGS = (tr("When"), tr("What"), tr("Details"), tr("Who"))


def log_table(entries: Sequence[LogEntry]) -> CellsTable:
    """One row for each line of the log, which holds the oldest first."""
    return CellsTable(
        _HEADINGS,
        [
            (wording.clock(entry.at), wording.event_said(entry.event), entry.detail, entry.who)
            for entry in reversed(entries)
        ],
    )


def as_text(entries: Sequence[LogEntry]) -> str:
    """The log for a letter or a spreadsheet: one line each, tabs between, times as stored."""
    return "\n".join(
        "\t".join(
            " ".join(cell.split()) for cell in (entry.at, entry.event, entry.detail, entry.who)
        )
        for entry in entries
    )
