"""What is drawn on a document's text, looked at pixel by pixel."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop.theme import LIGHT, colours_of, dress
from desktop.widgets.passage_pane import PassagePane, left_out_places
from engine.records import Span

TEXT = "\n\n".join(["Visitors may bring dogs to the pier but not to the hall. " * 3] * 3).strip()
EDGE = 4  # pixels around the text that are the frame's


@pytest.fixture
def pane(qtbot, qapp: QApplication) -> PassagePane:
    dress(qapp, LIGHT, 10)
    made = PassagePane("Text")
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show_window(TEXT, 0)
    made.show()
    return made


def pixels_in_usual_colour(pane: PassagePane) -> int:
    """How much of the text is drawn as text that is read."""
    image = pane.viewport().grab().toImage()
    wanted = QColor(colours_of(pane.palette()).text).rgb()
    return sum(
        image.pixel(x, y) == wanted
        for x in range(EDGE, image.width() - EDGE)
        for y in range(EDGE, image.height() - EDGE)
    )


@pytest.mark.parametrize("cut", [3, 10, 57, len(TEXT) // 2, len(TEXT) - 5])
def test_no_part_of_what_is_left_out_is_drawn_as_if_it_were_read(pane: PassagePane, cut: int):
    pane.show_spans([Span(0, len(TEXT), 9)])
    assert pixels_in_usual_colour(pane) > 500
    pane.show_spans([Span(0, cut, 4, True), Span(cut, len(TEXT), 5, True)])
    assert pixels_in_usual_colour(pane) == 0


def test_passages_left_out_in_a_row_are_one_place():
    spans = [Span(0, 4, 1), Span(5, 8, 1, True), Span(8, 12, 1, True), Span(13, 20, 1)]
    assert left_out_places(spans) == [(5, 12)]
    assert left_out_places([*spans, Span(21, 22, 1, True)]) == [(5, 12), (21, 22)]
    assert left_out_places([]) == []
