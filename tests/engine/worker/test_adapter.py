"""A LoRA adapter laid over a model: what stands in for Nano where it was not merged."""

import gc
from pathlib import Path

import pytest

from engine.tasks.prompts import build
from engine.tasks.types import task_type
from engine.worker.batch import Batch, RunnerError
from engine.worker.llama import load
from engine.worker.messages import Generate, Generated, LoadModel
from models.library import find
from models.prompting import prompting

pytestmark = pytest.mark.model

PASSAGE = "The harbour office opens at nine. The last ferry returns from the island at six."


def answer(adapter: str) -> str:
    base = str(find("nano-adapter").path)
    model = load(LoadModel(base, slot_tokens=256, adapter=adapter))
    assert model.runner is not None
    prompt = build(prompting("bonito"), task_type("qa"), PASSAGE)
    batch = Batch(model.runner)
    batch.add(Generate(1, prompt.segments, 1, 0.0, 1.0, 80))
    reports = []
    while not batch.is_idle:
        reports += batch.step()
    model.close()
    (report,) = reports
    assert isinstance(report, Generated)
    return report.text


def test_the_adapter_teaches_the_format_that_the_model_alone_does_not_know():
    assert answer("").count("<|pipe|>") != 1
    assert answer(str(find("nano-adapter").adapter)).count("<|pipe|>") == 1


def test_a_file_that_is_no_adapter_of_this_model_is_refused(tmp_path: Path):
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"GGUF")
    with pytest.raises(RunnerError, match=r"its adapter wrong\.gguf does not belong to it"):
        load(LoadModel(str(find("nano-adapter").path), slot_tokens=256, adapter=str(wrong)))


def test_a_model_that_is_gone_leaves_no_trap_for_the_next():
    """llama.cpp keeps one log callback for the process; freed with a model, it ends the next."""
    for _round in range(3):
        answer("")
        with pytest.raises(RunnerError):
            load(LoadModel("no such file.gguf"))
        gc.collect()
