"""What `models devices` prints of the devices it is given, and of what is remembered of them."""

import io
import json
from argparse import Namespace

import pytest

from engine.cli import devices
from engine.cli.output import Output
from engine.devices.choosing import key_of
from engine.devices.finding import device_notes, driver_stamp
from engine.devices.notes import Trial
from engine.records import FoundDevices, Unusable
from engine.worker import variants
from tests.engine.devices.odd_probes import CARD

FOUND = FoundDevices((CARD,), (Unusable("cuda", "Its driver crashed."),))


def listed(*, as_json: bool = False, try_again: bool = False) -> str:
    out = io.StringIO()
    devices.list_devices(
        Namespace(try_again=try_again), Output(out, io.StringIO(), as_json=as_json)
    )
    return out.getvalue()


@pytest.fixture
def _one_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """No driver of this computer is asked."""
    monkeypatch.setattr(devices, "look_anew", lambda _notes, _stamp: FOUND)


@pytest.mark.usefixtures("_one_card")
def test_a_device_is_listed_with_its_trials_and_why_it_is_kept_out():
    key = key_of(CARD, driver_stamp())
    device_notes().keep_out(key, "its driver failed in an earlier run")
    device_notes().note_trial(key, "0123456789abcdef", Trial(9.04))
    device_notes().note_trial(key, "fedcba9876543210 aa", Trial(0.0, "it failed in a trial (x)."))
    out = listed()
    assert "Card 9: discrete, Vulkan, driver d 1, 10.0 of 20.0 GB free" in out
    assert "not used by itself: its driver failed in an earlier run; bonito-desktop models" in out
    assert "with the model 0123456789abcdef…: 9.0 times the CPU" in out
    assert "with the model fedcba9876543210…: it failed in a trial (x)\n" in out
    assert "cuda: Its driver crashed." in out
    [card] = json.loads(listed(as_json=True))["devices"]
    assert card["kept_out"] == "its driver failed in an earlier run"
    assert card["trials"][0] == {
        "model_sha256": "0123456789abcdef", "times_the_cpu": 9.04, "fault": "",
    }  # fmt: skip


@pytest.mark.usefixtures("_one_card")
def test_trying_again_forgets_what_was_seen_of_cards_and_of_the_processor():
    device_notes().keep_out(key_of(CARD, driver_stamp()), "it failed")
    variants.pass_over(0)
    assert "slower library is used" in listed()
    told = json.loads(listed(as_json=True, try_again=True))
    assert (told["forgiven"], told["cpu"]["libraries_passed_over"]) == (2, 0)
    assert told["devices"][0]["kept_out"] == ""
    assert "slower library" not in listed()
