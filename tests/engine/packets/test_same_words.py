"""What is promised of one sequence at a time: packets give byte for byte what one run gives."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from engine import runs
from engine.export import ExportRequest, export
from engine.packets import merge, pack
from engine.records import Sampling
from engine.store import Project, prove
from tests.harbour import NOTICE, Events, harbour, request

pytestmark = pytest.mark.model
NAMES = ("office", "gate")


def resumed(path: Path) -> None:
    with Project.open(path) as project:
        assert runs.resume(project, 1, Events(), device="cpu").wait(110) is not None


def exported(path: Path) -> bytes:
    target = path.with_suffix("")
    with Project.open(path) as project:
        export(project, ExportRequest(target, only_accepted=False))
    assert prove(path).problems == ()
    return (target / "train.jsonl").read_bytes()


def test_two_packets_export_what_the_whole_run_exports(tmp_path: Path):
    whole, stick = tmp_path / "whole.bonito", tmp_path / "stick"
    with harbour(tmp_path, [NOTICE.format(name=name) for name in NAMES]) as project:
        wanted = replace(
            request(tmp_path),
            model="default",
            task_types=("text_gen",),
            slots=1,
            sampling=Sampling(temperature=1, max_tokens=60, seed=7),
        )
        runs.plan_only(project, wanted)
        split = project.path
    copyfile(split, whole)
    resumed(whole)
    with Project.open(split) as project:
        paths = [one.path for one in pack(project, 1, 2, stick).files]
    for path in reversed(paths):
        resumed(path)
        with Project.open(split) as project:
            merge(project, [path])
    rows = exported(whole)
    assert rows.count(b"\n") >= 1
    assert exported(split) == rows
