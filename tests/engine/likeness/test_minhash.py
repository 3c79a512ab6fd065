import random
from statistics import mean

import pytest

from engine.likeness.bands import Bands
from engine.likeness.minhash import BINS, likeness, signature
from engine.likeness.shingles import jaccard, letter_shingles

LETTERS = "abcdefghilmnorstu"


def pairs(count: int = 400) -> list[tuple[set[int], set[int]]]:
    """Texts of twelve words, and the same with none to four of them changed; always the same."""
    chance = random.Random(3)  # noqa: S311 no secret
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 8))) for _ in range(2_000)]
    found = []
    for _ in range(count):
        one = chance.choices(words, k=12)
        other = list(one)
        for _ in range(chance.randint(0, 4)):
            other[chance.randrange(12)] = chance.choice(words)
        found.append((letter_shingles(" ".join(one)), letter_shingles(" ".join(other))))
    return found


def test_the_guess_is_right_on_average_and_seldom_far_off():
    errors = [likeness(signature(a), signature(b)) - jaccard(a, b) for a, b in pairs()]
    assert abs(mean(errors)) < 0.01
    assert mean(error**2 for error in errors) ** 0.5 < 0.06  # 64 bins: about sqrt(1 / 4 / 64)


def test_it_guesses_as_well_as_datasketch_with_as_many_permutations():
    datasketch = pytest.importorskip(
        "datasketch", reason="the group `likeness` is not installed (it pulls numpy and scipy)"
    )

    def theirs(shingles: set[int]):
        made = datasketch.MinHash(num_perm=BINS, seed=1)
        made.update_batch([shingle.to_bytes(8) for shingle in shingles])
        return made

    def far(errors: list[float]) -> float:
        return mean(error**2 for error in errors) ** 0.5

    found = pairs()
    ours = [likeness(signature(a), signature(b)) - jaccard(a, b) for a, b in found]
    others = [theirs(a).jaccard(theirs(b)) - jaccard(a, b) for a, b in found]
    assert far(ours) < 1.15 * far(others)


def test_bands_find_as_many_as_the_index_of_datasketch_does():
    datasketch = pytest.importorskip(
        "datasketch", reason="the group `likeness` is not installed (it pulls numpy and scipy)"
    )
    found = [(a, b) for a, b in pairs() if jaccard(a, b) >= 0.7]
    index = datasketch.MinHashLSH(num_perm=BINS, params=(16, 4))
    caught = 0
    for number, (a, b) in enumerate(found):
        one, other = (datasketch.MinHash(num_perm=BINS, seed=1) for _ in range(2))
        one.update_batch([shingle.to_bytes(8) for shingle in a])
        other.update_batch([shingle.to_bytes(8) for shingle in b])
        index.insert(number, one)
        caught += number in index.query(other)
    bands = Bands()
    for number, pair in enumerate(found):
        for text in pair:
            bands.add(number, signature(text), number)
    together = {tuple(places) for places in bands.buckets()}
    assert len(together) >= caught - 2
    assert len(together) >= 0.98 * len(found)


def test_equal_sets_have_equal_signatures_and_strangers_none_in_common():
    assert signature({5, 2**63, 77}) == signature([77, 5, 2**63])
    a, b = letter_shingles("the ferry leaves at nine"), letter_shingles("QQQQWWWWXXXXYYYYZZZZ 0123")
    assert likeness(signature(a), signature(b)) < 0.1


def test_one_shingle_fills_every_bin():
    assert likeness(signature({123456789}), signature({123456789})) == 1.0


def test_nothing_can_not_be_signed():
    with pytest.raises(ValueError, match="no shingle"):
        signature([])
