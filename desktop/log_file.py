"""The log of the windowed program: a rotating file in the user's own folder, without any text.

A bug in a program without a terminal leaves its trace here, to be sent to the developers. Only the
logger that `desktop/errors.py` writes to is kept: types and places in the code, never a message
that might hold a document's text. Other libraries' loggers are not recorded.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from platformdirs import user_log_path

from engine.version import app_version

LARGEST_BYTES = 200_000
KEPT = 2  # older files beside the newest
_LOGGER = "bonito"


def log_path() -> Path:
    """Where the log lies; it may not exist yet."""
    return user_log_path("Bonito Desktop", appauthor=False) / "bonito-desktop.log"


@contextmanager
def log_kept(path: Path) -> Iterator[None]:
    """Write the program's own log into `path` meanwhile; without it if that can't be written."""
    logger = logging.getLogger(_LOGGER)
    handler = _handler(path)
    if handler is None:
        yield
        return
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    for each in (handler, terminal):
        logger.addHandler(each)
    logger.setLevel(logging.INFO)
    logger.info("started: version %s", app_version())
    try:
        yield
        logger.info("ended")
    finally:
        for each in (handler, terminal):
            logger.removeHandler(each)
        handler.close()


def _handler(path: Path) -> RotatingFileHandler | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _PrivateFile(path, maxBytes=LARGEST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError:  # a home that can't be written: the window works without a log
        return None
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(logging.Filter(_LOGGER))
    return handler


class _PrivateFile(RotatingFileHandler):
    """For its user alone, the new file after each rotation too."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        Path(self.baseFilename).chmod(0o600)
        return stream


class _Formatter(logging.Formatter):
    """Never writes a traceback's own text: its last line is the exception's message."""

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, ARG002 logging's name
        """Nothing; `describe` has said type and place."""
        return ""
