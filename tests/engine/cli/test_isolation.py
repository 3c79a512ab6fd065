"""`isolation` in a process that is not sealed: it must find that, and end with 1."""


def test_an_open_application_is_found_open(cli):
    spoken = cli("isolation")
    assert spoken.code == 1
    assert spoken.out.startswith("Offline: not verified (")
    assert "FAILS    Python code gets no socket" in spoken.out


def test_programs_get_every_check_with_its_state(cli):
    told = cli("isolation", "--json").json
    states = {check["name"]: check["state"] for check in told["checks"]}
    assert states["python-network"] == "fails"
    assert told["repeat"]
