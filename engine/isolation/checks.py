"""What holds of the application's isolation, one row and one plain sentence each; pure.

`observation` gathers what is seen, `checks_of` turns it into rows, `headline` into the line at the
bottom of the window. A row that fails is a fault; one that is absent names what this system lacks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.isolation.observation import Observation
from engine.isolation.trial import Trial


class State(StrEnum):
    """How a check came out."""

    HOLDS = "holds"
    FAILS = "fails"
    ABSENT = "absent"  # this system offers no such thing


@dataclass(frozen=True, slots=True)
class Check:
    """One row: a stable name for programs, and a title and a sentence for people."""

    name: str
    title: str
    state: State
    sentence: str


def checks_of(observation: Observation) -> tuple[Check, ...]:
    """Every check, in the order in which people read them."""
    return (
        *(_tried(rule, observation.trials) for rule in _NETWORK),
        _tried(_CHILD_SOCKETS, observation.trials[1:]),
        *_seen(observation),
        *(_files(rule, process, observation.trials) for process, rule in _FILES.items()),
        *(_tried(rule, observation.trials[1:]) for rule in _CALLS),
        *(_tried(rule, observation.trials) for rule in _TRACES),
    )


def is_sound(checks: Sequence[Check]) -> bool:
    """Nothing fails; something may be absent."""
    return all(check.state is not State.FAILS for check in checks)


def headline(checks: Sequence[Check]) -> str:
    """One short line that claims no more than was seen."""
    if not is_sound(checks):
        return "Offline: not verified"
    if any(check.name == "native-network" and check.state is State.ABSENT for check in checks):
        return "Offline: Python's calls are refused"
    return "Offline: verified"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row before its result. After `fails` come the names of what is at fault."""

    name: str
    title: str
    holds: str
    fails: str
    absent: str = ""

    def row(self, is_so: bool | None, faults: Sequence[str] = ()) -> Check:  # noqa: FBT001 a result
        """The row for a result; None where the system has no such thing."""
        if is_so is None:
            return Check(self.name, self.title, State.ABSENT, self.absent)
        if is_so:
            return Check(self.name, self.title, State.HOLDS, self.holds)
        return Check(self.name, self.title, State.FAILS, f"{self.fails}: {', '.join(faults)}.")


_Tried = tuple[_Rule, Callable[[Trial], bool | None]]

