from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLineEdit

from desktop.theme import (
    DARK,
    LIGHT,
    Colours,
    Scheme,
    colours_for,
    colours_of,
    contrast,
    palette_of,
    stylesheet,
)

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_every_ink_can_be_read_on_every_ground(colours: Colours):
    inks = ("text", "muted", "accent", "good", "warn", "bad")
    grounds = ("window", "surface", "sunken", "hover", "accent_soft")
    poor = [
        (ink, ground)
        for ink, ground in product(inks, grounds)
        if contrast(getattr(colours, ink), getattr(colours, ground)) < 4.5
    ]
    assert poor == []


@BOTH
def test_text_can_be_read_on_buttons_notices_and_evidence(colours: Colours):
    assert contrast(colours.accent_text, colours.accent) >= 4.5
    assert contrast(colours.accent_text, colours.accent_hover) >= 4.5
    for ground in (colours.evidence, colours.warn_soft, colours.bad_soft):
        assert contrast(colours.text, ground) >= 4.5


@BOTH
def test_what_can_be_used_has_an_edge_and_a_focus_that_can_be_seen(colours: Colours):
    grounds = ("window", "surface", "sunken")
    poor = [
        (edge, ground)
        for edge, ground in product(("edge", "accent"), grounds)
        if contrast(getattr(colours, edge), getattr(colours, ground)) < 3
    ]
    assert poor == []


@BOTH
def test_placeholders_are_painted_in_an_ink_that_can_be_read(colours: Colours, qapp, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.setStyleSheet(stylesheet(colours, 10))
    field.ensurePolished()
    painted = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert painted == QColor(colours.muted)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_desktop_decides_unless_the_user_has():
    assert colours_for(Scheme.SYSTEM, Qt.ColorScheme.Dark) is DARK
    assert colours_for(Scheme.SYSTEM, Qt.ColorScheme.Light) is LIGHT
    assert colours_for(Scheme.SYSTEM, Qt.ColorScheme.Unknown) is LIGHT
    assert colours_for(Scheme.LIGHT, Qt.ColorScheme.Dark) is LIGHT
    assert colours_for(Scheme.DARK, Qt.ColorScheme.Light) is DARK


@BOTH
def test_a_widget_finds_its_scheme_by_its_palette(colours: Colours, qapp):
    assert colours_of(palette_of(colours)) is colours


@BOTH
def test_the_stylesheet_is_filled_in_completely(colours: Colours):
    sheet = stylesheet(colours, 10)
    assert "$" not in sheet
    assert colours.accent in sheet
    assert "17.0pt" in sheet
