"""After `refuse_network` no Python code in the process gets a socket.

An audit hook can't be removed, so each test looks at a fresh interpreter.
"""

import subprocess
import sys

import pytest

from engine.isolation import may_use_network

TRY = """
import engine.isolation as isolation
isolation.refuse_network()
isolation.refuse_network()
import socket, urllib.request
try:
    {attempt}
except isolation.NetworkRefused as error:
    print("refused", error)
except OSError as error:
    print("refused", error.reason) if isinstance(error, urllib.error.URLError) else print(error)
else:
    print("opened")
print(isolation.summary())
"""


def outcome(attempt: str) -> list[str]:
    program = TRY.format(attempt=attempt)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socketpair()",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_a_socket_is_refused_before_it_opens(attempt):
    first, last = outcome(attempt)
    assert first.startswith("refused")
    assert last == "Offline: 1 network calls refused"


def test_an_untouched_process_says_that_calls_are_refused():
    assert outcome("pass") == ["opened", "Offline: network calls are refused"]


def test_a_process_without_the_hook_does_not_claim_to_be_offline():
    program = "import engine.isolation as i; print(i.summary(), i.refused())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "Network calls are not refused ()"


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
def test_only_a_download_asked_for_by_name_may_use_the_network(arguments, may):
    pytest.importorskip("huggingface_hub", reason="the extra `fetch` is not installed")
    assert may_use_network(arguments) is may


def test_without_the_client_nothing_may_use_the_network(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert not may_use_network(["models", "fetch"])
