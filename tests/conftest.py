"""What all tests share: nobody's settings, and a Ctrl+C that works."""

import signal

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of what else the computer does than of the code.
settings.register_profile(
    "any_computer", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_computer")


def pytest_configure() -> None:
    """A shell starts what runs in the background with Ctrl+C ignored, and children inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    folder = str(tmp_path_factory.mktemp("config"))
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    monkeypatch.setenv("XDG_CACHE_HOME", folder)
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", folder)
