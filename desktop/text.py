"""The one way by which text reaches the screen: Qt guesses rich text, and here it never may.

A QLabel, a tooltip or a message box that is handed `<img src="//host/share/x">` would open it, so
text from documents, models and file names is shown only through what this file makes: labels
fixed to plain text, panes that know nothing else, and tooltips that are escaped. A test holds
every other file of `desktop` to that.
"""

import html
from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from desktop.theme import colours_of

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


class TextPane(QPlainTextEdit):
    """A read-only pane for text of any origin, with places in it highlighted."""

    def __init__(self, accessible_name: str, placeholder: str = "") -> None:
        super().__init__()
        self._shown: tuple[str, tuple[tuple[int, int], ...]] = ("", ())
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
        wanted = (text, tuple(highlights))
        if wanted == self._shown and text == self.toPlainText():
            self.moveCursor(QTextCursor.MoveOperation.Start)
        else:
            self.setPlainText(text)
        self._shown = wanted
        self._highlight()
        if highlights:
            self.setTextCursor(self._cursor(text, *highlights[0]))
            self.centerCursor()
            self.moveCursor(QTextCursor.MoveOperation.NoMove)
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def changeEvent(self, event: QEvent) -> None:
        """Highlight anew in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._highlight()

    def _highlight(self) -> None:
        text, places = self._shown
        self.setExtraSelections([self._selection(text, start, end) for start, end in places])

    def _selection(self, text: str, start: int, end: int) -> QTextEdit.ExtraSelection:
        colours = colours_of(self.palette())
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(text, start, end)
        selection.format.setBackground(QColor(colours.evidence))
        selection.format.setForeground(QColor(colours.text))
        selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        selection.format.setUnderlineColor(QColor(colours.warn))  # not by its ground alone
        return selection

    def _cursor(self, text: str, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16_offset(text, start))
        cursor.setPosition(utf16_offset(text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def warned(pane: QPlainTextEdit, text: str, place: tuple[int, int]) -> QTextEdit.ExtraSelection:
    """A place of the pane's text underlined as doubtful, for its extra selections."""
    colours, selection = colours_of(pane.palette()), _selected(pane, text, place)
    selection.format.setBackground(QColor(colours.warn_soft))
    selection.format.setUnderlineColor(QColor(colours.warn))
    selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    return selection


def set_apart(pane: QPlainTextEdit, text: str, place: tuple[int, int]) -> QTextEdit.ExtraSelection:
    """A place of the pane's text that is not the text's own, for its extra selections."""
    colours, selection = colours_of(pane.palette()), _selected(pane, text, place)
    selection.format.setBackground(QColor(colours.accent_soft))
    selection.format.setForeground(QColor(colours.accent))
    return selection


def _selected(pane: QPlainTextEdit, text: str, place: tuple[int, int]) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(pane.document())
    cursor.setPosition(utf16_offset(text, place[0]))
    cursor.setPosition(utf16_offset(text, place[1]), QTextCursor.MoveMode.KeepAnchor)
    selection.cursor = cursor
    return selection


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
