"""Lines become paragraphs by where they stand."""

import pytest

from engine.documents.hyphens import LINE_END
from engine.documents.layout import Line, paragraphs


def line(text, y, left=50.0, right=350.0, size=12.0, **more):
    return Line(text, left, right, y, size, **more)


def test_lines_at_the_usual_distance_are_one_paragraph():
    assert paragraphs([line("The gate", 100), line("is shut", 86), line("at night.", 72)]) == [
        "The gate is shut at night."
    ]


def test_no_lines_no_paragraphs():
    assert paragraphs([]) == []


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([line("One", 100), line("two.", 86), line("Three", 72), line("four", 44)], "a gap"),
        ([line("A title", 100, size=18), line("two.", 80)], "another size"),
        ([line("One", 100), line("two", 86), line("Three", 72, left=70)], "an indent"),
        ([line("One", 100), line("It ends.", 86, right=120), line("Three", 72)], "a short end"),
        ([line("One", 100), line("Gate", 86, right=120), line("Three", 72)], "a stub"),
        ([line("Do this:", 100), line("• pay", 86)], "a bullet"),
        ([line("Do this:", 100), line("(b) pay", 86)], "a letter"),
        ([line("Do this:", 100), line("➢ pay", 86)], "an arrowhead"),
        ([line("Do this:", 100), line("→ pay", 86)], "an arrow"),
        ([line("Do this:", 100), line("☐ pay", 86)], "a box"),
        ([line("1 Rent 4", 100), line("2 Pets 7", 86)], "a table of contents"),
        ([line("It ends.", 100), line("Next", 300, left=400, right=700)], "a new column"),
    ],
)
def test_a_new_paragraph_starts_after(lines, why):
    found = paragraphs(lines)
    assert len(found) > 1, why
    assert found[-1] == lines[-1].text


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (
            line("identi", 100, is_hyphenated=True),
            line("fication", 86),
            f"identi{LINE_END}fication",
        ),
        (line("well-", 100), line("known", 86), "well-known"),
        (line("汉字", 100), line("继续", 86), "汉字继续"),
        (line("확인 ", 100), line("하다", 86), "확인 하다"),
        (
            line("세계적 유행 단계에 돌", 100),
            line("입하였음을 선언하였다", 86),
            "세계적 유행 단계에 돌입하였음을 선언하였다",
        ),
        (
            line("웨어러블 컨트롤", 100, right=90),
            line("인터페이스", 86, right=80),
            "웨어러블 컨트롤 인터페이스",
        ),
        (
            line("국가 안보 포괄안보 인간안보 등", 100, right=300),
            line("국가 핵심 기능은 경제와 군사이다", 86),
            "국가 안보 포괄안보 인간안보 등 국가 핵심 기능은 경제와 군사이다",
        ),
        (line("Name", 100), line("Amount", 100, left=200), "Name Amount"),
        (line("and so", 100), line("on it goes", 300, left=400, right=700), "and so on it goes"),
    ],
)
def test_lines_are_joined_as_their_writing_asks(first, second, joined):
    assert paragraphs([first, second]) == [joined]


def test_a_justified_column_is_measured_by_its_own_edge_and_not_by_a_wide_title():
    title = line("A title over both columns", 400, right=700, size=12)
    column = [line(f"Row {row}", 300 - 14 * row, right=300) for row in range(4)]
    assert paragraphs([title, *column])[1] == "Row 0 Row 1 Row 2 Row 3"
