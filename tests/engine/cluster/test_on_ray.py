"""What Ray is asked for, and a drive on a real cluster of two workers where the extra is installed.

With it: `uv sync --extra cluster`, then `pytest tests/engine/cluster/test_on_ray.py`.
"""

import json
import sys
from importlib.util import find_spec

import pytest

from engine.cluster import on_ray
from engine.cluster.drive import drive
from engine.cluster.lines import Wanted
from engine.cluster.on_ray import OnRay, Share, environment, share_of
from engine.cluster.schedule import Schedule
from engine.errors import BadSetting

CARDS, PLAIN = {"CPU": 32.0, "GPU": 4.0}, {"CPU": 8.0}
needs_ray = pytest.mark.skipif(
    find_spec("ray") is None, reason="the extra “cluster” is not installed here"
)


@pytest.mark.parametrize(
    ("machines", "cpus", "gpus", "share"),
    [
        ([PLAIN, {"CPU": 16.0}], None, None, Share(8, 0.0)),
        ([PLAIN, {"CPU": 16.0}], 2, None, Share(2, 0.0)),
        ([CARDS], None, None, Share(8, 1.0)),
        ([CARDS, PLAIN], None, None, Share(8, 1.0)),
        ([CARDS, PLAIN], None, 0.0, Share(8, 0.0)),
        ([CARDS], None, 0.5, Share(4, 0.5)),
        ([{"CPU": 1.0, "GPU": 4.0}], None, None, Share(1, 1.0)),
    ],
)
def test_a_packet_takes_a_card_or_a_machine(machines, cpus, gpus, share: Share):
    assert share_of(machines, cpus, gpus) == share


@pytest.mark.parametrize("machines", [[PLAIN], [], [{"GPU": 2.0}]])
def test_what_no_machine_has_is_refused(machines):
    with pytest.raises(BadSetting, match="ask for fewer --gpus"):
        share_of(machines, None, 2.0)


def test_a_packet_sees_the_cards_that_ray_gave_it():
    assert environment([]) == {}
    assert environment([0, 2])["GGML_VK_VISIBLE_DEVICES"] == "0,2"


def test_without_ray_a_sentence_says_what_to_install(monkeypatch):
    def gone(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(on_ray, "import_module", gone)
    with pytest.raises(BadSetting, match="install the extra “cluster”, or use --here N"):
        OnRay(Wanted(), "auto", None, None)


@needs_ray
@pytest.mark.filterwarnings("default")
def test_two_workers_carry_packets_out_and_one_that_is_killed_is_made_good(packet, wanted):
    """The killed worker's run holds its packet until it is stopped, by us or by Ray itself."""
    paths = [packet("a", ["orphan", 4]), packet("b", [4]), packet("c", [1, "kill", 3])]
    schedule, told = Schedule([str(path) for path in paths]), list[str]()
    options = {"num_cpus": 2, "object_store_memory": 80_000_000, "include_dashboard": False}
    seats = OnRay(wanted, "local", 1, None, **options)
    try:
        drive(schedule, seats, told.append)
    finally:
        seats.close()
    assert schedule.given_up == {}
    ended = [json.loads(path.read_text()) for path in paths]
    assert [one["done"] for one in ended] == [4, 4, 4]
    assert [one["device"] for one in ended] == ["cpu"] * 3
    assert any("a.bonito is tried again: Ray lost it (WorkerCrashedError)." in one for one in told)


@needs_ray
@pytest.mark.filterwarnings("default")
def test_a_cluster_that_is_not_there_is_one_sentence():
    with pytest.raises(BadSetting, match="No Ray cluster answers at “auto”"):
        OnRay(Wanted((sys.executable,)), "auto", 1, None)
