"""One packet on one machine: carried out, left alone when complete, waited for, stopped cleanly."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from engine.cluster.here import carried_out
from engine.cluster.lines import Answer, State, Wanted
from engine.cluster.packet import Stopper, carry_out, line_of


def read(path: Path) -> dict[str, object]:
    return json.loads(path.read_text())


def test_a_packet_is_gone_on_with_on_the_device_that_is_wanted(packet, wanted: Wanted):
    path = packet("a", [4])
    answer = carry_out(Wanted(wanted.program, "cpu"), str(path), Stopper())
    assert answer == Answer(str(path), State.COMPLETE, 0, 4, 4)
    assert (read(path)["tries"], read(path)["device"]) == (1, "cpu")


def test_a_complete_packet_is_left_alone(packet, wanted: Wanted):
    path = packet("a", [1], done=4)
    assert carry_out(wanted, str(path), Stopper()).state is State.COMPLETE
    assert "tries" not in read(path)


def test_a_packet_that_is_open_elsewhere_is_waited_for_a_while(packet, wanted: Wanted):
    freed, held = packet("a", ["locked", 4]), packet("b", ["locked"] * 9)
    assert carry_out(wanted, str(freed), Stopper(), pause=0.01).state is State.COMPLETE
    assert carry_out(wanted, str(held), Stopper(), busy_seconds=0).state is State.BUSY


def test_a_command_that_says_nothing_is_no_success(packet, wanted: Wanted):
    answer = carry_out(wanted, str(packet("a", ["dumb"])), Stopper())
    assert (answer.state, answer.said) == (State.OPEN, "The command line did not answer.")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no Ctrl+C for a single process")
def test_a_run_is_stopped_cleanly_when_whoever_began_it_dies(packet, wanted: Wanted):
    path = packet("a", ["hang"])
    with subprocess.Popen(
        line_of(wanted, str(path)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        while not path.with_suffix(".begun").exists():
            assert process.poll() is None
        process.stdin.close()
        answer = json.loads(process.stdout.read())
    assert (answer["state"], answer["done"], answer["said"]) == ("open", 1, "It was stopped.")
    assert read(path)["stopped"] is True


def test_nothing_begins_after_a_stop(packet, wanted: Wanted):
    stopper = Stopper()
    stopper.stop()
    path = packet("a", [4])
    assert carry_out(wanted, str(path), stopper).said == "It was stopped."
    assert "tries" not in read(path)


def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path):
    gone = Wanted((str(tmp_path / "gone"),))
    answer = carry_out(gone, "p", Stopper())
    assert (
        answer.said == f"“{tmp_path / 'gone'}” can't be started here (No such file or directory)."
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that can't be caught")
def test_a_process_that_is_killed_is_lost(packet, wanted: Wanted):
    answer = carried_out(wanted, str(packet("a", ["kill"])))
    assert (answer.state, answer.said) == (State.LOST, "The process that ran it ended with -9.")


def test_a_process_sees_the_graphics_cards_that_it_was_given(packet, wanted: Wanted):
    path = packet("a", [4])
    answer = carried_out(wanted, str(path), {"GGML_VK_VISIBLE_DEVICES": "2"})
    assert (answer.state, read(path)["cards"]) == (State.COMPLETE, "2")
