"""Which version of the application this is, as it stands in projects, exports and `--version`."""

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "bonito-desktop"


def app_version(distribution: str = DISTRIBUTION) -> str:
    """The installed version, or `unknown` in a source tree that was never installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"