_NETWORK: tuple[_Tried, ...] = (
    (
        _Rule(
            "python-network",
            "Python code gets no socket",
            "The application, a file reader and a worker each asked for one and were refused.",
            "A socket could be opened in",
        ),
        lambda trial: trial.python_network,
    ),
    (
        _Rule(
            "native-network",
            "Native code gets no network socket",
            "The C library was asked for one in each of them, and the kernel refused.",
            "The kernel allows it in",
            "This system has no filter that a program puts on itself; have a firewall rule made.",
        ),
        lambda trial: trial.native_network,
    ),
    (
        _Rule(
            "io-uring",
            "The kernel's side door is shut",
            "io_uring, which opens sockets without asking for one, is refused in each of them.",
            "io_uring works in",
            "This system has no io_uring.",
        ),
        lambda trial: trial.io_uring,
    ),
)
_CHILD_SOCKETS: _Tried = (
    _Rule(
        "child-sockets",
        "What handles files gets no socket of any kind",
        "Not even one to other programs here; only the window has those, to reach the screen.",
        "Local sockets work in",
        "This system has no filter that a program puts on itself.",
    ),
    lambda trial: trial.local_sockets,
)
_PROCESSES = _Rule(
    "every-process",
    "Every process carries the filter",
    "The kernel's own list says so of each process that is running now.",
    "Processes without it",
    "This system keeps no such list.",
)
_CONNECTIONS = _Rule(
    "connections",
    "No connection is open",
    "The system lists no network connection and no listening port of the application.",
    "Open",
    "The system does not say which connections are open.",
)
_ATTEMPTS = _Rule(
    "attempts",
    "Nothing has tried",
    "Since the application was started, no Python code in it has asked for the network.",
    "Nothing got out, but something asked; tell the developers what was refused",
    "Attempts are counted only where Python code is refused.",
)
_CLIENTS = _Rule(
    "network-clients",
    "No network client is loaded",
    "No module that speaks HTTP, TLS or another language of networks is in memory.",
    "Loaded",
)
_FILES = {
    "file reader": _Rule(
        "reader-files",
        "A file reader can open none of your files",
        "It gets a document's bytes and nothing else: opening a file of yours was refused, to "
        "read and to write.",
        "It opened a file that is none of its business",
        "Not on this computer",
    ),
    "worker": _Rule(
        "worker-files",
        "A worker can open its model and none of your files",
        "What runs the model writes no file, and reads only the program, the system and the model.",
        "It opened a file that is none of its business",
        "Not on this computer",
    ),
}
_NO_FILTER = "This system has no filter that a program puts on itself."
_CALLS: tuple[_Tried, ...] = (
    (
        _Rule(
            "file-attributes",
            "What handles files changes no file's rights, owner, dates or notes",
            "A file reader and a worker each tried it on a file of yours, and the kernel refused.",
            "The kernel allows it in",
            _NO_FILTER,
        ),
        lambda trial: trial.attributes,
    ),
    (
        _Rule(
            "kernel-stores",
            "It can leave nothing in the kernel's memory",
            "Shared memory, message queues and namespaces, which outlive a process, are refused.",
            "The kernel allows them in",
            _NO_FILTER,
        ),
        lambda trial: trial.kernel_stores,
    ),
    (
        _Rule(
            "other-processes",
            "It starts no process and reaches no other",
            "A copy of itself, a signal and, with Landlock, a look at another one were refused.",
            "Something was allowed in",
            _NO_FILTER,
        ),
        lambda trial: trial.other_processes,
    ),
)
_TRACES: tuple[_Tried, ...] = (
    (
        _Rule(
            "core-files",
            "A crash writes no memory to the disk",
            "Core files and crash reports, which would hold documents, are off in each process.",
            "They are on in",
            "This system decides on crash reports itself; SECURITY.md says how to switch them off.",
        ),
        lambda trial: trial.is_undumpable,
    ),
    (
        _Rule(
            "private-files",
            "What is written is yours alone",
            "New projects, exports and backups can be opened by your account and no other user's.",
            "Others may open what is written by",
            "On this system a file takes the rights of its folder.",
        ),
        lambda trial: trial.private_files,
    ),
)


def _tried(tried: _Tried, trials: Sequence[Trial]) -> Check:
    rule, is_refused = tried
    results = {trial.process: is_refused(trial) for trial in trials}
    faults = [process for process, result in results.items() if result is False]
    is_known = any(result is not None for result in results.values())
    return rule.row(not faults if is_known else None, faults)


def _seen(observation: Observation) -> tuple[Check, ...]:
    is_filtered = None if observation.processes is None else not observation.unfiltered
    connections = observation.connections
    counts = observation.trials[0].python_network
    return (
        _PROCESSES.row(is_filtered, observation.unfiltered),
        _CONNECTIONS.row(None if connections is None else not connections, connections or ()),
        _ATTEMPTS.row(not observation.refused if counts else None, observation.refused),
        _CLIENTS.row(not observation.clients, observation.clients),
    )


def _files(rule: _Rule, process: str, trials: Sequence[Trial]) -> Check:
    for trial in trials:
        if trial.process == process and trial.foreign_read is not None:
            is_so = trial.foreign_read and bool(trial.foreign_write)
            return rule.row(is_so, [trial.problem or "nothing stopped it"])
        if trial.process == process:
            return Check(rule.name, rule.title, State.ABSENT, f"{rule.absent}: {trial.problem}.")
    return Check(rule.name, rule.title, State.ABSENT, "Not tried yet.")
