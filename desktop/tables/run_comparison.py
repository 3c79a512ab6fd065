"""Runs beside each other: with what each was made, and how much of each task type came out well."""

from collections.abc import Sequence

from desktop import wording
from desktop.device_words import device_said
from desktop.language import tr
from desktop.tables.cells import CellsTable
from engine.records import Run, TypeYield
from engine.tasks.types import TASK_TYPES

MOST = 6  # runs, the newest: more can't be read beside each other
Yields = Sequence[TypeYield]


def comparison_table(runs: Sequence[tuple[Run, Yields]]) -> CellsTable:
    """A column for each run, newest first; a row for each setting and each type that occurs."""
    shown = runs[:MOST]
    headings = ("", *(wording.clock(run.created_at) for run, _made in shown))
    settings = [(name, *(say(run) for run, _made in shown)) for name, say in _SETTINGS]
    made = [{one.task_type: one for one in yields} for _run, yields in shown]
    whole = (tr("Well-formed"), *(_share(*_total(yields)) for _run, yields in shown))
    types = [
        (wording.title(kind.name), *(_cell(one.get(kind.short)) for one in made))
        for kind in TASK_TYPES
        if any(kind.short in one for one in made)
    ]
    return CellsTable(headings, [*settings, whole, *types])


_SETTINGS = (
    (tr("Model"), lambda run: run.model.name),
    (tr("Device"), lambda run: device_said(run.device) or "–"),
    (tr("Samples"), lambda run: str(run.samples)),
    (tr("Temperature"), lambda run: f"{run.sampling.temperature:g}"),
    (tr("Seed"), lambda run: str(run.sampling.seed)),
    (
        tr("Units"),
        lambda run: wording.part_of(run.units_done, run.units_planned),
    ),
)


def _total(made: Yields) -> tuple[int, int]:
    return sum(one.well_formed for one in made), sum(one.units for one in made)


def _share(part: int, whole: int) -> str:
    return wording.part_of(wording.share(part, whole), whole) if whole else "–"


def _cell(one: TypeYield | None) -> str:
    return "–" if one is None else _share(one.well_formed, one.units)
