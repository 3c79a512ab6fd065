"""The real reader and the real worker, looked at from outside while they are at work."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lxml
import psutil
import pytest

from engine.documents.reading import Reader
from engine.isolation import landlock, seal, seccomp
from engine.worker import fake
from engine.worker.host import Host
from engine.worker.messages import LoadModel
from tests.engine.isolation import spying

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")

needs_landlock = pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")

THREADS_OF_WORKER = """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import engine.worker.llama
print(len(os.listdir("/proc/self/task")))
"""


def kernel_says(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def children() -> list[int]:
    return [child.pid for child in psutil.Process().children()]


@pytest.mark.skipif(seccomp.is_on() is None, reason="this kernel has no seccomp")
def test_a_reader_at_work_carries_the_filter(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    before = set(children())
    with Reader() as reader:
        reader.read(tmp_path / "a.txt")
        said = [kernel_says(pid) for pid in set(children()) - before]
    filtered = [one for one in said if one["Seccomp"] == "2"]
    assert [one["NoNewPrivs"] for one in filtered] == ["1"]


@pytest.mark.skipif(seccomp.is_on() is None, reason="this kernel has no seccomp")
def test_a_worker_at_work_carries_the_filter():
    host = Host(LoadModel("script"), fake.main)
    host.start()
    said = kernel_says(host.pid)
    host.stop()
    assert (said["Seccomp"], said["NoNewPrivs"]) == ("2", "1")


def outcomes(confine, *paths):
    """What a thread, confined on its own, gets of each path; the process stays as it was."""

    def look():
        said = [confine()]
        for path in paths:
            try:
                path.open("rb").close()
            except OSError as error:
                said.append(error.strerror)
            else:
                said.append("opened")
        return said

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(look).result()


@needs_landlock
def test_a_reader_keeps_what_the_program_needs_to_load_later_and_nothing_else(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    needed = (Path(json.__file__), Path(lxml.__file__), Path(seal.__file__), Path(sys.executable))
    foreign = (tmp_path / "a.txt", Path(__file__), Path("/etc/passwd"), Path("/proc/self/status"))
    assert outcomes(seal.confine_reader, *needed, *foreign) == [
        "", *["opened"] * len(needed), *["Permission denied"] * len(foreign),
    ]  # fmt: skip


@needs_landlock
def test_a_worker_keeps_its_model_and_what_finds_a_graphics_card(tmp_path):
    model, other = tmp_path / "model.gguf", tmp_path / "other.gguf"
    for path in (model, other):
        path.write_bytes(b"x")
    confined = outcomes(
        lambda: seal.confine_worker([model]),
        model,
        other,
        Path("/proc/self/status"),
        Path("/etc/passwd"),
        Path("/proc/cpuinfo"),
        Path(f"/proc/{os.getppid()}/cmdline"),
    )
    assert confined == [
        "", "opened", "Permission denied", "opened", "opened", "opened", "Permission denied",
    ]  # fmt: skip


@needs_landlock
def test_a_reader_that_a_document_took_over_can_open_neither_that_document_nor_another(tmp_path):
    for name in ("a.txt", "secret.txt"):
        (tmp_path / name).write_text(str(tmp_path / "secret.txt"))
    with Reader(run_child=spying.reader) as reader:
        assert reader.read(tmp_path / "a.txt").text == "Permission denied"


@needs_landlock
def test_a_worker_that_a_model_took_over_can_open_its_model_and_no_other_file(tmp_path):
    for name in ("model.gguf", "secret.txt"):
        (tmp_path / name).write_text("x")
    host = Host(LoadModel(str(tmp_path / "model.gguf")), spying.worker)
    ready = host.start()
    host.stop()
    assert ready.device == "model: read, secret: Permission denied, write: Permission denied"


@pytest.mark.model
def test_the_worker_is_confined_before_it_has_a_second_thread():
    done = subprocess.run(
        [sys.executable, "-c", THREADS_OF_WORKER],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "1"
