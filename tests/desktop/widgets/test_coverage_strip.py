"""The strip of a document's coverage says in words what it shows in colour."""

import pytest
from PySide6.QtGui import QColor

from desktop.theme import colours_of, tone
from desktop.widgets.coverage_strip import CoverageStrip, coverage_sentence
from engine.records import Covered, DocumentCoverage


def found(kept: int, accepted: int, gaps=(), parts=()) -> DocumentCoverage:
    return DocumentCoverage(1, "a", 100, Covered(kept, accepted), {}, gaps, parts)


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (found(0, 0, ((0, 100),)), ""),
        (
            found(60, 20, ((60, 100),)),
            "20.0 % of the text gave accepted tasks, 60.0 % tasks that are kept  ·  1 gap",
        ),
        (found(50, 50), "50.0 % of the text gave accepted tasks"),
        (found(100, 0), "0 % of the text gave accepted tasks, 100 % tasks that are kept"),
    ],
)
def test_the_shares_are_said_in_words(coverage: DocumentCoverage, said: str):
    assert coverage_sentence(coverage) == said


def test_it_is_hidden_until_there_are_tasks(qtbot):
    strip = CoverageStrip()
    qtbot.addWidget(strip)
    strip.show_coverage(found(0, 0))
    assert strip.isHidden()
    strip.show_coverage(found(60, 20))
    assert not strip.isHidden()
    strip.show_coverage(None)
    assert strip.isHidden()


def test_each_part_of_the_text_has_the_colour_of_what_it_gave(qtbot):
    strip = CoverageStrip()
    qtbot.addWidget(strip)
    strip.resize(200, 60)
    strip.show_coverage(found(60, 20, ((60, 100),), ((0, 20),)))
    strip.show()
    image = strip._bar.grab().toImage()
    middle, colours = image.height() // 2, colours_of(strip.palette())
    wide = image.width()
    for at, name in ((0.1, "good"), (0.4, "muted"), (0.8, "line")):
        pixel = image.pixelColor(int(wide * at), middle)
        assert pixel.rgb() == QColor(tone(colours, name)).rgb()
