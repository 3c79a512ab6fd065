"""Notices laid over the head of a page, beside its title: nothing moves when one comes or goes.

Under them lies the sentence below the title, and no control. As many are shown as the head has room
for, the newest at least; a button below the title shows the others. Each can be closed.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.language import plural, tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import column, holder
from desktop.widgets.notice import Notice

_GAP = 3  # pixels between two notices
_ABOVE, _BELOW = 14, 10  # pixels of the page's own margins that a notice takes beside the head
_BESIDE = 24  # pixels between the title and the notices
_LEAST = 300  # pixels of a notice beside the title
_UNDER_BUTTONS, _STRIP = 19, 34  # pixels from the middle of a head, and of a notice of one line


class NoticeStack(QWidget):
    """Hidden while all its notices are.

    `head` is what it may cover; without one, the top of the host. The host stays as it is laid out.
    `title` is the label in the head that stays to be seen; without one all notices are shown.
    """

    def __init__(
        self, host: QWidget, head: QWidget | None, *notices: QWidget, title: QLabel | None = None
    ) -> None:
        super().__init__(host)
        self._host, self._head, self._titled = host, head, title
        self.setProperty("role", "page")  # its ground: no sentence shows between two notices
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = plain_label(title.text() if title else "", "title")
        self._title.setParent(self)
        self._title.setVisible(title is not None)
        self._others = push_button(tr("Fewer"), self._turn, "quiet")
        self._others.setParent(self)
        self._others.hide()
        self._shows_all = False
        self._is_strip = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        (head or host).installEventFilter(self)
        self._notices: list[QWidget] = []
        self._newest: list[QWidget] = []  # those that said something, the newest first
        self._slots: dict[QWidget, QWidget] = {}  # hidden while there is no room for its notice
        for notice in notices:
            self._add(notice, len(self._notices))
        self.hide()

    def take(self, *guests: QWidget) -> None:
        """Show these above its own, from now on; what they say goes along."""
        for place, notice in enumerate(guests):
            was_hidden = notice.isHidden()
            self._add(notice, place)
            notice.setHidden(was_hidden)
        self._follow()

    def let_go(self, *guests: QWidget) -> None:
        """These are shown elsewhere."""
        for notice in guests:
            if notice in self._notices:
                self._notices.remove(notice)
                self._newest.remove(notice)
                notice.removeEventFilter(self)
                if isinstance(notice, Notice):
                    notice.said.disconnect(self._said)
                slot = self._slots[notice]
                layout = slot.layout()
                if layout is not None:
                    layout.removeWidget(notice)
                self._column.removeWidget(slot)
                slot.hide()
        self._follow()

    def _add(self, notice: QWidget, place: int) -> None:
        self._notices.insert(place, notice)
        self._newest.append(notice)
        slot = self._slots.setdefault(notice, holder(column()))
        layout = slot.layout()
        if layout is not None:
            layout.addWidget(notice)
        self._column.insertWidget(place, slot)
        notice.installEventFilter(self)
        if isinstance(notice, Notice):
            notice.said.connect(self._said)

    def _said(self, notice: QWidget) -> None:
        """This one speaks of what was done last."""
        self._newest.remove(notice)
        self._newest.insert(0, notice)
        self._shows_all = False
        self._follow()

    def _turn(self) -> None:
        self._shows_all = not self._shows_all
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A notice has come or gone, or the head has another place."""
        if event.type() in _CHANGES:
            self._follow()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """What a notice says has become longer or shorter."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._follow()
        return is_done

    def _follow(self) -> None:
        speaking = [notice for notice in self._notices if not notice.isHidden()]
        if not speaking:
            self._shows_all = False
            self.hide()
            return
        area = self._area()
        left = self._left(speaking, area)
        fitting = self._fitting(speaking, area.width() - left)
        shown = speaking if self._shows_all else fitting
        for notice, slot in self._slots.items():
            slot.setVisible(notice in shown)
        self._column.setContentsMargins(left, 0, 0, 0)
        needed = self._height(shown, area.width() - left)
        self.setGeometry(area.adjusted(0, 0, 0, max(0, needed - area.height())))
        self._cut(QRect(0, 0, area.width(), area.height()), left)
        self._place_title(len(speaking) - len(fitting))
        self.raise_()
        self.show()

    def _fitting(self, speaking: list[QWidget], width: int) -> list[QWidget]:
        """The newest, and others as far as the head has room for them."""
        if self._titled is None:
            return speaking
        room, found = self._area().height(), list[QWidget]()
        for notice in self._newest:
            if notice in speaking and (not found or self._height([*found, notice], width) <= room):
                found.append(notice)
        return found

    def _cut(self, ground: QRect, left: int) -> None:
        """Below the head only notices cover anything, not the ground beside them."""
        below = QRect(left, ground.height(), self.width() - left, self.height() - ground.height())
        self.setMask(QRegion(ground) + QRegion(below))

    @staticmethod
    def _height(notices: list[QWidget], width: int) -> int:
        """Pixels of these below each other; wrapped text needs more in a narrow place."""
        heights = (
            one.heightForWidth(width) if one.hasHeightForWidth() else one.sizeHint().height()
            for one in notices
        )
        return sum(heights) + _GAP * (len(notices) - 1)

    def _left(self, speaking: list[QWidget], area: QRect) -> int:
        """Pixels for the title and the button below it.

        A long sentence that has no room beside the title lies over it, rather than over the first
        row of the page.
        """
        if self._titled is None:
            return 0
        others = self._others.sizeHint().width() if len(speaking) > 1 else 0
        left = max(self._title.sizeHint().width(), others) + _BESIDE
        newest = next(notice for notice in self._newest if notice in speaking)
        needed = self._height([newest], area.width() - left)
        has_room = not self._is_strip and needed <= area.height()
        self._title.setVisible(has_room)
        if has_room:
            return left
        return others + _GAP if others else 0

    def _place_title(self, others: int) -> None:
        """The title exactly where the page has it, and below it how many more there are."""
        if self._titled is None:
            return
        corner = self._titled.mapTo(self._host, QPoint(0, 0)) - self.pos()
        if self._is_strip:
            corner = QPoint(8, 0)
        self._title.setGeometry(QRect(corner, self._titled.size()))
        self._title.resize(self._title.sizeHint().width(), self._titled.height())
        said = plural(others, "{n} more message", "{n} more messages")
        said = tr("Fewer") if self._shows_all else said
        self._others.setText(said)
        self._others.setAccessibleName(said)
        self._others.setVisible(bool(others))
        self._others.adjustSize()
        top = 0 if self._is_strip else corner.y() + self._title.height()
        top = min(top, self.height() - self._others.height())
        self._others.move(corner.x() - 8, top)  # its text, not its ground, below the title

    def _area(self) -> QRect:
        """What may be covered: the head with some of the margins around it, or the top.

        A head full of buttons leaves no room beside its title: then a strip under the buttons.
        """
        if self._head is None:
            left, _top, right, _bottom = self._margins()
            return QRect(left, _ABOVE, self._host.width() - left - right, 0)
        corner = self._head.mapTo(self._host, self._head.rect().topLeft())
        head = QRect(corner, self._head.size())
        beside = head.width() - self._title.sizeHint().width() - _BESIDE
        self._is_strip = self._titled is not None and beside < _LEAST
        if not self._is_strip:
            return head.adjusted(0, -_ABOVE, 0, _BELOW)
        left, _top, right, _bottom = self._margins()
        top = head.center().y() + _UNDER_BUTTONS
        return QRect(left, top, self._host.width() - left - right, _STRIP)

    def _margins(self) -> tuple[int, int, int, int]:
        layout = self._host.layout()
        margins = layout.contentsMargins() if layout else self._host.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()


_CHANGES = {
    QEvent.Type.ShowToParent,
    QEvent.Type.HideToParent,
    QEvent.Type.Resize,
    QEvent.Type.Move,
}
