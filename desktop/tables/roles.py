"""The roles beyond Qt's own under which our tables hand out data."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

RecordRole = Qt.ItemDataRole.UserRole + 1  # the engine's frozen record behind the row
LookRole = Qt.ItemDataRole.UserRole + 2  # a `Look`: all that our delegates paint of a cell


@dataclass(frozen=True, slots=True)
class Look:
    """A cell as it is painted; one answer, since each question from Qt to Python costs."""

    text: str
    second: str = ""  # the smaller line under the first
    tone: str = "muted"  # good, warn, bad, muted, quote: theme.tone
    icon: str = ""  # the name of an icon
