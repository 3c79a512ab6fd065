"""Sights of applications that nobody has: sealed, open, or on another system."""

from dataclasses import replace
from datetime import UTC, datetime

from engine.isolation.observation import Observation
from engine.isolation.trial import Trial

APPLICATION = Trial(
    process="application",
    python_network=True,
    native_network=True,
    local_sockets=False,
    io_uring=True,
    has_filter=True,
    is_undumpable=True,
    private_files=True,
)
READER = replace(
    APPLICATION,
    process="file reader",
    local_sockets=True,
    foreign_read=True,
    foreign_write=True,
    attributes=True,
    kernel_stores=True,
    other_processes=True,
)
WORKER = replace(READER, process="worker")
SEALED = Observation(
    trials=(APPLICATION, READER, WORKER),
    processes=3,
    unfiltered=(),
    connections=(),
    refused=(),
    clients=(),
    socket_modules=("socket",),
    made_at=datetime(2026, 11, 22, 14, 2, 11, tzinfo=UTC),
)


def elsewhere(trial: Trial) -> Trial:
    """The same process on a system that has neither filter nor Landlock."""
    absent = dict.fromkeys(
        ("native_network", "local_sockets", "io_uring", "has_filter", "is_undumpable",
         "private_files", "foreign_read", "foreign_write", "attributes", "kernel_stores",
         "other_processes"),
    )  # fmt: skip
    return replace(trial, **absent, problem="this system has no Landlock")


WINDOWS = replace(
    SEALED, trials=tuple(map(elsewhere, SEALED.trials)), processes=None, connections=None
)
