"""The project file: the only room that knows SQLite, with one file of queries per noun.

Imported by cli, demo, desktop, export, importing, packets, rereading, runs, selftest.
"""

from engine.store.backups import Backup, BackupKind, backups_of, project_of
from engine.store.deletion import Holdings
from engine.store.log import LogEntry, about
from engine.store.merging import merge_review, merge_run, origin_of, tell_merged
from engine.store.opening import copy_to_read, must_be_copied
from engine.store.packing import PacketDraft
from engine.store.passphrase import SHORTEST as SHORTEST_PASSPHRASE
from engine.store.project import Project
from engine.store.proof import Proof, prove
from engine.store.repairing import Repair, repair
from engine.store.restoring import delete_project, restore

__all__ = [
    "SHORTEST_PASSPHRASE",
    "Backup",
    "BackupKind",
    "Holdings",
    "LogEntry",
    "PacketDraft",
    "Project",
    "Proof",
    "Repair",
    "about",
    "backups_of",
    "copy_to_read",
    "delete_project",
    "merge_review",
    "merge_run",
    "must_be_copied",
    "origin_of",
    "project_of",
    "prove",
    "repair",
    "restore",
    "tell_merged",
]
