"""Boxes to choose in whose list shows each entry whole: as wide as the widest, no half row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from desktop.widgets.wheel import let_wheel_pass
from desktop.wording import number

CountRole = Qt.ItemDataRole.UserRole + 1
MOST_ROWS = 17  # all task types, and the entry for all of them
_SPARE = 8  # pixels behind the widest entry


class ListBox(QComboBox):
    """Its list lies below the box, or above it where there is more room, inside the screen."""

    opening = Signal()  # its list is shown: time to count what its entries would leave
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_Counting(self))
        self.setMaxVisibleItems(MOST_ROWS)
        let_wheel_pass(self)

    def showPopup(self) -> None:
        """Open the list, then give it its size: Qt takes the box's width, and any height."""
        # Qt takes the bar away while no style sheet says that the list is none of a menu.
        self.view().setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        super().showPopup()
        self.fit()
        self.view().scrollTo(self.view().currentIndex())
        self.opening.emit()

    def hidePopup(self) -> None:
        """Close the list."""
        super().hidePopup()
        self.closing.emit()

    def fit(self) -> None:
        """Give an open list its size, again once counts stand behind its entries."""
        list_ = self.view().window()
        if self.view().isVisible():
            list_.setGeometry(self.place(list_.geometry(), self.screen().availableGeometry()))

    def place(self, shown: QRect, screen: QRect) -> QRect:
        """Where the list goes that Qt shows here."""
        view = self.view()
        bar = view.verticalScrollBar().sizeHint().width()
        beside = shown.width() - view.viewport().width()
        has_bar = view.verticalScrollBar().isVisible()
        wide = self.widest() + beside + _SPARE + (0 if has_bar else bar)
        wide = min(max(wide, self.width()), screen.width())
        high = shown.height() - self._half_row()
        is_above = shown.center().y() < self.mapToGlobal(self.rect().center()).y()
        top = shown.bottom() + 1 - high if is_above else shown.top()
        left = max(screen.left(), min(shown.left(), screen.right() + 1 - wide))
        return QRect(left, top, wide, high)

    def widest(self) -> int:
        """Pixels of the widest entry, with its count."""
        return max(self.view().sizeHintForColumn(0), 0)

    def _half_row(self) -> int:
        """Pixels of a row that is not seen whole."""
        view = self.view()
        rows = view.viewport().height()
        one = max(1, view.sizeHintForRow(0))
        return rows % one if self.count() * one > rows else 0


def entry_text(index: QModelIndex | QPersistentModelIndex) -> str:
    """An entry as the list shows it."""
    count = index.data(CountRole)
    caption = str(index.data() or "")
    return caption if count is None else f"{caption}  ({number(count)})"


class _Counting(QStyledItemDelegate):
    """Paints the count behind the entry."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = entry_text(index)  # pyright: ignore[reportAttributeAccessIssue]
