"""The commands by which the office's IT sees the same without trusting the application."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repetition:
    """A command line for a terminal, and what it shows."""

    purpose: str
    command: str


def repeating(platform: str = sys.platform) -> tuple[Repetition, ...]:
    """For a terminal on the platform."""
    return _OF.get(platform, _OF["linux"])


_TRACED = (
    "strace -f -qq -e trace=socket,io_uring_setup bonito-desktop demo --out /tmp/traced 2>&1"
    r" | grep -E 'AF_(INET|NETLINK|PACKET)|io_uring_setup\(.*= [0-9]'"
)
_STATUS = (
    "for p in $(pgrep -f 'bonito-desktop|multiprocessing');"
    " do grep -H Seccomp: /proc/$p/status; done"
)
_RULE = (
    "New-NetFirewallRule -DisplayName 'Bonito Desktop' -Direction Outbound -Action Block"
    r" -Program 'C:\Program Files\Bonito Desktop\bonito-desktop.exe'"
)

_OF = {
    "linux": (
        Repetition(
            "The whole flow where there is no network at all; it ends as it does elsewhere",
            "unshare -rn bonito-desktop demo --out /tmp/without-network",
        ),
        Repetition("Every call of every process, as the kernel sees it: prints nothing", _TRACED),
        Repetition("While it runs: “Seccomp: 2” for each process, from the kernel", _STATUS),
        Repetition("While it runs: no line of it", "ss -tunap | grep -E 'bonito|python'"),
    ),
    "darwin": (
        Repetition(
            "While it runs: no line (not run by us on macOS)", "lsof -nP -i -a -c bonito-desktop"
        ),
    ),
    "win32": (
        Repetition("Once, as administrator: bar it (not run by us on Windows)", _RULE),
        Repetition(
            "While it runs: no line (not run by us on Windows)",
            "Get-NetTCPConnection -OwningProcess (Get-Process bonito-desktop).Id",
        ),
    ),
}
