"""What holds for all pages: names for screen readers, plain labels, room on a small screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QScrollBar, QWidget

from desktop.app import App
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, START

PLACES = (START, DOCUMENTS, GENERATE, REVIEW, EXPORT)


@pytest.fixture
def filled(app: App, full_path: Path, calm) -> App:
    app.current.open(full_path)
    calm(app)
    return app


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and widget.focusProxy() is None
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not _is_inside_of_qt(widget)
    ]


def _is_inside_of_qt(widget: QWidget) -> bool:
    """Parts that Qt makes itself: views of combo boxes, the editors of spin boxes, menus."""
    names = {"QComboBoxPrivateContainer", "QComboBoxListView", "QMenuBar", "QHeaderView", "QMenu"}
    kinds = {type(widget).__name__, type(widget.parent()).__name__, widget.metaObject().className()}
    kinds.add(widget.parent().metaObject().className())
    return bool(kinds & names) or isinstance(widget.parent(), QLineEdit)


def test_every_focusable_widget_has_an_accessible_name(filled: App):
    assert nameless(filled.window) == []


def test_every_label_is_fixed_to_plain_text(filled: App):
    rich = [
        label.text()
        for label in filled.window.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_the_window_fits_a_small_screen(filled: App):
    for place in PLACES:
        filled.window.go_to(place)
        assert filled.window.minimumSizeHint().width() <= 1024
        assert filled.window.minimumSizeHint().height() <= 700


@pytest.mark.parametrize("place", PLACES[1:])
def test_a_page_that_is_low_gives_the_room_of_its_sentence_to_its_content(filled: App, place: int):
    page = filled.window.pages.widget(place)
    filled.window.go_to(place)
    line = page.fontMetrics().height()
    page.resize(page.width(), 29 * line)
    assert page.sentence.isHidden()
    page.resize(page.width(), 40 * line)
    assert not page.sentence.isHidden()


def test_every_box_to_choose_in_has_a_label_for_screen_readers(filled: App):
    """On Linux a box without one is called by what is chosen in it."""
    boxes = filled.window.findChildren(QComboBox)
    labelled = {label.buddy() for label in filled.window.findChildren(QLabel) if label.buddy()}
    assert [box.accessibleName() for box in boxes if box not in labelled] == []
    assert len(boxes) > 10
