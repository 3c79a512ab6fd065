"""Brackets that a PDF holds as they are drawn stand the right way round again."""

import pytest

from engine.documents.brackets import turned


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("للفترة )2024 -\n2026( تحقيق", "للفترة (2024 -\n2026) تحقيق"),
        ("المادة )5(، والفقرة ]2[.", "المادة (5)، والفقرة [2]."),
        ("לפי סעיף )3א( לחוק", "לפי סעיף (3א) לחוק"),
        ("قال »نعم« ثم", "قال «نعم» ثم"),
        ("لور )2024 -\n\n2026( تحقيق", "لور (2024 -\n\n2026) تحقيق"),
    ],
)
def test_a_pair_that_stands_the_wrong_way_round_is_turned(drawn: str, meant: str):
    assert turned(drawn) == meant


@pytest.mark.parametrize(
    "text",
    [
        "See )2024( in English text.",
        "المادة (5) والفقرة (2) من القانون",
        "أ) الأول (انظر) ب) الثاني (انظر)",
        "Eins »zwei« drei",
    ],
)
def test_what_is_right_stays(text: str):
    assert turned(text) == text
