import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fit import FitVerdict, fit
from models.gguf import read_header
from tests.models.gguf_files import gguf

GIB = 2**30


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    path = tmp_path_factory.mktemp("fit") / "a.gguf"
    path.write_bytes(gguf())
    return read_header(path)


@pytest.mark.model
def test_the_cache_of_the_embedded_model_is_what_llama_cpp_prints(embedded_file):
    result = fit(read_header(embedded_file), slots=1, slot_tokens=4096, free_bytes=8 * GIB)
    assert result.cache_bytes == 90 * 2**20
    assert result.model_bytes == 96_576_768
    assert result.overhead_bytes - 128 * 2**20 == pytest.approx(99.38 * 2**20, rel=0.05)


def test_the_cache_grows_with_slots_and_in_steps_of_256_tokens(tiny):
    def cache(slots: int, tokens: int) -> int:
        return fit(tiny, slots, tokens, GIB).cache_bytes

    assert cache(1, 1) == cache(1, 256) == 256 * 4 * (16 + 16) * 2
    assert cache(1, 257) == 2 * cache(1, 256)
    assert cache(5, 256) == 5 * cache(1, 256)


def test_the_parts_make_up_what_is_needed(tiny):
    result = fit(tiny, 2, 512, GIB)
    parts = result.model_bytes + result.cache_bytes + result.overhead_bytes
    assert result.needed_bytes == parts
    assert result.free_bytes == GIB


def test_the_verdict_turns_where_it_says(tiny):
    needed = fit(tiny, 1, 256, 0).needed_bytes
    assert fit(tiny, 1, 256, needed - 1).verdict is FitVerdict.NO
    assert fit(tiny, 1, 256, needed).verdict is FitVerdict.TIGHT
    assert fit(tiny, 1, 256, needed + GIB - 1).verdict is FitVerdict.TIGHT
    assert fit(tiny, 1, 256, needed + GIB).verdict is FitVerdict.YES


@pytest.mark.parametrize(
    ("free", "says"),
    [
        (8 * 10**9, "Fits: it needs 0.1 GB"),
        (10**9, "close other programs"),
        (10**7, "Does not fit"),
    ],
)
def test_the_sentence_says_the_numbers_and_what_to_do(tiny, free, says):
    sentence = fit(tiny, 1, 256, free).sentence
    assert says in sentence
    assert f"{free / 1e9:.1f} GB are free" in sentence


@given(st.integers(1, 64), st.integers(1, 32_768), st.integers(0, 2**40))
def test_more_free_memory_never_makes_it_worse(tiny, slots, tokens, free):
    order = [FitVerdict.NO, FitVerdict.TIGHT, FitVerdict.YES]
    less, more = (fit(tiny, slots, tokens, size).verdict for size in (free, free * 2))
    assert order.index(less) <= order.index(more)
