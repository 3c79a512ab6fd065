"""Stands in for Python's own SQLite in the packaged program, which carries one SQLite, not two.

sqlite-utils imports `sqlite3` for its types even where it was told to use another driver.
"""

from sqlcipher3 import *  # noqa: F403 - a module that is another one
