"""The roles beyond Qt's own under which our tables hand out data."""

from PySide6.QtCore import Qt

RecordRole = Qt.ItemDataRole.UserRole + 1  # the engine's frozen record behind the row
SecondLineRole = Qt.ItemDataRole.UserRole + 2  # the muted line under the first
ToneRole = Qt.ItemDataRole.UserRole + 3  # good, warn, bad, muted: theme.tone
IconRole = Qt.ItemDataRole.UserRole + 4  # the name of an icon
