"""A pane that folds the copy of the passage in its text, which stands beside it anyway."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker

from desktop.edit_marks import Diff, Place, diff, went_and_came
from desktop.passage_fold import fold
from desktop.text import Look, TextPane, as_come, as_gone, as_stand_in

_CR_LF = re.compile("\r\n")


class FoldingPane(TextPane):
    """Shows an input or an output; `whole` is its text, whether or not all of it is shown as it is.

    Of an edited one what the edit changed is marked in place. Qt makes one line end of CR LF, so
    texts are taken with line feeds alone: else the marks behind would stand beside their words.
    """

    def __init__(self, accessible_name: str) -> None:
        super().__init__(accessible_name)
        self._whole = ""  # the whole text while it is folded, or shown with what an edit took away
        self._edit: Diff | None = None  # of a whole text, not of a folded one
        self._looks: list[tuple[Place, Look]] = []
        self._pairs: list[int] = []  # where the text that was given has CR LF

    @property
    def is_folded(self) -> bool:
        """What is shown is not the text itself."""
        return bool(self._whole)

    @property
    def whole(self) -> str:
        """The text as it stands in the editor, unfolded."""
        return self._whole or self.toPlainText()

    def show_edit(self, before: str, text: str, passage: str) -> bool:
        """Show the text with its copy of the passage folded; False, and all of it, without one.

        What went of the text `before` and what came is marked.
        """
        self._pairs = [match.start() for match in _CR_LF.finditer(text)]
        before, text = _in_lines(before), _in_lines(text)
        if before == text:
            return self._show_folded(text, passage)
        folded, was_folded = fold(text, passage), fold(before, passage)
        found = diff(
            was_folded.text if was_folded and folded else before, folded.text if folded else text
        )
        self._whole, self._edit = text, None if folded else found
        self.setPlainText(found.text)
        self.setAccessibleDescription(went_and_came(found))
        marks: list[tuple[Place, Look]] = [(place, as_gone) for place in found.gone]
        marks += [(place, as_come) for place in found.come]
        stands_for = folded.text[slice(*folded.place)].strip() if folded else ""
        start = found.text.find(stands_for) if stands_for else -1
        if start >= 0:
            marks.append(((start, start + len(stands_for)), as_stand_in))
        self._looks = marks
        self.mark_each(found.text, marks)
        if changed := sorted((*found.gone, *found.come)):
            self.show_place(found.text, changed[0])
        return folded is not None

    def _show_whole(self, text: str) -> None:
        """Show the text as it is."""
        self._whole, self._edit = "", None
        self.setAccessibleDescription("")
        self.setPlainText(text)
        self.mark(text, (), as_stand_in)

    def _show_folded(self, text: str, passage: str) -> bool:
        """Show the text with its copy of the passage folded; False, and all of it, without one."""
        folded = fold(text, passage)
        if folded is None:
            self._show_whole(text)
            return False
        self._whole, self._edit = text, None
        self.setAccessibleDescription("")
        self.setPlainText(folded.text)
        self.mark(folded.text, (folded.place,), as_stand_in)
        return True

    def mark_also(self, places: Sequence[Place], look: Look) -> None:
        """Mark places of the text, besides what an edit changed; nothing while it is folded."""
        places = [(self._shown_at(start), self._shown_at(end)) for start, end in places]
        if self._edit is not None:
            found = [here for place in places if (here := self._edit.here(place))]
            self.mark_each(self._edit.text, [*self._looks, *((here, look) for here in found)])
        elif not self._whole:
            self.mark(self.toPlainText(), places, look)

    def unfold(self) -> None:
        """Show the text itself; this is no typing."""
        if self._whole:
            with QSignalBlocker(self):
                self._show_whole(self._whole)

    def _shown_at(self, offset: int) -> int:
        """Where an offset of the text that was given stands in the text with line feeds alone."""
        return offset - bisect_left(self._pairs, offset)


def _in_lines(text: str) -> str:
    return _CR_LF.sub("\n", text).replace("\r", "\n")
