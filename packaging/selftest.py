"""Run the self-test of a packaged program from outside, and look after it: what an IT desk repeats.

    selftest.py dist/bonito-desktop                       the self-test, bounded and looked after
    selftest.py --no-network dist/bonito-desktop          ... in an empty network namespace (Linux)
    selftest.py --trace dist/bonito-desktop               ... and its sockets counted with strace

Everything that the program starts is in a session of its own. More than a few processes end them
all, and none may be left when it is over. Standard library only; the inside is engine/selftest.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MOST_PROCESSES = 12  # those of the program, its starter, and unshare or strace around it
MOST_SECONDS = 540
_LOOK_SECONDS = 0.1
_SOCKET = re.compile(r"\bsocket\((\w+)")
_NETWORK = {"AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET"}


def main(arguments: list[str]) -> int:
    """Do it, print what was seen as JSON; 0 only if all of it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--no-network", action="store_true", help="in an empty network namespace")
    parser.add_argument("--trace", action="store_true", help="count sockets with strace")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "trace")
        command = [str(asked.program.resolve()), "self-test", "--json"]
        if asked.trace:
            strace = ["strace", "--follow-forks", "--seccomp-bpf", "--quiet=all"]
            command = [*strace, "--trace=socket,socketpair", f"--output={log}", *command]
        if asked.no_network:
            command = ["unshare", "--net", *command]
        if shutil.which(command[0]) is None:
            print(f"{command[0]} is not on this computer", file=sys.stderr)
            return 2
        seen = run_bounded(command)
        if asked.trace:
            seen["sockets"] = dict(sockets(log.read_text(encoding="utf-8").splitlines()))
    print(json.dumps(seen, indent=2))
    return 0 if is_good(seen) else 1


def run_bounded(command: list[str]) -> dict[str, object]:
    """Run a command in a session of its own under the bounds; what it said and what it left."""
    started = time.monotonic()
    peak, verdict = 0, ""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, start_new_session=True)
        while process.poll() is None and not verdict:
            family = session(process.pid)
            peak = max(peak, len(family))
            if len(family) > MOST_PROCESSES:
                verdict = f"more than {MOST_PROCESSES} processes"
            elif time.monotonic() - started > MOST_SECONDS:
                verdict = f"not done after {MOST_SECONDS} s"
            time.sleep(_LOOK_SECONDS)
        left = session(process.pid)
        end(left)
        process.wait()
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    return {
        "command": " ".join(command),
        "exit_code": process.returncode,
        "ended_because": verdict,
        "seconds": round(time.monotonic() - started, 1),
        "most_processes": peak,
        "left_over": len(left),
        "self_test": read(said),
    }


def read(said: str) -> object:
    """The JSON that the program printed, or its words."""
    try:
        return json.loads(said)
    except ValueError:
        return said


def is_good(seen: dict[str, object]) -> bool:
    """Exit code 0, nothing left, no verdict of ours, and not one socket of a network."""
    counted = seen.get("sockets", {})
    families = set(counted) if isinstance(counted, dict) else set()
    is_quiet = not families & _NETWORK
    return (
        seen["exit_code"] == 0 and not seen["ended_because"] and not seen["left_over"] and is_quiet
    )


def sockets(trace: Iterable[str]) -> Counter[str]:
    """How often each address family was asked for, refused or not."""
    return Counter(found[1] for line in trace if (found := _SOCKET.search(line)))


def session(leader: int) -> list[int]:
    """The living processes of a session, by their ids; only Linux tells."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        state, of_session = fields[0], int(fields[3])
        if of_session == leader and state not in "ZX":
            found.append(int(entry.name))
    return found


def end(processes: Iterable[int]) -> None:
    """Kill them all."""
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
