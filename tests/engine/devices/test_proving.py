"""A device against the CPU: what wins, and what counts as computing something else."""

import math

import pytest

from engine.devices.choosing import Choice
from engine.devices.proving import Bounds, compare, prove, relative_error
from engine.records import Device, DeviceKind
from engine.worker import fake
from engine.worker.host import Host
from engine.worker.messages import LoadModel, Measured

CPU = Measured(2.0, 2.0, (1, 2, 3, 4), (1.0, -2.0, 3.0))


def test_the_speed_is_told_in_the_cpus():
    trial = compare(CPU, Measured(0.5, 0.3, (1, 2, 3, 4), (1.01, -2.0, 3.0)))
    assert trial.times == pytest.approx(5.0)
    assert trial.is_won


@pytest.mark.parametrize(
    ("best", "logits"),
    [
        ((1, 2, 9, 9), (1.0, -2.0, 3.0)),
        ((1, 2, 3, 4), (1.0, -1.0, 3.0)),
        ((1, 2, 3, 4), (0.0, 0.0, 0.0)),
        ((1, 2, 3, 4), (1.0, -2.0)),
    ],
)
def test_other_tokens_or_logits_are_a_fault(best: tuple[int, ...], logits: tuple[float, ...]):
    assert compare(CPU, Measured(0.1, 0.1, best, logits)).fault


def test_one_near_tie_is_no_fault():
    assert compare(CPU, Measured(0.1, 0.1, (1, 2, 3, 9), CPU.logits)).is_won


def test_the_error_of_nothing_is_not_a_number():
    assert math.isnan(relative_error((), ()))
    assert relative_error((3.0, 4.0), (3.0, 4.5)) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("device", "fault", "is_won"),
    [
        ("script:good", "", True),
        (fake.DEVICE_SLOW, "", False),
        (fake.DEVICE_WRONG, "computes something else", False),
        (fake.DEVICE_CRASH, "failed in a trial (The worker ended by itself", False),
        (fake.DEVICE_REFUSE, "not enough memory", False),
    ],
)
def test_each_kind_of_device_gets_its_verdict(device: str, fault: str, is_won: bool):
    cpu = LoadModel("tiny.gguf")
    choice = Choice(cpu, LoadModel("tiny.gguf", device=device, gpu_layers=3))
    trial = prove(choice, lambda load: Host(load, fake.main))
    assert fault in trial.fault
    assert bool(trial.fault) == bool(fault)
    assert trial.is_won == is_won


def test_a_trial_goes_on_with_a_library_that_runs_on_this_processor():
    cpu = LoadModel(f"{fake.ILLEGAL}.gguf")
    choice = Choice(cpu, LoadModel("tiny.gguf", device="script:good", gpu_layers=3))
    assert prove(choice, lambda load: Host(load, fake.main)).is_won


@pytest.mark.parametrize("kind", [DeviceKind.SOFTWARE, DeviceKind.INTEGRATED])
def test_a_device_that_is_at_it_for_too_long_has_lost(kind: DeviceKind):
    cpu = LoadModel("tiny.gguf")
    card = Device("Card 9", "", kind, "Vulkan", "d 1.2", 10**10, 10**10)
    choice = Choice(cpu, LoadModel("tiny.gguf", device=fake.DEVICE_CRAWL, gpu_layers=3), card)
    bounds = Bounds(compiling=0.2, software=0.1)
    trial = prove(choice, lambda load: Host(load, fake.main), bounds)
    assert not trial.is_won
    assert trial.fault == "it is slower than the CPU, and was not done after 0 seconds"
