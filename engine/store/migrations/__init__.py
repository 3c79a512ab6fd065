"""How a project of any earlier version becomes a current one: one module for each version.

Each migration sets `user_version` in the transaction in which it changes the tables, so that a file
is always wholly of one version. To add one: write `vN_what.py`, list it in `STEPS`, and put a small
project of the version before into `tests/engine/store/old_projects`.
"""

from engine.store.connection import Migrations
from engine.store.migrations import v1_first, v2_attempts, v3_notes

STEPS = (v1_first, v2_attempts, v3_notes)
VERSION = len(STEPS)

migrations = Migrations("bonito")
for _step in STEPS:
    migrations(name=_step.NAME)(_step.apply)

__all__ = ["STEPS", "VERSION", "migrations"]
