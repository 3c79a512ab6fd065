"""A pane that folds the copy of the passage in its text, which stands beside it anyway."""

from PySide6.QtCore import QSignalBlocker

from desktop.passage_fold import fold
from desktop.text import TextPane, as_stand_in


class FoldingPane(TextPane):
    """Shows an input or an output; `whole` is its text whether or not some of it is folded."""

    def __init__(self, accessible_name: str) -> None:
        super().__init__(accessible_name)
        self._folded = ""  # the whole text while some of it is folded

    @property
    def is_folded(self) -> bool:
        """A few words stand for the passage."""
        return bool(self._folded)

    @property
    def whole(self) -> str:
        """The text as it stands in the editor, unfolded."""
        return self._folded or self.toPlainText()

    def show_whole(self, text: str) -> None:
        """Show the text as it is."""
        self._folded = ""
        self.setPlainText(text)
        self.mark(text, (), as_stand_in)

    def show_folded(self, text: str, passage: str) -> bool:
        """Show the text with its copy of the passage folded; False, and all of it, without one."""
        folded = fold(text, passage)
        if folded is None:
            self.show_whole(text)
            return False
        self._folded = text
        self.setPlainText(folded.text)
        self.mark(folded.text, (folded.place,), as_stand_in)
        return True

    def unfold(self) -> None:
        """Show all that is folded; this is no typing."""
        if self._folded:
            with QSignalBlocker(self):
                self.show_whole(self._folded)
