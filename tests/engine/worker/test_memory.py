"""What the worker keeps in memory; tests/bench/memory.py does the same over 10,000 units."""

import pytest

from models.library import find
from tests.bench.memory import measure


@pytest.mark.model
def test_the_worker_stays_within_model_cache_and_200_megabytes_and_does_not_grow():
    before, early, late = measure(find("smollm2-135m-instruct"), units=120, slots=3, looks=2)
    assert max(before.resident, early.resident, late.resident) < early.allowed
    assert late.resident - early.resident < 4_000_000
