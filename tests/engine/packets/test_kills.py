"""A process that is killed while it packs or merges leaves all or nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.packets import merge, pack, pack_review
from engine.records import TaskFilter
from engine.store import Project, prove
from tests.engine.packets.fields import answer, answered, packed, planned, tables

ROOT = Path(__file__).resolve().parents[3]
# The process kills itself at the n-th call of a step, so that the moment is the same every time.
CHILD = """
import os, signal, sys
from pathlib import Path
from engine.packets import merge, pack, pack_review
from engine.records import TaskFilter
from engine.store import Project, packing
from engine.store.connection import Connection

place, name, left = {
    "pack": (packing, "move", 2),
    "review": (packing, "move", 1),
    "merge": (Connection, "write", 20),
}[sys.argv[1]]
step = getattr(place, name)

def counted(*arguments, **named):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return step(*arguments, **named)

with Project.open(Path(sys.argv[2])) as project:
    setattr(place, name, counted)
    if sys.argv[1] == "pack":
        pack(project, 1, 3, Path(sys.argv[3]))
    elif sys.argv[1] == "review":
        pack_review(project, TaskFilter(), Path(sys.argv[3]))
    else:
        merge(project, [Path(sys.argv[3])])
"""


def killed(kind: str, work: Path, other: Path) -> bool:
    command = [sys.executable, "-c", CHILD, kind, str(work), str(other)]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=120, stderr=subprocess.DEVNULL)
    return done.returncode < 0


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.bonito"
    planned(path, documents=2)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_no_half_packet_has_a_name_of_its_own(work: Path, tmp_path: Path):
    stick = tmp_path / "stick"
    stick.mkdir()
    assert killed("pack", work, stick)
    [whole] = [one for one in stick.iterdir() if "unfinished" not in one.name]
    assert whole.name == "work-run1-part-1-of-3.bonito"
    with Project.open(whole) as packet:
        assert answer(packet) == 8
    with Project.open(work) as project:
        assert merge(project, [whole])[0].added == 8
        pack(project, 1, 2, stick)
        assert sorted(one.name for one in stick.iterdir()) == [
            "work-run1-part-1-of-2.bonito",
            "work-run1-part-1-of-3.bonito",
            "work-run1-part-2-of-2.bonito",
        ]
    assert prove(work).problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_process_left_of_a_packet_for_review_goes_with_the_next_try(work: Path):
    with Project.open(work) as project:
        assert answer(project) == 24
    stick = work.parent / "stick"
    stick.mkdir()
    of_another = stick / "for-benjamin (unfinished).bonito"
    of_another.write_bytes(b"")
    assert killed("review", work, stick / "for-ben.bonito")
    assert len(list(stick.glob("for-ben (unfinished*"))) >= 1
    with Project.open(work) as project:
        pack_review(project, TaskFilter(), stick / "for-ben.bonito")
    assert sorted(one.name for one in stick.iterdir()) == ["for-ben.bonito", of_another.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_project_is_as_it_was_when_a_merge_is_killed(work: Path):
    paths = answered(packed(work, 1))
    before = tables(work)
    assert killed("merge", work, paths[0])
    assert tables(work) == before
    with Project.open(work) as project:
        assert merge(project, paths)[0].added == 24
    assert prove(work).problems == ()
