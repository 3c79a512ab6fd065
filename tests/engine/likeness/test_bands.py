from engine.likeness.bands import BANDS, Bands
from engine.likeness.minhash import signature
from engine.likeness.shingles import letter_shingles


def buckets(texts: list[str], kinds: list[int]) -> list[list[int]]:
    bands = Bands()
    for place, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        bands.add(place + 10, signature(letter_shingles(text)), kind)
    return list(bands.buckets())


def test_the_same_text_meets_in_every_band():
    same = "who keeps the key of the gate"
    assert buckets([same, same], [0, 0]) == [[10, 11]] * BANDS


def test_strangers_meet_in_none():
    assert buckets(["who keeps the key of the gate", "0123456789 QWXZ"], [0, 0]) == []


def test_those_of_another_kind_meet_in_none():
    same = "who keeps the key of the gate"
    assert buckets([same, same, same], [1, 2, 1]) == [[10, 12]] * BANDS
