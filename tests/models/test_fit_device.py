"""How much of a model goes onto a device: fewer slots before fewer layers, explicit numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fit_device import device_bytes, fit_device
from tests.models.headers import ONE_B, SEVEN_B

GB = 10**9
STEPS = (16, 12, 8, 6, 4, 3, 2, 1)


@pytest.mark.parametrize(
    ("free", "layers", "slots"),
    [
        (24.0, 33, 16),
        (8.5, 33, 16),
        (7.5, 33, 12),
        (6.5, 33, 4),
        (5.5, 29, 4),
        (4.0, 19, 4),
        (2.5, 9, 4),
        (2.0, 0, 16),
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
    fit = fit_device(SEVEN_B, (16,), 1024, int(6.5 * GB))
    assert fit.slots == 16
    assert 20 < fit.layers < 33
    assert fit_device(SEVEN_B, (1,), 1024, int(6.5 * GB)).layers == 33


def test_an_integrated_device_takes_its_share_of_the_computers_memory_once():
    alone = fit_device(SEVEN_B, STEPS, 1024, 24 * GB)
    assert fit_device(SEVEN_B, STEPS, 1024, 24 * GB, shared_bytes=32 * GB) == alone
    short = fit_device(SEVEN_B, STEPS, 1024, 24 * GB, shared_bytes=6 * GB)
    assert short.slots < alone.slots


@given(st.integers(0, 40 * GB), st.sampled_from(STEPS))
def test_what_is_chosen_never_needs_more_than_is_free(free: int, most: int):
    for header in (ONE_B, SEVEN_B):
        fit = fit_device(header, [n for n in STEPS if n <= most], 1024, free)
        assert 0 <= fit.layers <= fit.all_layers
        assert fit.slots <= most
        assert fit.device_bytes <= free
        if fit.is_worth_it:
            assert fit.device_bytes == device_bytes(header, fit.slots, 1024, fit.layers)
