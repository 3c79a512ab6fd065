"""What can be done with a document's passages: another size, merge, split, leave out, undo."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr, tr_in
from desktop.text import ElidedLabel, plain_label
from desktop.widgets.key_button import KeyButton
from desktop.widgets.layout import row

LEAST, MOST, STEP = 100, 600, 10  # tokens


class PassageBar(QWidget):
    """Tells what the user wants; shows what it would mean."""

    size_moved = Signal(int)  # tokens
    size_chosen = Signal(int)
    size_for_all_chosen = Signal(int)
    merge_requested = Signal()
    split_requested = Signal()
    toggle_requested = Signal()
    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._saved = 0
        self._has_others = self._is_under_way = False
        self._where: tuple[str, ...] = ()
        self.slider = _Slider()
        self.value = plain_label("", "field")
        self.use = _button(
            tr("Use this size"), "↵", tr("Cut the document in this size"), self.use_it
        )
        self.reset = _button(tr("Keep"), "Esc", tr("Keep the size as it was"), self._reset)
        self.where = ElidedLabel("", "small")
        self.where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.merge = _button(
            tr("Merge"), "M", tr("Merge with the next passage"), self.merge_requested.emit
        )
        self.split = _button(
            tr_in("a passage", "Split"), "S", tr("Split at the cursor"), self.split_requested.emit
        )
        self.toggle = _button(
            tr("Leave out"), "X", tr("Leave this passage out"), self.toggle_requested.emit
        )
        self.undo = _button(tr("Undo"), "U", tr("Undo the last change"), self.undo_requested.emit)
        self.use_for_all = _button(
            tr("For all documents"), "A", tr("Cut all documents in this size"), self.use_it_for_all
        )
        self.slider.setMinimumHeight(self.use.sizeHint().height())  # so that nothing jumps
        self.slider.valueChanged.connect(self._moved)
        self._lay_out()
        self.show_size(350, 0)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        sizes = row(plain_label(tr("At most"), "field"), gap=10)
        sizes.addWidget(self.slider, 1)
        sizes.addWidget(self.value)
        sizes.addWidget(self.use_for_all)
        layout.addLayout(sizes)
        sizing, editing = (self.use, self.reset), (self.merge, self.split, self.toggle, self.undo)
        edits = row(*sizing, *editing, gap=8)
        edits.addWidget(self.where, 1)
        layout.addLayout(edits)

    def show_size(self, tokens: int, saved: int, *, has_others: bool = False) -> None:
        """The size of the passages that are shown; `saved` is the one that is kept, 0 if none.

        `has_others` says that there are documents which are cut in another size.
        """
        self._saved = saved
        self._has_others = has_others
        was_blocked = self.slider.blockSignals(True)  # noqa: FBT003 - Qt's name
        self.slider.setValue(tokens)
        self.slider.blockSignals(was_blocked)
        self._show_value()

    def show_where(self, *said: str) -> None:
        """The passage under the cursor, in the longest of several ways that there is room for."""
        self._where = said
        room = self.where.width() - 2
        fitting = (each for each in said if self.where.fontMetrics().horizontalAdvance(each) < room)
        self.where.show_text(next(fitting, ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more, or less."""
        super().resizeEvent(event)
        self.show_where(*self._where)

    def show_possible(self, *, can_edit: bool, can_undo: bool, is_excluded: bool) -> None:
        """Enable what applies to the passage under the cursor."""
        is_preview = self.is_previewing
        self.slider.setEnabled(bool(self._saved))
        for button in (self.merge, self.split, self.toggle):
            button.setEnabled(can_edit and not is_preview)
        self.undo.setEnabled(can_undo and not is_preview)
        self.toggle.setText(tr("Take in") if is_excluded else tr("Leave out"))
        said = tr("Take this passage in again") if is_excluded else tr("Leave this passage out")
        self.toggle.setAccessibleName(f"{said} (X)")

    @property
    def is_previewing(self) -> bool:
        """The slider stands on another size than the one that is kept."""
        return bool(self._saved) and self.slider.value() != self._saved

    def _moved(self, tokens: int) -> None:
        snapped = round(tokens / STEP) * STEP
        if snapped != tokens:
            self.slider.setValue(snapped)
            return
        self._show_value()
        self.size_moved.emit(tokens)

    def _show_value(self) -> None:
        self.value.setText(wording.counted(self.slider.value(), "token"))
        for button in (self.use, self.reset):
            button.setVisible(self.is_previewing)
        for button in (self.merge, self.split, self.toggle, self.undo):
            button.setVisible(not self.is_previewing)  # first of all the size is decided
        self._show_use_for_all()

    def use_it(self) -> None:
        """Use the size that is previewed; nothing happens without one."""
        if self.is_previewing:
            self.size_chosen.emit(self.slider.value())

    def use_it_for_all(self) -> None:
        """Use the size that is shown for all documents that have another."""
        if self.use_for_all.isEnabled():
            self.size_for_all_chosen.emit(self.slider.value())

    def show_all_under_way(self, *, is_under_way: bool) -> None:
        """All documents are being cut: not twice at a time."""
        self._is_under_way = is_under_way
        self._show_use_for_all()

    def _show_use_for_all(self) -> None:
        can_differ = self.is_previewing or self._has_others
        self.use_for_all.setEnabled(bool(self._saved) and can_differ and not self._is_under_way)

    def _reset(self) -> None:
        self.slider.setValue(self._saved)


class _Slider(QSlider):
    """100 to 600 tokens; wide enough to be precise."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(LEAST, MOST)
        self.setSingleStep(STEP)
        self.setPageStep(5 * STEP)
        self.setAccessibleName(tr("Largest passage in tokens"))

    def minimumSizeHint(self) -> QSize:
        """Never too short to aim."""
        return QSize(90, super().minimumSizeHint().height())


def _button(caption: str, key: str, name: str, wish: Callable[[], None]) -> KeyButton:
    button = KeyButton(caption, key)
    button.setAccessibleName(f"{name} ({key})")
    button.clicked.connect(lambda _is_on: wish())
    return button
