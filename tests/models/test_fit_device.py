"""How much of a model goes onto a device: fewer slots before fewer layers, explicit numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fit_device import _DRIVER_BYTES as DRIVER
from models.fit_device import device_bytes, fit_device
from models.gguf import GgufHeader
from tests.models.headers import GEMMA, NANO, ONE_B, QWEN, SEVEN_B, synthetic

GB = 10**9
SHAPES = {"1b": synthetic(16, 2048, 8192), "7b": synthetic(32, 4096, 14_336)}
STEPS = (16, 12, 8, 6, 4, 3, 2, 1)


@pytest.mark.parametrize(
    ("free", "layers", "slots"),
    [
        (24.0, 33, 16),
        (8.5, 33, 16),
        (7.5, 33, 12),
        (6.5, 33, 8),
        (6.0, 33, 4),
        (5.5, 30, 4),
        (4.0, 21, 4),
        (2.0, 9, 4),
        (1.5, 0, 16),
        (0.1, 0, 16),
    ],
)
def test_a_7b_on_cards_of_many_sizes(free: float, layers: int, slots: int):
    fit = fit_device(SEVEN_B, STEPS, 1024, int(free * GB))
    assert (fit.layers, fit.slots, fit.all_layers) == (layers, slots, 33)


def test_a_small_model_lies_there_whole():
    fit = fit_device(ONE_B, STEPS, 1024, 4 * GB)
    assert (fit.layers, fit.slots) == (17, 16)


def test_a_number_that_was_asked_for_stays_and_layers_go():
    fit = fit_device(SEVEN_B, (16,), 1024, 6 * GB)
    assert fit.slots == 16
    assert 20 < fit.layers < 33
    assert fit_device(SEVEN_B, (1,), 1024, 6 * GB).layers == 33


def test_an_integrated_device_takes_its_share_of_the_computers_memory_once():
    alone = fit_device(SEVEN_B, STEPS, 1024, 24 * GB)
    assert fit_device(SEVEN_B, STEPS, 1024, 24 * GB, shared_bytes=32 * GB) == alone
    short = fit_device(SEVEN_B, STEPS, 1024, 24 * GB, shared_bytes=6 * GB)
    assert short.slots < alone.slots


@pytest.mark.parametrize(
    ("header", "loads"),
    [
        (synthetic(16, 2048, 8192), ((16, 17, 1227), (4, 17, 824), (4, 8, 456))),
        (QWEN, ((16, 25, 508), (4, 25, 357), (4, 12, 208))),
        (GEMMA, ((16, 7, 657), (4, 7, 582), (4, 4, 412))),
        (NANO, ((16, 31, 533), (4, 31, 250), (4, 16, 148))),
    ],
    ids=["1b", "qwen2", "gemma", "nano"],
)
def test_it_is_what_llama_cpp_reserves_for_four_shapes(
    header: GgufHeader, loads: tuple[tuple[int, int, int], ...]
):
    """In MB, slots of 1,024 tokens, Mesa's software device: `python -m tests.bench.fit`."""
    for slots, layers, seen in loads:
        computed = (device_bytes(header, slots, 1024, layers) - DRIVER) / 1e6
        assert computed == pytest.approx(seen, rel=0.04)


@given(st.integers(0, 40 * GB), st.sampled_from(STEPS))
def test_what_is_chosen_never_needs_more_than_is_free(free: int, most: int):
    for header in (ONE_B, SEVEN_B):
        fit = fit_device(header, [n for n in STEPS if n <= most], 1024, free)
        assert 0 <= fit.layers <= fit.all_layers
        assert fit.slots <= most
        assert fit.device_bytes <= free
        if fit.is_worth_it:
            assert fit.device_bytes == device_bytes(header, fit.slots, 1024, fit.layers)


@pytest.mark.parametrize(
    ("shape", "slots", "tokens", "layers", "seen"),
    [
        ("1b", 16, 1024, 17, 1272),
        ("1b", 4, 1536, 17, 937),
        ("1b", 4, 1024, 8, 501),
        ("7b", 16, 1024, 33, 6395),
        ("7b", 4, 1536, 33, 5053),
        ("7b", 4, 1024, 16, 2437),
    ],
)
def test_it_is_what_was_gone_from_a_cards_free_memory(
    shape: str, slots: int, tokens: int, layers: int, seen: int
):
    """In MB, NVIDIA H200, Vulkan, driver 580.159.04: `python -m tests.bench.device`."""
    computed = device_bytes(SHAPES[shape], slots, tokens, layers) / 1e6
    assert computed == pytest.approx(seen, rel=0.05)
