"""The question before a run that is under way is stopped, because its project is to be closed."""

from PySide6.QtWidgets import QWidget

from desktop.dialogs.safe_question import SafeQuestion
from desktop.language import tr

_SAID = tr(
    "All tasks written so far are saved. You can continue the run from the start page or from "
    "Generate whenever you like; it goes on where it stopped."
)


class ConfirmStopRun(SafeQuestion):
    """Accepted if the run may stop; Return and Escape let it go on."""

    def __init__(self, parent: QWidget, action: str) -> None:
        super().__init__(parent, tr("A run is under way"), tr("Stop the run?"), _SAID)
        self.offer(tr("Keep it running"), action)
