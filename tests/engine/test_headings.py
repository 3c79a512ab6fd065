"""Where sections start, by example."""

import pytest

from engine.headings import section_starts

EXAMPLES = [
    "^# Title\ntext\n^## Part\nmore",
    "Some text.\n\n^A short title\n\nThe text of it.",
    "^Title\n\nSubtitle\n\nThe text of it.",
    "The text.\n\n^one\n\ntwo\n\nthree\n\nThe end.",
    "^Title\n=====\n\nThe text.\n^Part\n----\nmore text.",
    "Text.\n\n```\n# no heading\n\n# nor this\n```\n\n^# Heading\n",
    "It ends like a sentence.\n\nText.",
    "Text.\n\n" + "far too many words for a title " * 3 + "\n\nText.",
    "Text.\n\nName\tAge\n\nText.",
    "Text.\n\n12\n\nText.",
    "#no space\n\ntext.",
    "",
]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_sections_start_where_marked(marked):
    text, expected = "", []
    for piece in marked.split("^"):
        text += piece
        expected.append(len(text))
    assert section_starts(text) == expected[:-1]
