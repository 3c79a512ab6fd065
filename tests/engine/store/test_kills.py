"""The short version of `tests.bench.kill_work`: some kills of each kind of work."""

import pytest

from tests.bench.kill_work import KINDS, kill_often


@pytest.mark.parametrize("kind", KINDS)
def test_work_that_is_killed_loses_nothing_and_leaves_nothing(kind):
    outcome = kill_often(kind, kills=2)
    assert outcome.faults == []
    assert outcome.kills + outcome.in_time >= 2
