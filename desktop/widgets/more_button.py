"""The button that opens the further filters, and says how many of them narrow the queue."""

from PySide6.QtWidgets import QPushButton

from desktop.language import tr
from desktop.text import set_role


class MoreButton(QPushButton):
    """Stands out while one of them narrows, so that none does so unseen."""

    def __init__(self) -> None:
        super().__init__()
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """So many of the further filters narrow the queue."""
        said = tr("More filters: {count}", count=count) if count else tr("More filters")
        self.setText(said)
        self.setAccessibleName(said)
        set_role(self, "" if count else "quiet")
