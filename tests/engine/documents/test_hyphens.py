"""A hyphen at a line end goes, unless the document writes the word with it."""

import pytest

from engine.documents.hyphens import LINE_END, whole


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("iden/tification", "identification"),
        ("a non/native one, non-native ones", "a non-native one, non-native ones"),
        ("Non/native. Write non-native.", "Non-native. Write non-native."),
        ("on/line and online, on-line", "online and online, on-line"),
        ("architecture-inde/pendent", "architecture-independent"),
        ("a-b/c here, a-b-c there", "a-b-c here, a-b-c there"),
        ("pre/de/fined", "predefined"),
        ("/at the start and at the end/", "at the start and at the end"),
        ("nothing to mend", "nothing to mend"),
    ],
)
def test_words_are_whole(text: str, mended: str):
    assert whole([[text.replace("/", LINE_END)]]) == [[mended]]


def test_all_pages_tell_how_a_word_is_written():
    pages = [[f"self{LINE_END}made"], [], ["self-made", "more"]]
    assert whole(pages) == [["self-made"], [], ["self-made", "more"]]
