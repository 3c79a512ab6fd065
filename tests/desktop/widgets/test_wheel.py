"""The mouse wheel over a box that nobody chose."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.combos import combo
from desktop.widgets.number_boxes import whole_number


def turn(box: QWidget) -> bool:
    """One notch down above a box; says whether the box took it."""
    place = QPointF(5, 5)
    event = QWheelEvent(
        place, QPointF(box.mapToGlobal(place)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, event)
    return event.isAccepted()


def test_the_wheel_changes_a_box_only_once_it_was_chosen(qtbot):
    box, number = combo("Format", [("one", 1), ("two", 2)]), whole_number((1, 9), 5, "Packets")
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.addWidget(box)
    layout.addWidget(number)
    area = QScrollArea()
    area.setWidget(inner)
    qtbot.addWidget(area)
    with qtbot.waitActive(area):
        area.show()
    area.setFocus()
    assert not turn(box)
    assert not turn(number)
    assert (box.currentData(), number.value()) == (1, 5)
    box.setFocus()
    assert turn(box)
    assert box.currentData() == 2
