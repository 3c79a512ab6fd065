"""Which modules of networks the whole application loads: none but those that its pipes need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.isolation.observation import CLIENTS, SOCKET_MODULES

LOAD = """
import importlib, sys
for name in sys.argv[1].split(","):
    importlib.import_module(name)
from engine.isolation import observation
print(*(name for name in observation.CLIENTS if sys.modules.get(name)), sep=",")
print(*(name for name in observation.SOCKET_MODULES if name in sys.modules), sep=",")
try:
    mapped = [line.strip().split("/")[-1] for line in open("/proc/self/maps") if "/" in line]
    print(*{name.split(".")[0] for name in mapped})
except OSError:
    print()
"""
WINDOW = "desktop.launch,desktop.app,engine.cli,models.library"
READER = "engine.documents.main,engine.documents.readers"
WORKER = "engine.worker.main,engine.worker.llama"


@pytest.mark.parametrize("entries", [WINDOW, READER, WORKER], ids=["window", "reader", "worker"])
def test_no_process_loads_a_network_client(entries: str):
    done = subprocess.run(
        [sys.executable, "-c", LOAD, entries],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    clients, sockets, libraries = done.stdout.splitlines()
    assert clients == ""
    assert set(sockets.split(",")) == set(SOCKET_MODULES)
    assert not {"libQt6Network", "libssl", "libcurl"} & set(libraries.split())
    if Path("/proc/self/maps").exists():
        assert "libc" in libraries.split()


def test_each_client_is_named_once():
    assert len(set(CLIENTS)) == len(CLIENTS)
