"""Rows from observations: each fault is named in exactly one row, and nothing is claimed unseen."""

from dataclasses import replace

import pytest

from engine.isolation.checks import State, checks_of, headline
from tests.engine.isolation.observations import APPLICATION, READER, SEALED, WINDOWS, WORKER


def failing(observation):
    return {row.name: row.sentence for row in checks_of(observation) if row.state is State.FAILS}


def test_a_sealed_application_passes_every_check():
    rows = checks_of(SEALED)
    assert {row.state for row in rows} == {State.HOLDS}
    assert len({row.name for row in rows}) == len(rows) == 15
    assert all(row.title and row.sentence.endswith(".") for row in rows)
    assert headline(rows) == "Offline: verified"


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"python_network": False}, "python-network", "file reader"),
        ({"native_network": False}, "native-network", "file reader"),
        ({"io_uring": False}, "io-uring", "file reader"),
        ({"local_sockets": False}, "child-sockets", "file reader"),
        ({"is_undumpable": False}, "core-files", "file reader"),
        ({"private_files": False}, "private-files", "file reader"),
        ({"attributes": False}, "file-attributes", "file reader"),
        ({"kernel_stores": False}, "kernel-stores", "file reader"),
        ({"other_processes": False}, "other-processes", "file reader"),
        ({"foreign_read": False}, "reader-files", "nothing stopped it"),
        ({"foreign_write": False}, "reader-files", "nothing stopped it"),
    ],
)
def test_what_a_child_is_not_refused_fails_in_its_own_row(change, name, said):
    observation = replace(SEALED, trials=(APPLICATION, replace(READER, **change), WORKER))
    found = failing(observation)
    assert list(found) == [name]
    assert said in found[name]
    assert headline(checks_of(observation)) == "Offline: not verified"


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"unfiltered": ("python (7)",)}, "every-process", "python (7)"),
        ({"connections": ("here to there",)}, "connections", "here to there"),
        ({"refused": ("socket.connect",)}, "attempts", "socket.connect"),
        ({"clients": ("ssl",)}, "network-clients", "ssl"),
    ],
)
def test_what_is_seen_of_the_application_fails_in_its_own_row(change, name, said):
    found = failing(replace(SEALED, **change))
    assert list(found) == [name]
    assert said in found[name]


def test_the_application_may_have_local_sockets_to_reach_the_screen():
    assert APPLICATION.local_sockets is False
    assert failing(SEALED) == {}


def test_another_system_claims_only_what_was_tried_there():
    states = {row.name: row.state for row in checks_of(WINDOWS)}
    assert [name for name, state in states.items() if state is State.HOLDS] == [
        "python-network", "attempts", "network-clients",
    ]  # fmt: skip
    assert State.FAILS not in states.values()
    assert headline(checks_of(WINDOWS)) == "Offline: Python's calls are refused"
    reader = next(row for row in checks_of(WINDOWS) if row.name == "reader-files")
    assert reader.sentence == "Not on this computer: this system has no Landlock."


def test_without_trials_of_children_nothing_is_said_of_them():
    rows = {row.name: row for row in checks_of(replace(SEALED, trials=(APPLICATION,)))}
    for name in (
        "child-sockets", "reader-files", "worker-files", "file-attributes", "kernel-stores",
        "other-processes",
    ):  # fmt: skip
        assert rows[name].state is State.ABSENT


def test_attempts_are_not_counted_where_nothing_refuses_them():
    open_one = replace(APPLICATION, python_network=False)
    rows = {row.name: row for row in checks_of(replace(SEALED, trials=(open_one, READER, WORKER)))}
    assert rows["attempts"].state is State.ABSENT
