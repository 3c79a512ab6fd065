from engine.likeness.bands import BANDS, buckets
from engine.likeness.minhash import signature
from engine.likeness.shingles import letter_shingles


def test_the_same_text_meets_in_every_band():
    same = signature(letter_shingles("who keeps the key of the gate"))
    assert len(list(buckets([same, same], [0, 0]))) == BANDS


def test_strangers_meet_in_none():
    texts = ("who keeps the key of the gate", "0123456789 QWXZ")
    assert list(buckets([signature(letter_shingles(text)) for text in texts], [0, 0])) == []
