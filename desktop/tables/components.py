"""The table of the works of others in this application: name, version, licence."""

from collections.abc import Sequence

from desktop.language import tr
from desktop.tables.cells import CellsTable
from engine.about import Component

COL_NAME, COL_VERSION, COL_LICENCE = range(3)
_HEADINGS = (tr("Component"), tr("Version"), tr("Licence"))


def component_table(components: Sequence[Component]) -> CellsTable:
    """One row for each component, in the order they come in."""
    return CellsTable(_HEADINGS, [(part.name, part.version, part.licence) for part in components])
