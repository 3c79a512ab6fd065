"""What is remembered of devices, and what becomes of a file that is none."""

from pathlib import Path

import pytest

from engine.devices.notes import DeviceNotes, Trial


@pytest.fixture
def notes(tmp_path: Path) -> DeviceNotes:
    return DeviceNotes(tmp_path / "new" / "devices.json")


def test_a_device_is_kept_out_until_it_is_forgiven(notes: DeviceNotes):
    assert not notes.kept_out("card 1")
    notes.keep_out("card 1", "it crashed")
    assert notes.kept_out("card 1") == "it crashed"
    assert not notes.kept_out("card 2")  # another driver or build
    assert notes.forgive() == 1
    assert not notes.kept_out("card 1")


def test_a_start_without_an_end_keeps_the_device_out(notes: DeviceNotes):
    notes.begin("card 1")
    assert "ended while it was starting" in notes.kept_out("card 1")
    notes.end("card 1")
    assert not notes.kept_out("card 1")


def test_a_trial_is_known_again_for_this_model_alone(notes: DeviceNotes):
    notes.note_trial("card 1", "nano", Trial(9.5))
    notes.note_trial("card 1", "large", Trial(0.5, "wrong"))
    assert notes.trial("card 1", "nano") == Trial(9.5)
    assert notes.trial("card 1", "large") == Trial(0.5, "wrong")
    assert notes.trial("card 2", "nano") is None


@pytest.mark.parametrize(
    "content", ["", "[]", "no json", '{"trials": 5}', '{"trials": {"card 1 nano": {"times": "x"}}}']
)
def test_a_file_that_is_none_counts_as_empty(tmp_path: Path, content: str):
    file = tmp_path / "devices.json"
    file.write_text(content, encoding="utf-8")
    notes = DeviceNotes(file)
    assert notes.trial("card 1", "nano") is None
    notes.note_trial("card 1", "nano", Trial(2.0))
    assert notes.trial("card 1", "nano") == Trial(2.0)


def test_old_notes_make_room_for_new_ones(notes: DeviceNotes):
    for number in range(205):
        notes.keep_out(f"card {number}", "it crashed")
    assert not notes.kept_out("card 0")
    assert notes.kept_out("card 204")


def test_only_a_faster_device_that_computes_rightly_has_won():
    assert Trial(1.1).is_won
    assert not Trial(0.9).is_won
    assert not Trial(9.0, "it computes something else").is_won
