"""Linux: the whole way without a network, and under the eyes of strace.

A watch that sees nothing proves nothing, so each has a control: something that it must see.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.demo import SAMPLES
from tests.engine.isolation import proving
from tests.models.gguf_files import gguf

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace and namespaces are Linux's")

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "engine" / "samples" / SAMPLES[2]
WATCHED = "%network,io_uring_setup,execve,openat,mkdir"
MADE_FILE = re.compile(r'(?:openat\(AT_FDCWD, "([^"]+)", [^)]*O_CREAT|mkdir\("([^"]+)")')
NETWORK_SOCKET = re.compile(r"\bsocket\(AF_(?!UNIX\b|LOCAL\b)")
OPEN_SOCKET = "import socket; socket.socket().close()"
COUNT_INTERFACES = "import socket; print(*(name for _, name in socket.if_nameindex()))"


def run(*command: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, **more,
    )  # fmt: skip


@dataclass(frozen=True)
class Tool:
    """What a command is put behind, or why that can't be done here."""

    command: list[str] = field(default_factory=list)
    lacks: str = ""

    def needed(self) -> list[str]:
        return self.command or pytest.skip(self.lacks)


@pytest.fixture(scope="module")
def apart() -> Tool:
    """Puts a command into a network namespace with nothing but an unused loopback."""
    tool = shutil.which("unshare")
    if tool is None:
        return Tool(lacks="there is no unshare here")
    for options in ("-rn", "-n"):
        tried = run(tool, options, sys.executable, "-c", COUNT_INTERFACES)
        if tried.returncode == 0:
            assert tried.stdout.split() == ["lo"]
            return Tool([tool, options])
    return Tool(lacks=f"no network namespace may be made here: {tried.stderr.strip()}")


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Runs a command and writes down its calls and those of all its children.

    Without --seccomp-bpf, which is faster: our own filter would hide what it refuses.
    """
    tool = shutil.which("strace")
    if tool is None:
        return Tool(lacks="strace is not installed")
    trace = tmp_path_factory.mktemp("control") / "trace"
    command = [tool, "-f", "-qq", "-e", f"trace={WATCHED}", "-o"]
    tried = run(*command, trace, sys.executable, "-c", OPEN_SOCKET)
    if tried.returncode:
        return Tool(lacks=f"strace may not watch here: {tried.stderr.strip()}")
    assert NETWORK_SOCKET.search(trace.read_text()), "the control was not seen"
    return Tool(command)


def calls(trace: Path) -> tuple[list[str], set[str]]:
    """The calls that reach for a network, and the processes that were watched."""
    lines = trace.read_text().splitlines()
    reached = [line for line in lines if NETWORK_SOCKET.search(line) or "io_uring_setup(" in line]
    return reached, {line.split()[0] for line in lines if "execve(" in line}


@pytest.fixture(scope="module")
def made(apart: Tool, watch: Tool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo in `demo`, made without a network and watched where both can be.

    Its trace is `trace`. What it makes is open to everybody unless it sees to that itself.
    """
    folder = tmp_path_factory.mktemp("made")
    (folder / "tiny.gguf").write_bytes(gguf())
    (folder / "temporary").mkdir()
    behind = [*apart.command, *watch.command, *([folder / "trace"] if watch.command else [])]
    program = [sys.executable, "-B", "-m", proving.__name__, "demo"]
    done = run(
        *behind, *program, folder / "demo", folder / "tiny.gguf",
        env={**os.environ, "TMPDIR": str(folder / "temporary")}, umask=0,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def test_the_demo_runs_where_there_is_no_network(apart: Tool, made: Path):
    assert apart.needed()
    assert (made / "demo" / "export" / "manifest.json").is_file()


def test_the_demo_never_reaches_for_a_network(watch: Tool, made: Path):
    assert watch.needed()
    reached, processes = calls(made / "trace")
    assert reached == []
    assert len(processes) >= 4, "the application, Python's tracker, a reader and a worker"


def test_the_demo_makes_no_file_but_where_it_was_asked_to(watch: Tool, made: Path):
    assert watch.needed()
    found = MADE_FILE.findall((made / "trace").read_text())
    paths = [Path(opened or folder) for opened, folder in found]
    demo = made / "demo"
    assert demo / "demo.bonito" in paths, "the control was not seen"
    assert [path for path in paths if not path.is_relative_to(demo)] == []


def test_what_is_written_is_the_user_s_alone_and_nothing_is_left_in_the_temporary_folder(
    made: Path,
):
    written = [made / "demo", *(made / "demo").rglob("*")]
    assert len(written) > len(SAMPLES)
    assert [path for path in written if path.stat().st_mode & 0o077] == []
    assert list((made / "temporary").iterdir()) == []


def on_one_core() -> None:
    """llama.cpp's threads wait for each other by system calls, and each stops for the watch."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@pytest.mark.model
def test_the_embedded_model_never_reaches_for_a_network(watch: Tool, apart: Tool, tmp_path: Path):
    trace = tmp_path / "trace"
    program = [sys.executable, "-m", proving.__name__, "short_run", tmp_path, SAMPLE]
    done = run(*apart.needed(), *watch.needed(), trace, *program, preexec_fn=on_one_core)
    assert done.returncode == 0, done.stderr
    assert calls(trace)[0] == []


def test_the_command_finds_a_sealed_application_sealed():
    done = run(sys.executable, "-m", "desktop", "isolation", "--json")
    told = json.loads(done.stdout)
    assert [check for check in told["checks"] if check["state"] == "fails"] == []
    assert done.returncode == 0
    if Path("/proc/self/status").read_text().find("Seccomp:") < 0:
        pytest.skip("this kernel has no seccomp, so less can be verified")
    assert told["summary"] == "Offline: verified"


def test_the_command_finds_an_open_application_open():
    program = "import sys; from engine.cli import main; sys.exit(main(['isolation', '--json']))"
    done = run(sys.executable, "-c", program)
    assert done.returncode == 1
    failing = {row["name"] for row in json.loads(done.stdout)["checks"] if row["state"] == "fails"}
    assert {"python-network", "native-network", "core-files"} <= failing
    assert not failing & {"child-sockets", "reader-files", "worker-files"}
