"""Exponents are marked where they carry meaning, and letters of private fonts are told."""

import pytest

from engine.documents import signs
from engine.documents.signs import CLOSE, LOWERED, RAISED, resolved


def raised(text):
    return f"{RAISED}{text}{CLOSE}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"10{raised('6')} cells", "10^6 cells"),
        (f"10{raised('-')}{raised('6')}", "10^-6"),
        (f"x{raised('n+1')}", "x^(n+1)"),
        (f"end.{raised('3')} Next", "end.^3 Next"),
        (f"m{raised('2 ')}of", "m^2 of"),
        (f"H{LOWERED}2{CLOSE}O", "H_2O"),
        (f"1{raised('st')}, Acme{raised('TM')}", "1st, AcmeTM"),
        (f"{raised('1')} A note", "1 A note"),
        (f"so{raised('[4]')}", "so[4]"),
        (f"Title{raised('draft version')}", "Titledraft version"),
        (f"10{RAISED}6", "10^6"),
        (f"a{CLOSE}b", "ab"),
    ],
)
def test_letters_above_and_below_the_line_are_marked(text, shown):
    assert resolved(text) == shown


@pytest.mark.parametrize(
    ("code", "font", "shown"),
    [
        (0xF0B0, "Symbol", "°"),
        (0x6D, "Symbol", "µ"),
        (0xF0A3, "SymbolMT", "≤"),
        (0xF0E5, "Symbol", "∑"),
        (0xF0FE, "Wingdings", "☑"),
        (0xF0A8, "Wingdings", "☐"),
        (0xF052, "Wingdings 2", "☑"),
        (0xF0FC, "", "✓"),
        (0xF061, "", "α"),
        (0xF0FF, "Symbol", "\uf0ff"),
        (0x110000, "", "\ufffd"),
    ],
)
def test_letters_of_private_fonts_are_told(code, font, shown):
    assert signs.of_font(code, font) == shown


def test_text_of_other_fonts_is_left_alone():
    assert signs.told("abc", "Arial") == "abc"
    assert signs.told("a b", "Symbol") == "α β"
    assert resolved("5 \uf06dg at 38 \uf0b0C") == "5 µg at 38 °C"
    assert signs.untold(resolved("\ue123 \uf0b0")) == 1
