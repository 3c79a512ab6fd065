"""Asks before what somebody has written is thrown away."""

from PySide6.QtWidgets import QWidget

from desktop.dialogs.safe_question import SafeQuestion
from desktop.language import tr

_SAID = tr(
    "The task goes back to its saved text. To come back to it later, just go to another task: "
    "what you wrote waits here."
)


class ConfirmDiscard(SafeQuestion):
    """Accepted if the text may go; Return and Escape keep it."""

    def __init__(self, parent: QWidget) -> None:
        question = tr("Discard what you wrote?")
        super().__init__(parent, tr("Discard the edit?"), question, _SAID)
        self.offer(tr("Keep writing"), tr("Discard"), tr("Discard what you wrote"))
