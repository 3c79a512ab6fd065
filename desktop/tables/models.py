"""The table of models: those on this computer, and known ones that could be carried over."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop import wording
from desktop.language import told, tr
from desktop.tables.cells import CellsTable
from engine.runs.machine import fit_now
from models.catalogue import CatalogueEntry
from models.fit import FitVerdict
from models.library import BrokenModel, FoundModel, known_elsewhere

COL_NAME, COL_SIZE, COL_LICENCE, COL_FITS, COL_PLACE = range(5)
_HEADINGS = (tr("Model"), tr("Size"), tr("Licence"), tr("Memory"), tr("Where"))
_FITS = {
    FitVerdict.YES: tr("fits"),
    FitVerdict.TIGHT: tr("just fits"),
    FitVerdict.NO: tr("too big"),
}
_MORE_THAN_THE_FILE = 1.2  # what a model of some gigabytes takes for a few sequences, roughly
_FETCH = "bonito-desktop models fetch {name} --to {folder}"


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model as the sheet shows it; `command` is what brings it here, empty where it is here."""

    cells: tuple[str, str, str, str, str]
    said: str  # whether it fits and why, and what is missing
    command: str = ""


def model_rows(here: Sequence[FoundModel | BrokenModel], free: int) -> list[ModelRow]:
    """All models: first those that are here, then the known ones; `free` bytes of memory are."""
    return [*map(_here, here), *(_known(entry, free) for entry in known_elsewhere(here))]


def models_table(rows: Sequence[ModelRow]) -> CellsTable:
    """One row for each."""
    return CellsTable(_HEADINGS, [row.cells for row in rows])


def _here(model: FoundModel | BrokenModel) -> ModelRow:
    if isinstance(model, BrokenModel):
        cells = (model.name, "–", "–", tr("can't be used"), str(model.path))
        return ModelRow(cells, told(str(model.error)))
    verdict, header = fit_now(model.header), model.header
    entry = model.entry
    title = entry.title if entry else model.name
    file_size = wording.size(header.size_bytes)
    cells = (title, file_size, model.licence or "–", _FITS[verdict.verdict], tr("on this computer"))
    return ModelRow(cells, f"{told(verdict.sentence)}\n{model.path}")


def _known(entry: CatalogueEntry, free: int) -> ModelRow:
    needed = int(entry.size_bytes * _MORE_THAN_THE_FILE)
    cells = (
        entry.title,
        wording.size(entry.size_bytes),
        entry.licence,
        tr("should fit") if needed <= free else tr("too big"),
        tr("not here"),
    )
    said = tr(
        "It needs about {needed}, and {free} are free. To bring it here, run this on a computer "
        "with a network, carry the files it makes over, and choose “Use a file…”. From "
        "{repository}, {file}.",
        needed=wording.size(needed),
        free=wording.size(free),
        repository=entry.repository,
        file=entry.file,
    )
    return ModelRow(cells, said, _FETCH.format(name=entry.name, folder="stick"))
