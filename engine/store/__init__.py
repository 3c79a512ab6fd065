"""The project file: the only room that knows SQLite, with one file of queries per noun."""

from engine.store.log import LogEntry
from engine.store.project import Project

__all__ = ["LogEntry", "Project"]
