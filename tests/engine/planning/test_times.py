"""Spans of time are said as people say them."""

import pytest

from engine.planning.times import duration


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(45, "45 s"), (700, "12 min"), (11_100, "3 h 05 min"), (356_400, "4 d 3 h")],
)
def test_times_are_said_as_people_say_them(seconds: int, said: str):
    assert duration(seconds) == said
