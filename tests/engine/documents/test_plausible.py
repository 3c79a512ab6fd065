"""What reads like a language, by example."""

import pytest

from engine.documents.plausible import is_littered, reads_like_language


@pytest.mark.parametrize(
    "text", ["Café à la carte", "Съешь ещё этих булок", "吾輩は猫である。名前はまだ無い", "1, 2"]
)
def test_language_is_taken(text):
    assert reads_like_language(text)


@pytest.mark.parametrize(
    "text", ["stray \x80 control", "Hello яюэ world", "ﹽ", "alone ÿ here", "ñæøåß"]
)
def test_noise_is_not(text):
    assert not reads_like_language(text)


def test_litter_is_counted():
    assert is_littered("a\ufeffb\uffff")
    assert not is_littered("\ufeff" + "plain text " * 20)
