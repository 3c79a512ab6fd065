"""The real model, in this process: what goes in and out of llama.cpp."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.records import StopReason
from engine.worker import llama
from engine.worker.batch import Batch, RunnerError
from engine.worker.llama import LlamaModel, LlamaRunner, load
from engine.worker.messages import Generate, Generated, LoadModel
from models.library import embedded_path
from models.prompting import Segment

pytestmark = pytest.mark.model

TEXT = "The harbour office opens at nine. The last ferry returns at six. Dogs use the lower deck."
OPENINGS = ("The capital of France is", "Two and two make", "In the morning the ferry")


def prompt(text: str) -> tuple[Segment, ...]:
    return (Segment(text, is_markup=False),)


def finish(runner: LlamaRunner, *units: Generate) -> dict[int, Generated]:
    batch, ended = Batch(runner), dict[int, Generated]()
    for unit in units:
        batch.add(unit)
    while not batch.is_idle:
        for one in batch.step():
            assert isinstance(one, Generated)
            ended[one.unit_id] = one
    return ended


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaModel]:
    loaded = load(LoadModel(str(embedded_path()), slots=3, slot_tokens=256, batch_tokens=32))
    yield loaded
    loaded.close()


@pytest.fixture
def runner(model: LlamaModel) -> LlamaRunner:
    assert model.runner is not None
    return model.runner


def test_one_slot_writes_exactly_what_the_high_level_api_writes():
    """The bare base: Nano's first two words are a near tie, which the size of a batch decides."""
    from llama_cpp import Llama

    path = str(embedded_path("nano-adapter"))
    one = load(LoadModel(path, slots=1, slot_tokens=256, batch_tokens=512))
    assert one.runner is not None
    tokens = one.runner.tokenize(prompt(TEXT))
    ours = finish(one.runner, Generate(1, prompt(TEXT), 1, 0.0, 1.0, 12))[1]
    one.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = Llama(path, n_ctx=256, n_threads=1, verbose=False)
        theirs = reference.create_completion(tokens, max_tokens=12, temperature=0.0)
        reference.close()
    assert ours.text == theirs["choices"][0]["text"]
    assert ours.generated_tokens == 12


def test_units_side_by_side_do_not_mix(runner: LlamaRunner):
    units = [Generate(n, prompt(text), n, 0.0, 1.0, 6) for n, text in enumerate(OPENINGS)]
    together = finish(runner, *units)
    alone = {unit.unit_id: finish(runner, unit)[unit.unit_id] for unit in units}
    assert {n: one.text for n, one in together.items()} == {n: a.text for n, a in alone.items()}
    assert len({one.text for one in together.values()}) == len(OPENINGS)


def test_the_same_seed_writes_the_same_and_another_something_else(runner: LlamaRunner):
    def words(seed: int) -> str:
        return finish(runner, Generate(1, prompt(TEXT), seed, 1.5, 1.0, 10))[1].text

    assert words(1) == words(1)
    assert words(1) != words(2)


def test_slots_are_used_again_and_forget_what_was_in_them(runner: LlamaRunner):
    units = [Generate(n, prompt(TEXT), 1, 0.0, 1.0, 3) for n in range(7)]
    assert len({one.text for one in finish(runner, *units).values()}) == 1


def test_a_prompt_that_does_not_fit_is_refused(runner: LlamaRunner):
    ended = finish(runner, Generate(1, prompt(TEXT * 20), 1, 0.0, 1.0, 4))[1]
    assert ended.stop_reason is StopReason.TOO_LONG


def test_only_markup_may_hold_control_tokens(runner: LlamaRunner):
    text = "<|im_start|>user"
    assert len(runner.tokenize((Segment(text, is_markup=True),))) == 2
    assert len(runner.tokenize((Segment(text, is_markup=False),))) > 4
    both = (Segment(text, is_markup=True), Segment(text, is_markup=False))
    assert len(runner.tokenize(both)) > 6


def test_the_end_of_a_turn_ends_a_unit_and_is_not_text(runner: LlamaRunner):
    (end,) = runner.tokenize((Segment("<|im_end|>", is_markup=True),))
    assert runner.is_end(end)
    assert runner.piece(end) == b""


