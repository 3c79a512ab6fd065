from pathlib import Path

import pytest

from engine.errors import MachineUnreadable
from engine.runs import machine
from engine.runs.machine import Machine, choose, fit_now, this_machine
from models.fit import fit
from models.gguf import GgufHeader, read_header
from models.library import embedded_path

GIB = 2**30


@pytest.fixture(scope="module")
def header() -> GgufHeader:
    return read_header(Path(embedded_path()))


def test_with_memory_to_spare_there_are_as_many_slots_as_help(header: GgufHeader):
    setup = choose(header, Machine(4, 16 * GIB), 600, 256)
    assert (setup.slots, setup.threads, setup.fits) == (16, 4, True)


def test_slots_grow_with_the_free_memory_and_never_shrink(header: GgufHeader):
    slots = [choose(header, Machine(2, n * GIB // 16), 700, 256).slots for n in range(4, 60)]
    assert slots == sorted(slots)
    assert {1, 16} < set(slots)


def test_a_tight_fit_is_a_fit_and_less_is_none(header: GgufHeader):
    tight = choose(header, Machine(2, 400 * 2**20), 100, 100)
    none = choose(header, Machine(2, 200 * 2**20), 100, 100)
    assert tight.fits
    assert tight.sentence.startswith("Just fits")
    assert (none.fits, none.slots) == (False, 1)
    assert none.sentence.startswith("Does not fit")


def test_the_number_of_slots_can_be_given(header: GgufHeader):
    assert choose(header, Machine(2, 16 * GIB), 600, 256, slots=16).slots == 16
    assert not choose(header, Machine(2, GIB // 4), 600, 256, slots=16).fits


def test_a_slot_holds_prompt_and_answer_in_steps_of_llama_cpp(header: GgufHeader):
    assert choose(header, Machine(2, GIB), 600, 256).slot_tokens == 1024
    assert choose(header, Machine(2, GIB), 512, 256).slot_tokens == 768


def test_a_slot_is_never_longer_than_what_the_model_was_made_for(header: GgufHeader):
    setup = choose(header, Machine(2, GIB), 100_000, 256)
    assert setup.slot_tokens == header.context_length


def test_this_machine_has_cores_and_memory():
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.free_bytes > 2**20


def test_a_system_that_tells_nothing_is_a_known_problem(monkeypatch):
    def missing() -> None:
        raise FileNotFoundError(2, "No such file", "/proc/meminfo")

    monkeypatch.setattr(machine.psutil, "virtual_memory", missing)
    with pytest.raises(MachineUnreadable, match="mount /proc"):
        this_machine()


def test_the_fit_now_is_that_of_one_sequence_in_the_memory_that_is_free(header: GgufHeader):
    found = fit_now(header)
    assert found.free_bytes > 0
    assert found.needed_bytes == fit(header, 1, 1024, 0).needed_bytes
