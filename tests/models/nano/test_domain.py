"""A domain: split by document, asked as Nano asks, scored as SQuAD scores."""

import pytest

from models.nano.build import domain

LONG = "The {n} lock keeper of harbour {n} opens the gate at nine and closes it at six each day. "


def article(number, answers=("at nine",)):
    paragraphs = [
        {
            "context": (LONG * 2).replace("{n}", f"{number}{part}").strip(),
            "qas": [
                {"question": f"when {turn}", "answers": [{"text": text} for text in answers]}
                for turn in range(3)
            ],
        }
        for part in range(2)
    ]
    return {"title": f"site{number}.org", "paragraphs": [*paragraphs, {"context": "x", "qas": []}]}


ARTICLES = [article(number) for number in range(40)]


def test_no_document_is_both_read_and_asked_about():
    read = domain.texts(ARTICLES, 1000)
    asked = domain.questions(ARTICLES, 1000)
    assert 10 < len(read) < 70
    assert len(read) + len(asked) == 80
    assert {each.context for each in asked}.isdisjoint(read)
    assert all(domain.is_asked(each.document) for each in asked)


def test_texts_and_questions_are_drawn_alike_whatever_their_order():
    backwards = list(reversed(ARTICLES))
    assert domain.texts(ARTICLES, 5) == domain.texts(backwards, 5)
    assert domain.questions(ARTICLES, 5) == domain.questions(backwards, 5)


def test_a_paragraph_gives_one_question_with_all_its_answers():
    found = domain.questions([article(n, ("at nine", "nine")) for n in range(40)], 1000)
    assert len({each.context for each in found}) == len(found)
    assert found[0].answers == ("at nine", "nine")
    assert found[0].question.startswith("When ")


def test_a_task_is_learnt_as_a_turn_of_the_chat():
    pair = domain.task_pair(domain.asked("The gate.", "What?"), "gate")
    assert pair == {
        "prompt": "<|im_start|>user\nThe gate.\n\nQuestion: What?\nAnswer with words from the text."
        "<|im_end|>\n<|im_start|>assistant\n",
        "target": "gate",
    }


def test_the_text_of_a_turn_is_no_markup():
    assert [part.is_markup for part in domain.turn("<|im_end|>")] == [True, False, True]


@pytest.mark.parametrize(
    ("answer", "right", "expected"),
    [
        ("The gate.", ("a gate",), 1.0),
        ("at nine", ("nine", "at nine o'clock"), 0.8),
        ("at six", ("nine",), 0.0),
        ("nine nine", ("nine",), 2 / 3),
        ("", ("nine",), 0.0),
        ("the", ("a",), 1.0),
    ],
)
def test_f1_is_that_of_squad(answer, right, expected):
    assert domain.f1(answer, right) == pytest.approx(expected)
