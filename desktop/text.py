"""The one way by which text reaches the screen: Qt guesses rich text, and here it never may.

A QLabel, a tooltip or a message box that is handed `<img src="//host/share/x">` would open it, so
text from documents, models and file names is shown only through what this file makes: labels
fixed to plain text, panes that know nothing else, and tooltips that are escaped. A test holds
every other file of `desktop` to that.
"""

import html
from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from desktop.theme import Colours, colours_of

LEAST_HEIGHT = 52  # of a pane, in pixels: a line and a half; Qt's own least is too high for us


def plain_label(text: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """A label that shows its text as it is; `role` names a style of theme.qss."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label


class FigureLabel(QLabel):
    """A label for a number that changes often: it grows with its text and never shrinks.

    A usual label has the whole page laid out anew with each text; one of fixed size has not.
    """

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_text(self, text: str) -> None:
        """Show this text."""
        if text != self.text():
            self.setText(text)
            self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()

    def _grow(self) -> None:
        wanted = self.sizeHint()
        if wanted.width() > self.width() or wanted.height() != self.height():
            self.setFixedSize(wanted)


class ElidedLabel(QLabel):
    """One line that ends in “…” where there is no room, with the whole text as its tooltip.

    It paints its text itself: QLabel has the whole page laid out anew with each text.
    """

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = self._elided = ""
        self.show_text(text)

    def text(self) -> str:
        """What can be seen of the text."""
        return self._elided

    def show_text(self, text: str) -> None:
        """Show this text, elided in the middle."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(plain_tooltip(text))
            self.setAccessibleName(text)
            self._elide()

    def sizeHint(self) -> QSize:
        """One line; the width is what the layout has left."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, self._height())

    def minimumSizeHint(self) -> QSize:
        """One line of any width."""
        return QSize(0, self._height())

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's signature
        """Elide anew."""
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def paintEvent(self, _event: object) -> None:
        """The text, in the colour that the style sheet says."""
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.palette(),
            self.isEnabled(),
            self._elided,
            self.foregroundRole(),
        )

    def _height(self) -> int:
        return self.fontMetrics().height()

    def _elide(self) -> None:
        line = self._whole.replace("\n", " ")
        mode = Qt.TextElideMode.ElideMiddle
        self._elided = self.fontMetrics().elidedText(line, mode, max(self.width(), 24))
        self.update()


def plain_tooltip(text: str) -> str:
    """Text for `setToolTip`: escaped, so that nothing in it is markup."""
    return f"<span>{html.escape(text)}</span>" if text else ""


def one_line(text: str, limit: int = 300) -> str:
    """The beginning of a text with its white space folded, for a table cell."""
    return " ".join(text[: limit * 2].split())[:limit]


def as_evidence(form: QTextCharFormat, colours: Colours) -> None:
    """Where the answer stands in the passage."""
    form.setBackground(QColor(colours.evidence))
    form.setForeground(QColor(colours.text))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    form.setUnderlineColor(QColor(colours.warn))  # not by its ground alone


def as_doubtful(form: QTextCharFormat, colours: Colours) -> None:
    """What of an answer nothing supports."""
    form.setBackground(QColor(colours.warn_soft))
    form.setUnderlineColor(QColor(colours.warn))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)


def as_gone(form: QTextCharFormat, colours: Colours) -> None:
    """What an edit took away."""
    form.setFontStrikeOut(True)
    form.setForeground(QColor(colours.bad))


def as_come(form: QTextCharFormat, colours: Colours) -> None:
    """What an edit brought."""
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    form.setUnderlineColor(QColor(colours.good))
    form.setForeground(QColor(colours.good))


def as_stand_in(form: QTextCharFormat, colours: Colours) -> None:
    """Words of ours in a text, not the text's own."""
    form.setBackground(QColor(colours.accent_soft))
    form.setForeground(QColor(colours.accent))


Look = Callable[[QTextCharFormat, Colours], None]
Marked = tuple[str, tuple[tuple[tuple[int, int], Look], ...]]


class TextPane(QPlainTextEdit):
    """A pane for text of any origin, with places in it marked; read-only unless made writable."""

    def __init__(self, accessible_name: str, placeholder: str = "") -> None:
        super().__init__()
        self._marked: Marked = ("", ())
        self.setReadOnly(True)
        self.setProperty("role", "reading")
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(6)
        self.setMinimumHeight(LEAST_HEIGHT)

    def show_text(self, text: str, highlights: Sequence[tuple[int, int]] = ()) -> None:
        """Show the text from its beginning; `highlights` are code-point ranges of it."""
        wanted = (text, tuple((place, as_evidence) for place in highlights))
        if wanted == self._marked and text == self.toPlainText():
            self.moveCursor(QTextCursor.MoveOperation.Start)
        else:
            self.setPlainText(text)
        self.mark(text, highlights, as_evidence)
        if highlights:
            self.show_place(text, highlights[0])

    def show_place(self, text: str, place: tuple[int, int]) -> None:
        """Scroll to a code-point range of the text that is shown."""
        self.setTextCursor(self._cursor(text, *place))
        self.centerCursor()
        self.moveCursor(QTextCursor.MoveOperation.NoMove)
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def mark(self, text: str, places: Sequence[tuple[int, int]], look: Look) -> None:
        """Mark these code-point ranges of the text that is shown, instead of those before."""
        self.mark_each(text, [(place, look) for place in places])

    def mark_each(self, text: str, places: Sequence[tuple[tuple[int, int], Look]]) -> None:
        """As `mark`, each place with a look of its own."""
        had_some, self._marked = bool(self._marked[1]), (text, tuple(places))
        if places or had_some:
            self._paint_marks()

    def changeEvent(self, event: QEvent) -> None:
        """Mark anew in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._marked[0] == self.toPlainText():
            self._paint_marks()  # what is edited has other places

    def _paint_marks(self) -> None:
        text, places = self._marked
        colours, selections = colours_of(self.palette()), list[QTextEdit.ExtraSelection]()
        for place, look in places:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(text, *place)
            look(selection.format, colours)
            selections.append(selection)
        self.setExtraSelections(selections)

    def _cursor(self, text: str, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16_offset(text, start))
        cursor.setPosition(utf16_offset(text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor


class Utf16Offsets:
    """Code-point offsets and Qt's UTF-16 positions of one text: beyond the BMP a character is two.

    The text is read once; each question is then a search among its few wide characters.
    """

    def __init__(self, text: str) -> None:
        has_wide = not text.isascii() and max(text) > "\uffff"
        self._wide = [n for n, sign in enumerate(text) if sign > "\uffff"] if has_wide else []
        self._places = [offset + number for number, offset in enumerate(self._wide)]

    def to_qt(self, offset: int) -> int:
        """The position of a code point."""
        return offset + bisect_left(self._wide, offset)

    def from_qt(self, position: int) -> int:
        """The code point at a position."""
        return position - bisect_left(self._places, position)


def utf16_offset(text: str, offset: int) -> int:
    """Where a code-point offset stands in Qt's UTF-16 text."""
    return Utf16Offsets(text[:offset]).to_qt(min(offset, len(text)))


def set_role(widget: QWidget, role: str) -> None:
    """Give the widget a style of theme.qss, also after it has been shown."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
