"""What is code between fences, by CommonMark's rules, and what only looks like a fence."""

import pytest

from engine.passages.fences import fenced

UNDERLINED = (
    "Introduction\n~~~~~~~~~~~~\n\nThe pier opens at nine in the morning."
    " Dogs must stay on the lower deck.\n\nTickets\n~~~~~~~"
)


def code(text: str) -> list[str]:
    return [text[start:end] for start, end in fenced(text)]


@pytest.mark.parametrize(
    "fence",
    [
        "```\ncode\n```",
        "~~~\ncode\n~~~",
        "```python\ncode\n````  ",
        "````\n```\ncode\n```\n````",
        "~~~~\n```\ncode\n~~~\n~~~~~",
        "~~~ text ```\ncode\n~~~",
        "   ```\ncode\n  ```",
        "```\ncode\n``` more\ncode\n```",
        "```\r\ncode\r\n```",
        "```\n```",
    ],
)
def test_what_stands_between_a_fence_and_the_line_that_closes_it_is_code(fence: str):
    assert code(f"Before.\n\n{fence}\n\nAfter.") == [fence]
    assert code(fence) == [fence]


def test_fences_follow_each_other():
    assert code("~~~\na\n~~~\n~~~\nb\n~~~\nText.\n```\nc\n```") == [
        "~~~\na\n~~~", "~~~\nb\n~~~", "```\nc\n```",
    ]  # fmt: skip


def test_a_fence_stands_directly_under_the_line_that_names_it():
    assert code("For example, this:\n~~~\ncode\n~~~\n") == ["~~~\ncode\n~~~"]


@pytest.mark.parametrize(
    "text",
    [
        UNDERLINED,
        "Tickets\n~~~~~~~\nThey are sold at the pier.\n\nPrices\n~~~~~~\nThey are low.",
        "One.\n\n~~~~\n\nTwo.\n\n~~~~\n\nThree.\n\n~~~~\n\nFour.",
        "One.\n\n~~~~\nTwo.",
        "One.\n\n```\nTwo.\n\nThree.",
        "One.\n\n```\nTwo.\n~~~\nThree.",
        "One.\n\n````\nTwo.\n```\nThree.",
        "One.\n\n```\nTwo.\n\n``` python\nThree.",
        "```one``` word\nTwo.\n```",
        "    ```\nTwo.\n    ```",
        "~~\nTwo.\n~~",
        "",
    ],
)
def test_what_only_looks_like_a_fence_drops_nothing(text: str):
    assert code(text) == []


def test_a_fence_that_is_never_closed_hides_no_other():
    assert code("````\nOne.\n\n~~~ x\nTwo.\n\n```\ncode\n```\nThree.") == ["```\ncode\n```"]


def test_the_line_that_closes_is_found_at_once_however_many_there_are():
    many = "\n".join([*("`" * n + "x" for n in range(700, 2, -1)), *["```"] * 100_001])
    assert len(code(many)) == 50_001
