"""How a project of any earlier version becomes a current one: one module for each version.

`user_version` counts the steps that a file has seen; it is set in the transaction in which a step
changes the tables, so that a file is always wholly of one version. To add a step: write
`vN_what.py` with a `NAME` and `apply`, append it to `STEPS`, put a small project of the version
before into `tests/engine/store/old_projects`, and say in `engine/store/items.py` which digest
covers what is new.
"""

from collections.abc import Callable

from engine.store.connection import Database, Migrations
from engine.store.migrations import (
    v1_first,
    v2_attempts,
    v3_notes,
    v4_drafts,
    v5_ids,
    v6_stale_copies,
    v7_queue,
    v8_headers,
    v9_languages,
    v10_readings,
    v11_rules,
    v12_checks,
    v13_audits,
    v14_near_duplicates,
    v15_personal,
    v16_agreement,
    v17_evidence,
    v18_labels,
    v19_parts,
    v20_rights,
    v21_chain,
    v22_devices,
    v23_pilots,
    v24_computing,
    v25_packets,
    v26_mended,
    v27_sentences,
)

# Never reordered: a file has seen the first N.
STEPS = (
    v1_first,
    v2_attempts,
    v3_notes,
    v4_drafts,
    v5_ids,
    v6_stale_copies,
    v7_queue,
    v8_headers,
    v9_languages,
    v10_readings,
    v11_rules,
    v12_checks,
    v13_audits,
    v14_near_duplicates,
    v15_personal,
    v16_agreement,
    v17_evidence,
    v18_labels,
    v19_parts,
    v20_rights,
    v21_chain,
    v22_devices,
    v23_pilots,
    v24_computing,
    v25_packets,
    v26_mended,
    v27_sentences,
)
VERSION = len(STEPS)


def steps_to(version: int) -> Migrations:
    """The first `version` steps."""
    steps = Migrations("bonito")
    for number, step in enumerate(STEPS[:version], 1):
        steps(name=step.NAME)(_setting_version(step.apply, number))
    return steps


def _setting_version(apply: Callable[[Database], None], number: int) -> Callable[[Database], None]:
    def step(database: Database) -> None:
        apply(database)
        database.conn.execute(f"PRAGMA user_version = {number}")

    return step


migrations = steps_to(VERSION)

__all__ = ["STEPS", "VERSION", "migrations", "steps_to"]
