"""The table of a project's runs: when, how each ended, what it made, with which model."""

from collections.abc import Mapping, Sequence

from desktop import wording
from desktop.language import tr
from desktop.tables.cells import CellsTable
from engine.records import Outcome, Run

COL_TIME, COL_STATE, COL_UNITS, COL_WELL_FORMED, COL_MODEL = range(5)
_HEADINGS = (tr("Started"), tr("State"), tr("Units"), tr("Well-formed"), tr("Model"))

Outcomes = Mapping[Outcome, int]


def runs_table(runs: Sequence[tuple[Run, Outcomes]]) -> CellsTable:
    """One row for each run with its outcomes, in the order given."""
    return CellsTable(_HEADINGS, [_cells(run, outcomes) for run, outcomes in runs])


def _cells(run: Run, outcomes: Outcomes) -> tuple[str, ...]:
    units = wording.part_of(run.units_done, run.units_planned)
    well_formed = outcomes.get(Outcome.OK, 0)
    return (
        wording.clock(run.created_at),
        wording.RUN_STATE[run.state],
        units,
        wording.share(well_formed, run.units_done) if run.units_done else "–",
        run.model.name,
    )
