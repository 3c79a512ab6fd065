from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from desktop.announce import announce


def test_a_sentence_is_handed_to_screen_readers(qtbot, monkeypatch):
    told: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: told.append((event.message(), event.politeness())),
    )
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "Accepted")
    announce(label, "Disk is full", is_urgent=True)
    polite, urgent = QAccessible.AnnouncementPoliteness
    assert told == [("Accepted", polite), ("Disk is full", urgent)]
