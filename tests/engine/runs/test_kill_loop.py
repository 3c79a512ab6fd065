"""A run whose processes are killed at random moments fills its plan exactly."""

from pathlib import Path

import pytest

from tests.bench.exactness import Plan, table
from tests.bench.kill_loop import perform


@pytest.mark.timeout(300)
def test_ten_kills_leave_no_hole_and_nothing_twice(tmp_path: Path):
    plan = Plan(kills=10, documents=4, samples=8, fake=True, seconds=240)
    report = perform(tmp_path, plan)
    assert report.is_exact, table(report)
    assert report.kills.total() == 10
    assert report.planned == 4 * 8 * 3 + 8 * 8  # “te” reads sentences, two in each notice
