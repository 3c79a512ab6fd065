"""Formulas in one line keep their brackets, roots and sums."""

import pytest

from engine.documents.archive import Kind
from engine.documents.formulas import Formula
from engine.documents.markup import walk

KIND = Kind("formula", "Word", ".docx")


def shown(xml):
    formula = Formula()
    walk(
        f'<m:oMath xmlns:m="m">{xml}</m:oMath>'.encode(), KIND,
        formula.start, formula.end, formula.characters,
    )  # fmt: skip
    return formula.text()


def r(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name, *inner):
    return f"<m:{name}>{''.join(inner)}</m:{name}>"


BINOMIAL = (
    part("sSup", part("e", part("d", part("e", r("x+a")))), part("sup", r("n"))) + r("=")
    + part(
        "nary", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>', part("sub", r("k=0")),
        part("sup", r("n")), part("e", r("k")),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (BINOMIAL, "(x+a)^n=∑_(k=0)^n k"),
        (part("rad", part("deg"), part("e", r("b+1"))), "√(b+1)"),
        (part("rad", part("deg", r("3")), part("e", r("8"))), "√[3]8"),
        (part("f", part("num", r("a+b")), part("den", r("2c"))), "(a+b)/2c"),
        (
            part(
                "f",
                '<m:fPr><m:type m:val="noBar"/></m:fPr>',
                part("num", r("n")),
                part("den", r("k")),
            ),
            "n choose k",
        ),
        (
            part(
                "d", '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>', part("e", r("x"))
            ),
            "[x]",
        ),
        (part("sSubSup", part("e", r("x")), part("sub", r("i")), part("sup", r("2"))), "x_i^2"),
        (part("func", part("fName", r("sin")), part("e", r("x"))), "sin x"),
        (part("m", part("mr", part("e", r("1")), part("e", r("0")))), "[1, 0]"),
        (part("nary", part("sub", r("0")), part("sup", r("1")), part("e", r("f"))), "∫_0^1 f"),
        ("<m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup>", "x^2"),
        (
            "<m:munderover><m:mo>∑</m:mo><m:mi>i</m:mi><m:mi>n</m:mi></m:munderover><m:mi>x</m:mi>",
            "∑_i^n x",
        ),
        ('<m:mfenced open="|" close="|"><m:mi>x</m:mi><m:mi>y</m:mi></m:mfenced>', "|x, y|"),
        ("<m:f/><m:sSup/>", ""),
    ],
)
def test_a_formula_in_one_line(xml, text):
    assert shown(xml) == text


def test_a_formula_without_bottom_ends():
    assert shown("<m:e>" * 450 + r("x") + "</m:e>" * 450) in ("", "x")
