"""What is seen of a running application; this one, which runs the tests, is not sealed."""

import sys

import psutil
import pytest

from engine.isolation import observation


@pytest.fixture
def listening():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_listening_port_is_seen(listening: int):
    found = observation.observe_here().connections
    assert found is not None
    assert any(f"port={listening}" in one and "to nobody" in one for one in found)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's list is Linux's")
def test_a_process_without_the_filter_is_named():
    seen = observation.observe_here()
    assert seen.processes >= 1
    assert any(str(psutil.Process().pid) in name for name in seen.unfiltered)


def test_a_loaded_client_is_seen():
    import ssl  # noqa: F401 it only has to be there

    seen = observation.observe_here()
    assert "ssl" in seen.clients
    assert "socket" in seen.socket_modules


def test_a_whole_look_tries_three_kinds_of_process():
    seen = observation.look()
    assert [one.process for one in seen.trials] == ["application", "file reader", "worker"]
    assert seen.trials[0].python_network is False
    assert seen.trials[1].python_network is True


def test_a_system_that_does_not_tell_is_not_said_to_have_none(monkeypatch):
    def denied(*_arguments, **_options):
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "net_connections", denied)
    monkeypatch.setattr(psutil.Process, "name", denied)
    seen = observation.observe_here()
    assert seen.connections is None
    assert all(name.isdigit() for name in seen.unfiltered)


def test_a_process_that_has_just_ended_is_passed_over():
    class Gone:
        pid = 2**30

    assert observation._has_filter(Gone()) is None
