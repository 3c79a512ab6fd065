"""Tasks for the experiment: written by the adapter that was named, kept by the engine's rules."""

import shutil

import pytest

pytest.importorskip("llama_cpp")

from models.library import find
from models.nano.build.authoring import write_tasks
from models.nano.build.lessons import read_lines

pytestmark = pytest.mark.model

TEXTS = [
    "The harbour office opens at nine. The last ferry returns from the island at six in summer.",
    "Bags must be left in the lockers by the door. The lockers take a coin, which is returned.",
]


def test_every_text_is_asked_about_and_what_is_well_formed_is_exported(tmp_path):
    other = tmp_path / "other.gguf"  # beside what the worker may read for itself
    shutil.copyfile(find("").adapter, other)
    write_tasks(TEXTS, other, tmp_path)
    (outcomes,) = read_lines(tmp_path / "outcomes.jsonl")
    assert sum(outcomes.values()) == len(TEXTS)
    tasks = read_lines(tmp_path / "tasks.jsonl")
    assert len(tasks) == outcomes["ok"]
    assert all(any(text in task["input"] for text in TEXTS) for task in tasks)


def test_an_adapter_that_is_not_there_ends_it(tmp_path):
    with pytest.raises(SystemExit, match="did not get to its end"):
        write_tasks(TEXTS, tmp_path / "missing.gguf", tmp_path)
