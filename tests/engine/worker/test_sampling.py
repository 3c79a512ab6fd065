"""Constrained sampling with the real model, in this process."""

from collections.abc import Iterator

import pytest

from engine.records import Outcome
from engine.tasks import answers
from engine.tasks.evidence import is_in
from engine.tasks.grammar import grammar
from engine.tasks.types import task_type
from engine.worker import gauge
from engine.worker.batch import Batch
from engine.worker.llama import LlamaModel, load
from engine.worker.messages import Generate, Generated, LoadModel, UnitFailed
from engine.worker.sampling import ConstrainedSampler, api
from models.library import embedded_path
from models.prompting import Segment

pytestmark = pytest.mark.model

PASSAGE = "The harbour office opens at nine. The last ferry returns at six."
PROMPT = (Segment(f"{PASSAGE}\nWrite a question and an answer.\n", is_markup=False),)


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaModel]:
    loaded = load(LoadModel(str(embedded_path()), slots=2, slot_tokens=256, batch_tokens=64))
    yield loaded
    loaded.close()


def finish(model: LlamaModel, *units: Generate) -> list[Generated | UnitFailed]:
    assert model.runner is not None
    batch, ended = Batch(model.runner), list[Generated | UnitFailed]()
    for unit in units:
        batch.add(unit)
    while not batch.is_idle:
        ended += batch.step()
    return ended


def answer(model: LlamaModel, short: str, opening: str, seed: int, temperature: float) -> Generated:
    prompt = (*PROMPT, Segment(opening, is_markup=False))
    rule = grammar(task_type(short), PASSAGE, opening, ("\n\n",))
    (one,) = finish(
        model, Generate(1, prompt, seed, temperature, 1.0, 100, ("\n\n",), constraint=rule)
    )
    assert isinstance(one, Generated)
    return one


@pytest.mark.parametrize("temperature", [0.0, 1.5])
@pytest.mark.parametrize("short", ["exqa", "coref"])
def test_a_constrained_quotation_stands_in_the_passage(
    model: LlamaModel, short: str, temperature: float
):
    one = answer(model, short, "Quote.\n<|pipe|>\n", 3, temperature)
    assert is_in(one.text, PASSAGE), one.text


@pytest.mark.parametrize("temperature", [0.0, 1.5])
def test_a_constrained_label_is_one_of_the_labels(model: LlamaModel, temperature: float):
    one = answer(model, "ynqa", "Is it?\n<|pipe|>\n", 3, temperature)
    assert one.text.strip().lower() in task_type("ynqa").labels


def test_a_constrained_answer_without_end_still_has_no_second_pipe_and_no_marker(
    model: LlamaModel,
):
    one = answer(model, "ynqa", "", 5, 2.0)
    judged = answers.judge(task_type("ynqa"), PASSAGE, one.text, one.stop_reason)
    assert judged.outcome in {Outcome.OK, Outcome.NO_PIPE}
    assert judged.outcome is Outcome.OK or one.generated_tokens == 100


def is_let_through(model: LlamaModel, rule: str, text: str) -> bool:
    """A grammar allows each token of a text after those before it."""
    unit = Generate(1, PROMPT, 1, 0.0, 1.0, 60, constraint=rule)
    sampler = ConstrainedSampler(unit, model.vocabulary.pointer)
    allowed = True
    for token in model.vocabulary.tokenize(text, is_markup=False):
        if allowed := sampler._allows(token):
            api.llama_sampler_accept(sampler._grammar, token)
        else:
            break
    sampler.close()
    return allowed


def test_the_pipe_can_not_be_taken_for_a_part_of_the_input(model: LlamaModel):
    """Else what follows it would be free: neither a stretch of the passage nor the end."""
    rule = grammar(task_type("exqa"), PASSAGE, "")
    assert is_let_through(model, rule, "What < that?\n<|pipe|>\nThe last ferry")
    assert not is_let_through(model, rule, "What?\n<|pipe|>\nThe first ferry")
    assert not is_let_through(model, rule, "What?\n<|tasktype|>\n")
    free = grammar(task_type("qg"), PASSAGE, "")
    assert is_let_through(model, free, "What?\n<|pipe|>\nOne < two {or so}")
    assert not is_let_through(model, free, "What?\n<|pipe|>\nOne <|pipe|>")


def test_an_input_without_end_is_stopped_so_that_the_pipe_is_reached(model: LlamaModel):
    rule = grammar(task_type("qg"), PASSAGE, "", most_tokens=100)
    asked = "So and so on. " * 7  # 98 characters of 104
    assert is_let_through(model, rule, f"{asked}\n<|pipe|>\nWhy?")
    assert is_let_through(model, rule, f"{{{{context}}}}\n{asked[:60]}\n<|pipe|>\nWhy?")
    assert not is_let_through(model, rule, asked * 2)
    assert not is_let_through(model, rule, "{{context}} {{context}}")


def test_the_same_seed_writes_the_same_under_a_grammar(model: LlamaModel):
    said = [answer(model, "exqa", "Quote.\n<|pipe|>\n", seed, 2.0).text for seed in (1, 1, 2, 3, 4)]
    assert said[0] == said[1]
    assert len(set(said)) > 1


def test_a_grammar_that_is_none_fails_its_unit_and_not_its_neighbour(model: LlamaModel):
    bad = Generate(1, PROMPT, 1, 0.0, 1.0, 4, constraint="root ::= (")
    good = Generate(2, PROMPT, 1, 0.0, 1.0, 4)
    failed, ended = sorted(finish(model, bad, good), key=lambda one: one.unit_id)
    assert isinstance(failed, UnitFailed)
    assert "grammar" in failed.detail
    assert isinstance(ended, Generated)


@pytest.mark.parametrize("temperature", [0.3, 0.5, 1.0])
def test_a_chain_that_works_on_the_likeliest_few_draws_what_one_over_all_draws(
    model: LlamaModel, monkeypatch: pytest.MonkeyPatch, temperature: float
):
    def words() -> list[str]:
        units = [Generate(seed, PROMPT, seed, temperature, 0.95, 24) for seed in range(3)]
        ended = finish(model, *units)
        return [one.text for one in sorted(ended, key=lambda one: one.unit_id)]

    seen = list[bool]()
    decide = gauge.Gauge._is_enough
    monkeypatch.setattr(
        gauge.Gauge, "_is_enough", lambda *args: seen.append(decide(*args)) or seen[-1]
    )
    bounded = words()
    assert sum(seen) > len(seen) // 2, "it was of use"
    monkeypatch.setattr(gauge.Gauge, "_is_enough", lambda *_: False)
    assert words() == bounded
