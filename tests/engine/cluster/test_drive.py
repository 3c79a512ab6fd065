"""A whole drive on this computer: order, tries, merging, and how it is told."""

import json
import os
from pathlib import Path

import pytest

from engine.cluster.__main__ import main
from engine.cluster.drive import drive, found_packets, merge
from engine.cluster.here import Here
from engine.cluster.lines import Wanted
from engine.cluster.schedule import Schedule
from engine.errors import BadSetting


def test_packets_are_files_and_those_in_folders_without_their_backups(packet, tmp_path: Path):
    for name in ("b", "a", "a (backup 2026-11-22 14.05.01)", "other (1)"):
        packet(name, [])
    (tmp_path / "notes.txt").touch()
    named = [Path(one).stem for one in found_packets([tmp_path, tmp_path / "b.bonito"])]
    assert named == ["a", "b", "other (1)"]


def test_no_packet_is_a_sentence(tmp_path: Path):
    with pytest.raises(BadSetting, match="make some with"):
        found_packets([tmp_path])
    with pytest.raises(BadSetting, match=r"There is no packet “.*gone\.bonito”"):
        found_packets([tmp_path / "gone.bonito"])


def test_every_packet_is_carried_out_and_what_was_killed_goes_on(packet, wanted: Wanted):
    paths = [packet("a", [4]), packet("b", [1, "kill", 3]), packet("c", [2, 2])]
    schedule, told = Schedule([str(path) for path in paths]), list[str]()
    seats = Here(wanted, 2)
    drive(schedule, seats, told.append)
    seats.close()
    assert schedule.given_up == {}
    assert [json.loads(path.read_text())["done"] for path in paths] == [4, 4, 4]
    assert any("tried again: The process that ran it ended with -9" in line for line in told)
    assert told[-1].startswith("3 of 3 packets, ")


def test_closing_stops_what_runs(packet, wanted: Wanted):
    path = packet("a", ["hang"])
    seats = Here(wanted, 1)
    seats.begin(str(path))
    while not path.with_suffix(".begun").exists():
        pass
    seats.close()
    assert json.loads(path.read_text())["stopped"] is True


def test_merging_takes_many_at_once_and_names_what_is_refused(packet, wanted, tmp_path: Path):
    project, told = tmp_path / "work", list[str]()
    good, foreign = packet("a", []), packet("b", [], foreign=True)
    assert merge(wanted, str(project), [str(good)] * 3, told.append) == []
    assert json.loads(project.read_text()) == ["a.bonito"] * 3
    assert merge(wanted, str(project), [str(good), str(foreign)], told.append) == [str(foreign)]
    assert f"{foreign} is not merged: It is of another project." in told


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script here")
def test_the_command_is_done_when_all_is_complete_and_merged(packet, tmp_path: Path, capsys):
    import sys

    from tests.engine.cluster.conftest import STAND_IN

    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {STAND_IN} "$@"\n')
    program.chmod(0o700)
    packet("a", [4]), packet("b", [4])
    asked = [str(tmp_path), "--here", "2", "--program", str(program), "--tries", "1"]
    assert main([*asked, "--into", str(tmp_path / "work")]) == 0
    assert json.loads((tmp_path / "work").read_text()) == ["a.bonito", "b.bonito"]
    packet("c", [0])
    assert main(asked) == 1
    assert "c.bonito is given up after 1 try: The worker crashed." in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--here", "0", "p"],
        ["p"],
        ["--here", "1", "--address", "auto", "p"],
        ["--here", "1", "--gpus", "-1", "p"],
        ["--here", "1", "--gpus", "nan", "p"],
    ],
)
def test_wrong_usage_is_told_as_usage(arguments: list[str], capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_what_can_not_be_done_is_one_sentence(tmp_path: Path, capsys):
    assert main([str(tmp_path), "--here", "1"]) == 1
    assert capsys.readouterr().err == (
        "There is no packet there; make some with “bonito-desktop pack”.\n"
    )