def test_pieces_put_together_are_the_text(runner: LlamaRunner):
    text = "Café, 東京, \U0001f600 and\nso on"
    assert b"".join(map(runner.piece, runner.tokenize(prompt(text)))).decode() == text


def test_counting_needs_the_vocabulary_only():
    counter = load(LoadModel(str(embedded_path()), vocab_only=True))
    assert counter.runner is None
    assert counter.count("") == 0
    assert counter.count("<|im_start|>") > 1
    assert counter.count("nine o'clock") == 4
    counter.close()


def test_loading_calls_back_at_each_step():
    steps: list[int] = []
    load(LoadModel(str(embedded_path()), slot_tokens=256), lambda: steps.append(1)).close()
    assert len(steps) > 10


def test_llama_cpp_says_why_a_file_does_not_load(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "no.gguf"
    path.write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(RunnerError, match=r"\w+"):
        load(LoadModel(str(path)))
    assert capfd.readouterr().out == ""


def test_the_device_is_named_for_people(model: LlamaModel):
    assert model.device in {"CPU, 1 thread", "GPU"}


EXAMPLES = "A ferry crosses twice a day, at nine and at six, except on Sundays and in storms. " * 4


def test_sharing_a_prompt_between_slots_changes_no_word(model: LlamaModel):
    assert model.runner is not None
    units = [
        Generate(n, prompt(EXAMPLES + text), 1, 0.0, 1.0, 8)
        for n, text in enumerate([*OPENINGS, *OPENINGS, OPENINGS[0]])
    ]
    shared = finish(model.runner, *units)
    model.runner.may_share = False
    alone = finish(model.runner, *units)
    model.runner.may_share = True
    assert {n: one.text for n, one in shared.items()} == {n: one.text for n, one in alone.items()}
    assert len({one.text for one in shared.values()}) == len(OPENINGS)
    saved = sum(one.shared_tokens for one in shared.values())
    assert saved > 0.7 * sum(one.prompt_tokens for one in shared.values())
    assert sum(one.shared_tokens for one in alone.values()) == 0


def test_a_sequence_that_changes_its_slot_goes_on_as_if_nothing_had_happened(
    model: LlamaModel,
):
    assert model.runner is not None
    lengths = {0: 3, 1: 12, 2: 4, 3: 12, 4: 12}
    units = [
        Generate(n, prompt(OPENINGS[n % 3] + " a" * n), 1, 0.0, 1.0, lengths[n]) for n in lengths
    ]
    together = finish(model.runner, *units)
    for unit in units:
        assert finish(model.runner, unit)[unit.unit_id].text == together[unit.unit_id].text


def test_what_is_shared_with_a_sequence_that_still_writes_is_not_disturbed(runner: LlamaRunner):
    batch, texts = Batch(runner), dict[int, str]()
    batch.add(Generate(0, prompt(EXAMPLES), 1, 0.0, 1.0, 30))
    for _ in range(15):
        batch.step()
    batch.add(Generate(1, prompt(EXAMPLES), 1, 0.0, 1.0, 30))
    while not batch.is_idle:
        for one in batch.step():
            assert isinstance(one, Generated)
            texts[one.unit_id] = one.text
    assert (
        texts[0]
        == texts[1]
        == finish(runner, Generate(2, prompt(EXAMPLES), 1, 0.0, 1.0, 30))[2].text
    )


def test_weights_are_freed_when_there_is_no_memory_for_the_context(monkeypatch: pytest.MonkeyPatch):
    freed = list[int]()
    free = llama.api.llama_model_free
    monkeypatch.setattr(llama.api, "llama_init_from_model", lambda *_: None)
    monkeypatch.setattr(llama.api, "llama_model_free", lambda model: freed.append(free(model)))
    with pytest.raises(RunnerError, match="not enough memory"):
        load(LoadModel(str(embedded_path())))
    assert len(freed) == 1


def test_a_device_that_is_gone_is_refused_and_no_other_is_taken():
    with pytest.raises(RunnerError, match="not there any more"):
        load(LoadModel(str(embedded_path()), device="vulkan:nowhere", gpu_layers=99))
