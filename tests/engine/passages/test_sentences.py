"""Where sentences end, by example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.passages import sentences

EXAMPLES = [
    "He came.| He left.",
    "Is it shut?| Yes!| Good…| So be it.",
    "Dr. Smith met Mrs. Jones at St. Mary.| They talked.",
    "J. R. Ewing of the U.S. Army signed.| The end.",
    "We live in the U.S.| The law is old.",
    "It costs 3.50 euros, i.e. less than v. 2.0 did.| Buy it.",
    "See Fig. 3 and Art. 5.| No. 7 is torn.| Is it?| No.| Then go.",
    "1. The tenant pays.| 2. The landlord waits.",
    "iv. The last clause.|\na. The first letter.",
    "“Why?” she asked.| “Go!”| He went.",
    "It ended (at last.)| They slept.",
    "他来了。|他走了！|「好。」|再见",
    "A heading\n|\nThen text goes\non in a line.",
    "To do:|\n- pay the rent|\n- sign|\n(2) go",
    "Name\tAge|\nAnn\t7",
    "wait... what? no.",
    "Vitamin C.| It helps.",
    "   ",
    "no end",
]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_sentences_end_where_marked(marked):
    text = marked.replace("|", "")
    expected = [piece.strip() for piece in marked.split("|") if piece.strip()]
    assert [text[start:end] for start, end in sentences.split(text)] == expected


@given(st.text(alphabet=st.sampled_from("ab AB.!?。\n\t-1”“(")))
def test_nothing_but_white_space_is_lost(text):
    spans = sentences.split(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(
        text.split()
    )
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
