"""After `refuse_network` no Python code in the process gets a socket.

An audit hook can't be removed, so each test looks at a fresh interpreter.
"""

import subprocess
import sys

import pytest

TRY = """
from engine.isolation import hook
hook.refuse_network()
hook.refuse_network()
import socket, urllib.request
try:
    {attempt}
except hook.NetworkRefused as error:
    print("refused", error)
except OSError as error:
    print("refused", error.reason) if isinstance(error, urllib.error.URLError) else print(error)
else:
    print("opened")
print(hook.is_refusing(), *hook.refused())
"""


def said(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("attempt", "event"),
    [
        ("socket.socket()", "socket.__new__"),
        ("socket.socketpair()", "socket.__new__"),
        ("socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo"),
        ("socket.getaddrinfo('localhost', 80)", "socket.getaddrinfo"),
        ("urllib.request.urlopen('http://127.0.0.1:9/')", "socket.getaddrinfo"),
    ],
)
def test_a_socket_is_refused_before_it_opens_and_remembered_once(attempt: str, event: str):
    first, last = said(TRY.format(attempt=attempt))
    assert first.startswith("refused")
    assert last == f"True {event}"


def test_trying_the_hook_counts_as_nobody_s_attempt():
    assert said(TRY.format(attempt="hook.is_refusing()")) == ["opened", "True"]


def test_a_process_without_the_hook_does_not_claim_to_refuse():
    program = "from engine.isolation import hook; print(hook.is_refusing(), hook.refused())"
    assert said(program) == ["False ()"]
