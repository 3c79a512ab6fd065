import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.cluster.lines import Wanted

STAND_IN = Path(__file__).with_name("stand_in.py")
MakePacket = Callable[..., Path]


@pytest.fixture
def wanted() -> Wanted:
    return Wanted((sys.executable, str(STAND_IN)))


@pytest.fixture
def packet(tmp_path: Path) -> MakePacket:
    """Makes a packet of so many units; `plan` says what the tries make of it."""

    def make(name: str, plan: list[Any], planned: int = 4, **more: object) -> Path:
        path = tmp_path / f"{name}.bonito"
        path.write_text(json.dumps({"planned": planned, "done": 0, "plan": plan, **more}))
        return path

    return make
