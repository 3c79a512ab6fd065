"""The short version of `tests.bench.kill_work`: a kill of each kind of work."""

from pathlib import Path

import pytest

from tests.bench.kill_work import KINDS, kill_often, template


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("kills") / "template")


@pytest.mark.parametrize("kind", KINDS)
def test_work_that_is_killed_loses_nothing_and_leaves_nothing(kind, whole: Path):
    outcome = kill_often(kind, whole, kills=1)
    assert outcome.faults == []
    assert outcome.kills + outcome.in_time >= 1
