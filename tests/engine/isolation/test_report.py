from dataclasses import replace

from engine.isolation.checks import checks_of
from engine.isolation.repeating import repeating
from engine.isolation.report import content, lines, modules
from tests.engine.isolation.observations import SEALED


def test_people_read_when_it_was_made_what_came_out_and_how_to_repeat_it():
    said = list(
        lines(replace(SEALED, clients=("ssl",)), checks_of(replace(SEALED, clients=("ssl",))))
    )
    assert said[0] == "Offline: not verified (2026-11-22 14:02:11 UTC)"
    assert "  FAILS    No network client is loaded" in said
    assert "           Loaded: ssl." in said
    assert all(f"    {one.command}" in said for one in repeating())


def test_programs_read_the_same():
    told = content(SEALED, checks_of(SEALED))
    assert told["summary"] == "Offline: verified"
    assert told["made_at"] == "2026-11-22T14:02:11+00:00"
    assert {check["state"] for check in told["checks"]} == {"holds"}
    assert told["socket_modules"] == ["socket"]


def test_the_modules_are_named_with_the_reason():
    assert modules(SEALED).startswith("In memory, and refused: socket. ")
    assert modules(replace(SEALED, socket_modules=())).startswith("No module")
