"""Notices laid over the head of a page: nothing below moves when one comes or goes.

Under them lie the title and its sentence, which the bar at the top says too, and no control. Each
notice can be closed, so that nothing stays hidden; several stand one below the other.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

_GAP = 3  # pixels between two notices
_ABOVE, _BELOW = 14, 10  # pixels of the page's own margins that a notice takes beside the head


class NoticeStack(QWidget):
    """Hidden while all its notices are; as wide as the head, and as high as they need.

    `head` is what it may cover; without one, the top of the host. The host stays as it is laid out.
    """

    def __init__(self, host: QWidget, head: QWidget | None, *notices: QWidget) -> None:
        super().__init__(host)
        self._host, self._head = host, head
        self.setProperty("role", "page")  # its ground: no title shows between two notices
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        (head or host).installEventFilter(self)
        self._notices: list[QWidget] = []
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
                notice.removeEventFilter(self)
                self._column.removeWidget(notice)
        self._follow()

    def _add(self, notice: QWidget, place: int) -> None:
        self._notices.insert(place, notice)
        self._column.insertWidget(place, notice)
        notice.installEventFilter(self)

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
        is_wanted = any(not notice.isHidden() for notice in self._notices)
        if is_wanted:
            self.setGeometry(self._place())
            self.raise_()
        self.setHidden(not is_wanted)

    def _place(self) -> QRect:
        """Over the whole head, and below it only as far as the notices need."""
        if self._head is None:
            left, _top, right, _bottom = self._margins()
            area = QRect(left, _ABOVE, self._host.width() - left - right, 0)
        else:
            corner = self._head.mapTo(self._host, self._head.rect().topLeft())
            area = QRect(corner, self._head.size()).adjusted(0, -_ABOVE, 0, _BELOW)
        wanted = self._column.totalHeightForWidth(area.width())
        area.setHeight(max(area.height(), wanted, self._column.minimumSize().height()))
        return area

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
