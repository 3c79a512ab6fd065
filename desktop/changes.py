"""What in a project has changed, so that each page reads again only what it shows of that."""

from enum import Flag, auto


class Change(Flag):
    """One or several kinds of change; `ALL` when another project is shown."""

    DOCUMENTS = auto()  # imported, refused or deleted
    PASSAGES = auto()  # cut anew, or edited
    RUNS = auto()  # planned, or over
    TASKS = auto()  # written by a run
    DECISIONS = auto()  # made, or taken back
    COUNTED = TASKS | DECISIONS  # what the store counts as it goes
    ALL = DOCUMENTS | PASSAGES | RUNS | COUNTED
