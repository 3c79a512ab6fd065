import re

import pytest

from models.catalogue import catalogue, recognise
from models.prompting import prompting


def test_names_and_files_are_unique():
    entries = catalogue()
    assert len({entry.name for entry in entries}) == len(entries)
    assert len({(entry.file.casefold(), entry.adapter) for entry in entries}) == len(entries)


def test_names_can_be_typed():
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_-]*", entry.name) for entry in catalogue())


def test_each_entry_says_where_it_comes_from_and_how_it_is_prompted():
    for entry in catalogue():
        assert entry.title
        assert entry.repository.count("/") == 1
        assert entry.licence_url.startswith("https://")
        assert entry.size_bytes > 50_000_000
        assert prompting(entry.prompting).name == entry.prompting


def test_nano_comes_first_then_as_an_adapter_then_its_base_alone():
    nano, adapter, base, *others = catalogue()
    assert (nano.name, nano.prompting, nano.adapter) == ("nano", "nano", "")
    assert (adapter.name, adapter.prompting, adapter.adapter) == (
        "nano-adapter",
        "nano",
        "nano/nano.gguf",
    )
    assert (base.file, base.prompting, base.adapter) == (adapter.file, "smollm2", "")
    assert [entry.embedded for entry in (nano, adapter, base)] == [True, True, True]
    assert not any(entry.embedded for entry in others)


def test_both_forms_of_nano_are_asked_alike_and_the_merged_file_s_name_begins_its_hash():
    nano, adapter, *_others = catalogue()
    for one in (nano, adapter):
        assert (one.composed, one.poor_types, one.best_types) == (
            nano.composed,
            nano.poor_types,
            nano.best_types,
        )
    assert nano.stand_in == adapter.name
    assert nano.file == f"nano-{nano.sha256[:8]}.gguf"


def test_the_same_quantisation_of_two_people_is_two_entries():
    names = [entry.name for entry in catalogue() if "q4_k_m" in entry.file.lower()]
    assert names == [
        "bonito-v1-q4_k_m",
        "bonito-v1-q4_k_m-mradermacher",
        "bonito-v1-i1-q4_k_m",
        "bonito-v1-q4_k_m-pacozaa",
    ]


@pytest.mark.parametrize(
    ("file_name", "general_name", "name"),
    [
        ("bonito-v1_q4_k_m.gguf", "", "bonito-v1-q4_k_m"),
        ("BONITO-V1.Q4_K_M.GGUF", "", "bonito-v1-q4_k_m-mradermacher"),
        ("SmolLM2-135M-Instruct.Q4_1.gguf", "", "nano-adapter"),
        ("copy.gguf", "Nano of Bonito Desktop", "nano"),
        ("smollm2-135m-instruct-q8_0.gguf", "", "smollm2-135m-instruct"),
        ("a.gguf", "Smollm2 135M 8k Lc100K Mix1 Ep2", "smollm2-135m-instruct"),
        ("bonito-v1_q4_k_m.gguf", "Smollm2 135M 8k Lc100K Mix1 Ep2", "bonito-v1-q4_k_m"),
    ],
)
def test_a_known_file_is_recognised(file_name, general_name, name):
    entry = recognise(file_name, general_name)
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize("file_name", ["a.gguf", "SmolLM2-1.7B-Instruct.gguf", ""])
def test_a_stranger_is_not_recognised(file_name):
    assert recognise(file_name, "Llama 3.1 8B Bonito") is None
