"""Varied fonts: each is made once, and differs from the usual one only as said."""

from PySide6.QtGui import QFont

from desktop import fonts


def test_a_small_font_is_a_tenth_smaller_and_else_the_same(qapp):
    usual = qapp.font()
    small = fonts.small(usual)
    assert abs(small.pointSizeF() - usual.pointSizeF() * fonts.SMALL) < 0.51
    assert (small.family(), small.weight()) == (usual.family(), usual.weight())


def test_a_strong_font_is_heavier_and_not_larger(qapp):
    usual = qapp.font()
    strong = fonts.strong(usual)
    assert strong.weight() == QFont.Weight.DemiBold
    assert strong.pointSizeF() == usual.pointSizeF()


def test_a_font_is_made_once_and_anew_when_the_usual_one_is_another(qapp):
    usual = QFont(qapp.font())
    assert fonts.small(usual) is fonts.small(QFont(usual))
    larger = QFont(usual)
    larger.setPointSizeF(usual.pointSizeF() * 2)
    assert fonts.small(larger).pointSizeF() > usual.pointSizeF()


def test_measures_are_those_of_the_font(qapp):
    usual = qapp.font()
    words = "The tenant pays the rent."
    assert fonts.metrics(fonts.small(usual)).horizontalAdvance(words) < fonts.metrics(
        usual
    ).horizontalAdvance(words)
