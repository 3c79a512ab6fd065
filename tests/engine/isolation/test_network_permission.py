import importlib
import sys
from pathlib import Path

import pytest

from engine.isolation import may_use_network


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with the extra `fetch`, as far as the decision looks."""
    (tmp_path / "huggingface_hub.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()


@pytest.mark.parametrize(
    ("arguments", "may"),
    [
        (["models", "fetch", "x", "--to", "y"], True),
        (["--json", "models", "fetch"], True),
        (["models", "list"], False),
        (["fetch"], False),
        (["run", "models", "fetch"], False),
        ([], False),
    ],
)
def test_only_a_download_asked_for_by_name_may_use_the_network(client, arguments, may):
    assert may_use_network(arguments) is may


def test_without_the_client_nothing_may_use_the_network(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert not may_use_network(["models", "fetch"])
