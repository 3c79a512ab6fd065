"""The passphrase that may protect a project: what it may be, and how it is set, changed or removed.

The driver is SQLCipher: AES-256 for each page, with a key of 256,000 rounds of PBKDF2. Every page
has to be written anew, so this makes a copy, compares it, and puts it in the project's place.
What the disk keeps of the old file in its unused blocks is out of reach of any program.
"""

from pathlib import Path

from engine.errors import BadSetting
from engine.store import stale_copies
from engine.store.connection import Connection
from engine.store.files import move
from engine.store.log import Log
from engine.store.verified_copy import beside, check_copy, contents

SHORTEST = 8
_PAGE_BYTES = 4096
_FEWEST_PAGES = 16  # an empty project has more than twice as many


def check_passphrase(passphrase: str) -> None:
    """Raise `BadSetting` for one that is too short or can't be typed."""
    if len(passphrase) < SHORTEST:
        raise BadSetting(
            f"A passphrase needs {SHORTEST} characters or more; four or five words are best."
        )
    if not passphrase.isprintable():
        raise BadSetting("A passphrase is one line of printable characters; choose another one.")


def may_be_protected(path: Path) -> bool:
    """Whether a file that is no SQLite database can be a protected project: whole pages of noise.

    By its size alone: it must not be opened here (see `connection.py`), and noise has no mark.
    """
    size = path.stat().st_size
    return size % _PAGE_BYTES == 0 and size >= _FEWEST_PAGES * _PAGE_BYTES


def rewrite(connection: Connection, passphrase: str) -> None:
    """Put a copy with another passphrase, or with none, in the project's place.

    The connection is closed then, whatever happens; the project is whole all the time. No other
    thread gets in before that, so nothing is saved that the copy would not hold. The copy knows
    which backups are stale now; whoever opens it replaces them.
    """
    path = connection.path

    def finish(copy: Connection) -> None:
        with copy.transaction():
            Log(copy).add("passphrase", "It was set" if passphrase else "It was removed")
            stale_copies.note(copy, path)

    with beside(path) as draft, connection.alone():
        try:
            expected = contents(connection)
            connection.copy_into(draft, passphrase)
            check_copy(draft, passphrase, expected, path.name, finish)
        finally:
            connection.close()
        move(draft, path)
