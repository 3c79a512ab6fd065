"""What is taken for a sentence, by lines made up for it and by plain prose in many languages."""

import re
from pathlib import Path

import pytest

from engine.passages import sentences
from engine.passages.choice import are_sentences

PROSE = Path(__file__).with_name("prose.txt").read_text(encoding="utf-8")
SENTENCES = [
    "He left early.",
    "1. The tenant pays the rent.",
    "§ 3 The tenant pays the rent.",
    "1.1\tThe tenant pays the rent.",
    "- **Start.** Nobody may enter the hall.",
    "> We shall meet again on Monday.",
    "The tenant pays the rent.[12]",
    "Females are 75--90 cm (30--35 in) tall and weigh 34--91 kg (75--201 lb).",
    "Here are some things that a duck could eat:",
    "a long line that was cut where the page ended and goes on in small letters",
    "After the day at the lake it is important to eat something warm and good",
    "## The pier\nThe pier opens at nine.",
    "id: 1\ntext: The crane lifts at most forty tonnes.",
    "It is checked in March and in October.\nsource_url: http://a/1",
    "apt-get asks for the name of the package.",
    "cargo는 다른 유형의 의존성도 지원합니다.",
]
OTHERS = [
    "Glossary",
    "Glossary.",
    "# Title",
    "## 4.2 What the tenant has to pay for in the first year of the contract and after it",
    "Title of the whole\n==================",
    "---",
    "12",
    "Page 3 of 10",
    "- 7 -",
    "1 Introduction ........ 12",
    "2.1 Scope . . . . . . . . 3",
    "| a | b |",
    "| The tenant pays. | He pays late. |",
    "Name\tAge\tTown",
    "1.1\tRent\t850",
    "• valid passport or identity card",
    "(b) the keys;",
    "● keep the flat clean",
    "Figure 3: The new pier of the harbour seen from the north.",
    "Tab. 2 – Gebühren je Schiff",
    "图 3：码头平面图。",
    "Subject: Meeting\nFrom: a@example.com\nTo: b@example.com",
    "Name of patient:",
    "Borrower: Mr Alder.",
    "Harbour Office\n12 High Street\nAldersund AB1 2CD\nPhone 01234 56789\nwww.example.com",
    "https://www.example.com/a/long/path/to/a/page.html",
    "Susan Meier, Tom Baker, Ana Cruz, Li Wei, John Smith, Eva Braun, Max Frisch, Jo Hill",
    "_______ at the regional (district) level",
    'fn main() { let x = 5; println!("{x}"); }',
    "第三章 总则",
    "1. Wear sunglasses",
    "patients.",
]


def verdicts(text: str) -> list[tuple[str, bool]]:
    """Each piece of a text with what it is taken for."""
    pieces = sentences.split(text)
    taken = are_sentences(text, pieces)
    return [(text[start:end], is_one) for (start, end), is_one in zip(pieces, taken, strict=True)]


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_are_taken(line: str):
    assert are_sentences(line, [(0, len(line))]) == [True]


@pytest.mark.parametrize("line", OTHERS)
def test_what_stands_between_them_is_not(line: str):
    assert are_sentences(line, [(0, len(line))]) == [False]


def test_a_piece_of_a_row_is_none_though_it_ends_like_one():
    text = "The fees follow below.\n\n| Ship | The master pays. He pays at once. |\n\nThat is all."
    assert [piece for piece, is_one in verdicts(text) if is_one] == [
        "The fees follow below.",
        "That is all.",
    ]


def test_code_between_fences_is_none():
    text = "Call the function.\n\n```\nThis prints the whole list.\n```\n\nIt prints the list."
    assert [piece for piece, is_one in verdicts(text) if is_one] == [
        "Call the function.",
        "It prints the list.",
    ]


def test_prose_between_underlines_of_tildes_and_behind_a_forgotten_fence_is_read():
    text = (
        "Introduction\n~~~~~~~~~~~~\n\nThe pier opens at nine in the morning. Dogs must stay on the"
        " lower deck.\n\nTickets\n~~~~~~~\n\n```\n\nThey are sold at the pier."
    )
    assert [piece for piece, is_one in verdicts(text) if is_one] == [
        "The pier opens at nine in the morning.",
        "Dogs must stay on the lower deck.",
        "They are sold at the pier.",
    ]


def test_plain_prose_loses_at_most_one_sentence_in_a_hundred():
    parts = re.split(r"(?m)^\[(\w+)\]\n", PROSE)[1:]
    languages = dict(zip(parts[::2], parts[1::2], strict=True))
    lost = [
        (code, piece) for code, text in languages.items() for piece, ok in verdicts(text) if not ok
    ]
    assert len(languages) == 17
    assert lost == [("zh", "他写道。")]  # of 228


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "A1-" * 100_000, "a: b\n" * 50_000, "." + ")" * 100_000, "- " * 100_000]
)
def test_long_pieces_take_no_long_time(text: str):
    assert are_sentences(text, [(0, len(text))]) == [False]
