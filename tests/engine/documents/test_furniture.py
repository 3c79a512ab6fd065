"""Running headers, footers and page numbers go; what only looks like them stays."""

from engine.documents.furniture import without_furniture
from engine.documents.layout import Line


def page(*rows, top=700):
    return [Line(text, 50, 300, top - 14 * number, 12) for number, text in enumerate(rows)]


def texts(pages):
    return [[line.text for line in lines] for lines in without_furniture(pages)]


def body(number):
    return [f"Body {word} of {'abcdefgh'[number]}." for word in ("one", "two", "three", "four")]


def test_headers_and_counting_footers_go():
    pages = [page("Annual report", *body(n), f"Page {n + 7} of 99") for n in range(5)]
    assert texts(pages) == [body(n) for n in range(5)]


def test_headers_of_odd_and_even_pages_go():
    pages = [page(("Left", "Right")[n % 2], *body(n)) for n in range(8)]
    assert texts(pages) == [body(n) for n in range(8)]


def test_roman_page_numbers_go():
    numbers = ("iii", "iv", "v", "vi")
    assert texts([page(*body(n), numbers[n]) for n in range(4)]) == [body(n) for n in range(4)]


def test_bare_page_numbers_go_from_two_pages_on():
    assert texts([page(*body(n), f"- {n + 1} -") for n in range(2)]) == [body(0), body(1)]
    single = page(*body(0), "1")
    assert texts([single]) == [[*body(0), "1"]]


def test_numbers_that_do_not_count_pages_stay():
    pages = [page(*body(n), f"Total {total}") for n, total in enumerate((12, 90, 4, 55))]
    assert texts(pages)[0][-1] == "Total 12"


def test_repeats_in_the_middle_and_on_few_pages_stay():
    pages = [page("a b", "c d", f"{n} x", "Same", "e f", f"g{n}", f"{n * n} y") for n in range(3)]
    assert all("Same" in found for found in texts(pages))
    few = [page(*body(n), *(["Draft"] if n < 2 else [])) for n in range(6)]
    assert texts(few)[0][-1] == "Draft"


def test_long_lines_and_empty_pages_are_left_alone():
    long = "x" * 200
    assert texts([page(long), [], page(long), page(long)]) == [[long], [], [long], [long]]
    assert texts([]) == []
