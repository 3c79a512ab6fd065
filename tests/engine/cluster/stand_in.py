"""A program that answers as the command line does, for packets that are small JSON files.

A packet says what becomes of each try: `plan` lists the units that the next tries make, or words:
"hang" waits until Ctrl+C, "locked" finds it open elsewhere, "dumb" prints nothing, "kill" kills
whoever started it, "orphan" kills whoever started that and waits until Ctrl+C, and keeps the
packet meanwhile. What was done to it is written back.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path

import psutil

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

LOCKED = {"error": {"title": "Project is open elsewhere", "message": "It is open elsewhere."}}
STOPPED = threading.Event()


def say(content: object) -> None:
    print(json.dumps(content))  # noqa: T201


def status(packet: Path) -> int:
    content = json.loads(packet.read_text())
    planned = content["planned"]
    say({"units": {"planned": planned, "open": planned - content["done"]}})
    return 0


def run(packet: Path) -> int:
    owned = packet.with_suffix(".owned").open("w")
    if fcntl is not None:
        try:
            fcntl.flock(owned, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(LOCKED)
            return 1
    content = json.loads(packet.read_text())
    step = content["plan"].pop(0) if content["plan"] else 0
    content["tries"] = content.get("tries", 0) + 1
    content["device"] = sys.argv[sys.argv.index("--device") + 1]
    content["cards"] = os.environ.get("GGML_VK_VISIBLE_DEVICES", "")
    if step == "orphan":
        packet.write_text(json.dumps(content))
        os.kill(psutil.Process(os.getppid()).ppid(), signal.SIGKILL)
        step = "hang"
    if step == "hang":
        packet.with_suffix(".begun").touch()
        STOPPED.wait(60)
        content["stopped"] = STOPPED.is_set()
        step = 1
    if isinstance(step, int):
        content["done"] = min(content["done"] + step, content["planned"])
    packet.write_text(json.dumps(content))
    if step == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
    elif step == "locked":
        say(LOCKED)
    elif step != "dumb":
        is_done = content["done"] == content["planned"]
        error = {} if is_done else {"error": {"title": "", "message": "The worker crashed."}}
        say({"units_done": content["done"], "units_planned": content["planned"], **error})
    return 0


def merge(project: Path, packets: list[Path]) -> int:
    merged = json.loads(project.read_text()) if project.exists() else []
    for packet in packets:
        if json.loads(packet.read_text()).get("foreign"):
            say({"error": {"title": "", "message": "It is of another project."}})
            return 1
        merged.append(packet.name)
        project.write_text(json.dumps(merged))
    say({})
    return 0


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGINT, lambda *_: STOPPED.set())
    command, first, *rest = arguments
    if command == "merge":
        return merge(Path(first), [Path(one) for one in rest if one.endswith(".bonito")])
    return {"status": status, "run": run}[command](Path(first))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
