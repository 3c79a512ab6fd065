import pytest

from engine.isolation.repeating import repeating


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_commands_with_what_they_show(platform: str):
    assert all(one.purpose and "\n" not in one.command for one in repeating(platform))


def test_what_was_never_run_says_so():
    for platform in ("darwin", "win32"):
        assert all("not run by us" in one.purpose for one in repeating(platform))
    assert not any("not run" in one.purpose for one in repeating("linux"))


def test_an_unknown_unix_gets_the_commands_of_linux():
    assert repeating("freebsd14") == repeating("linux")
