"""Running headers, footers and page numbers go and are told; what only looks like them stays."""

import pytest

from engine.documents.furniture import without_furniture
from engine.documents.layout import Line

BOX = (0.0, 792.0)
WORDS = "abcdefgh"


def line(text, bottom, left=50.0, size=12.0):
    return Line(text, left, left + 6 * len(text), bottom, size)


def page(number, head=(), foot=(), rows=30, size=12.0):
    """A page of text, rows at 690 and below, headers above 750 and footers below 50."""
    top = [line(text, 764 - 14 * row, size=size) for row, text in enumerate(head)]
    end = [line(text, 40 - 14 * row) for row, text in enumerate(foot)]
    body = [
        line(f"Row {WORDS[row % 8]} of page {WORDS[number % 8]} goes on", 690 - 14 * row)
        for row in range(rows)
    ]
    return [*top, *body, *end]


def left(pages):
    """What is left beside the text."""
    found = without_furniture(pages, [BOX] * len(pages))
    return [each.text for lines in found.pages for each in lines if not each.text.startswith("Row")]


def note(pages):
    return without_furniture(pages, [BOX] * len(pages)).note


def test_headers_and_counting_footers_go_and_are_told():
    pages = [page(n, ["Annual report"], [f"Page {n + 7} of 99"]) for n in range(5)]
    assert left(pages) == []
    assert note(pages) == (
        "10 lines of running headers and footers left out: "
        "5 times “Annual report” and 5 times “Page 7 of 99”."
    )


def test_headers_of_odd_and_even_pages_go():
    pages = [page(n, [("The left side", "The right side")[n % 2]]) for n in range(8)]
    assert left(pages) == []


def test_roman_page_numbers_go():
    assert left([page(n, foot=[each]) for n, each in enumerate(("iii", "iv", "v", "vi"))]) == []


def test_bare_page_numbers_go_from_two_pages_on():
    assert left([page(n, foot=[f"- {n + 1} -"]) for n in range(2)]) == []
    assert left([page(0, foot=["1"])]) == ["1"]


def test_numbers_that_do_not_count_pages_stay():
    totals = [f"Total {total}" for total in (12, 90, 4, 55)]
    assert left([page(n, foot=[each]) for n, each in enumerate(totals)]) == totals


def test_repeats_on_few_pages_stay():
    pages = [page(n, ["Draft"] if n < 2 else []) for n in range(6)]
    assert left(pages) == ["Draft", "Draft"]
    assert not note(pages)


def test_a_form_of_many_pages_keeps_its_questions():
    def form(n):
        return [
            *[line(each, 740 - 18 * row) for row, each in enumerate(["Name:", "Date:", "Smoker?"])],
            line(f"Visit {n}: blood pressure 12{n}/80, weight 6{n} kg.", 660),
            *[line("Was the drug taken as prescribed?", 100), line("Signature of the doctor:", 82)],
        ]

    pages = [form(n) for n in range(4)]
    assert without_furniture(pages, [BOX] * 4).pages == pages


def test_letters_of_one_wording_keep_it():
    rows = ["Dear customer,", "We refer to the loan.", "", "Please pay soon.", "Yours, the bank"]
    pages = [
        [line(row or f"Borrower: {WORDS[n]}.", 720 - 14 * k) for k, row in enumerate(rows)]
        for n in range(5)
    ]
    assert without_furniture(pages, [BOX] * 5).pages == pages


@pytest.mark.parametrize("text", ["Lot {}", "Certificate of attendance", "{}", "Page {}"])
def test_a_page_is_never_emptied(text):
    pages = [[line(text.format(n + 1), 720)] for n in range(5)]
    assert without_furniture(pages, [BOX] * 5).pages == pages


def test_what_stands_in_the_middle_of_the_page_stays():
    pages = [[*page(n, rows=10), line("The end of the letter", 400)] for n in range(5)]
    assert left(pages) == ["The end of the letter"] * 5


def test_what_stands_close_to_the_text_stays():
    pages = [[line("Name Age Town", 704), *page(n)] for n in range(5)]
    assert left(pages) == ["Name Age Town"] * 5


def test_what_stands_at_another_height_or_edge_each_time_stays():
    heights = [[line("Exhibit", 770 - 12 * n), *page(n)] for n in range(4)]
    assert left(heights) == ["Exhibit"] * 4
    edges = [[line("Exhibit", 764, left=50 + 70 * n), *page(n)] for n in range(6)]
    assert left(edges) == ["Exhibit"] * 6


def test_titles_of_slides_stay():
    pages = [page(n, [f"Lesson {n + 1}"], rows=5, size=24) for n in range(5)]
    assert left(pages) == [f"Lesson {n + 1}" for n in range(5)]


def test_no_more_than_two_rows_or_a_seventh_of_a_page_go():
    three = [page(n, ["The county", "The court", "The case"]) for n in range(5)]
    assert left(three) == ["The county", "The court", "The case"] * 5
    both = [page(n, ["The county", "The court"], [f"Page {n + 1}"]) for n in range(5)]
    assert left(both) == ["The county", "The court"] * 5
    short = [page(n, ["A very long running header of a book"], rows=3) for n in range(5)]
    assert len(left(short)) == 5


def test_only_the_commonest_wordings_are_told():
    heads = [f"{WORDS[n // 2] * 3} chapter" for n in range(10)]
    told = note([page(n, [head]) for n, head in enumerate(heads)])
    assert told.startswith("10 lines of running headers and footers left out: 2 times “aaa")
    assert told.endswith("and 2 other wordings.")


def test_long_lines_and_empty_pages_are_left_alone():
    long = [[line("x" * 200, 764), *page(n)] for n in range(3)]
    assert left([*long, []]) == ["x" * 200] * 3
    assert without_furniture([], []).pages == []
    assert without_furniture([[], []], [BOX] * 2).pages == [[], []]


@pytest.mark.parametrize("head", ["Invoice No. {}", "Visit {}", "Rechnung Nr. {}", "Case: {}"])
def test_numbers_of_papers_stay_though_they_count_with_the_pages(head):
    pages = [page(n, [head.format(n + 100)]) for n in range(6)]
    assert left(pages) == [head.format(n + 100) for n in range(6)]


def test_the_same_number_on_all_pages_goes_with_its_line():
    assert left([page(n, ["Contract no. 77"]) for n in range(6)]) == []


def test_pages_of_few_rows_lose_their_numbers_only():
    pages = [page(n, ["Visit form"], [f"Page {n + 1}"], rows=5) for n in range(4)]
    assert left(pages) == ["Visit form"] * 4
