"""What the real model lets follow, and answers that it draws again, in this process."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from engine.tasks.grammar import grammar
from engine.tasks.types import task_type
from engine.worker.batch import Batch
from engine.worker.candidates import MOST
from engine.worker.llama import LlamaModel, LlamaRunner, api, load
from engine.worker.messages import Generate, Generated, LoadModel, UnitFailed
from engine.worker.resampling import Candidates
from engine.worker.sequence import Sequence as Unit
from models.library import embedded_path
from models.prompting import Segment

pytestmark = pytest.mark.model

PASSAGE = "The harbour office opens at nine. The last ferry returns at six."
TEXT = (
    f"{PASSAGE}\nQ: When does the office open?\nA: at nine\nQ: When does the last ferry return?\nA:"
)
PROMPT = (Segment(TEXT, is_markup=False),)
AGAIN = Generate(
    1, PROMPT, 7, 0.5, 0.95, 24, ("\n",),
    samples=8, sample_temperature=0.7, sample_top_p=0.95, sample_tokens=24,
)  # fmt: skip


class Watched(LlamaRunner):
    """Holds what is read against the logits, and the logits against a run without a cache."""

    rows: list[tuple[tuple[int, ...], list[float]]]
    checked: int
    found: Candidates  # of the last row that was checked

    def candidates(self, sequence: Unit, row: int) -> Candidates:
        found = super().candidates(sequence, row)
        assert 1 <= len(found.tokens) <= MOST
        if len(self.rows) >= self.checked:  # Python takes longer over a vocabulary than the model
            return found
        size = api.llama_vocab_n_tokens(self._vocabulary.pointer)
        logits = api.llama_get_logits_ith(self._context, row)[:size]
        self.rows.append((tuple(sequence.tokens), logits))
        self.found = found
        if not sequence.unit.constraint:
            assert found.tokens[0] == max(range(size), key=logits.__getitem__)
            hot = sequence.unit.sample_temperature
            for token, weight in zip(found.tokens, found.weights, strict=True):
                expected = math.exp((logits[token] - max(logits)) / hot)
                assert weight == pytest.approx(expected, rel=1e-3)
        return found


@contextmanager
def fresh_model() -> Iterator[LlamaModel]:
    """A model with an empty cache: what stands in the cache changes how numbers are rounded."""
    loaded = load(LoadModel(str(embedded_path()), slots=2, slot_tokens=256, batch_tokens=64))
    assert loaded.runner is not None
    loaded.runner.__class__ = Watched
    try:
        yield loaded
    finally:
        loaded.close()


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaModel]:
    with fresh_model() as loaded:
        yield loaded


def finish(model: LlamaModel, *units: Generate, checked: int = 0) -> list[Generated | UnitFailed]:
    assert isinstance(model.runner, Watched)
    model.runner.rows, model.runner.checked = [], checked
    batch, ended = Batch(model.runner), list[Generated | UnitFailed]()
    for unit in units:
        batch.add(unit)
    while not batch.is_idle:
        ended += batch.step()
    return sorted(ended, key=lambda one: one.unit_id)


def samples(ended: Sequence[Generated | UnitFailed]) -> list[tuple[str, ...]]:
    return [one.samples for one in ended if isinstance(one, Generated)]


def test_an_answer_is_drawn_again_and_the_same_seed_draws_the_same(model: LlamaModel):
    first, second = finish(model, AGAIN), finish(model, AGAIN)
    assert samples(first) == samples(second)
    (drawn,) = samples(first)
    assert len(drawn) == 8
    assert all(drawn)
    other = samples(finish(model, replace(AGAIN, seed=8)))
    assert other != [drawn]


def test_drawing_again_changes_nothing_of_the_answer_itself():
    with fresh_model() as model:
        (with_samples,) = finish(model, AGAIN)
    with fresh_model() as model:
        (without,) = finish(model, replace(AGAIN, samples=0))
    assert isinstance(with_samples, Generated)
    assert isinstance(without, Generated)
    assert (with_samples.text, with_samples.behind_mean) == (without.text, without.behind_mean)
    assert without.samples == ()
    assert without.sample_steps == 0


def test_each_row_is_what_the_model_says_behind_exactly_these_tokens(model: LlamaModel):
    """So the cache was cut back to where a branch leaves the one before."""
    finish(model, replace(AGAIN, sample_temperature=1.2), checked=14)
    assert isinstance(model.runner, Watched)
    rows = model.runner.rows
    lengths = [len(tokens) for tokens, _ in rows]
    went_back = [n for n in range(1, len(rows)) if lengths[n] <= lengths[n - 1]]
    assert went_back, lengths
    for n in (0, *went_back[-2:]):
        assert rows[n][1] == pytest.approx(fresh(model, rows[n][0]), abs=0.3)


def fresh(model: LlamaModel, tokens: Sequence[int]) -> list[float]:
    """The logits behind these tokens, computed from an empty cache."""
    runner = model.runner
    assert runner is not None
    api.llama_memory_seq_rm(runner._memory, 0, -1, -1)
    room = 64
    for start in range(0, len(tokens), room):
        part = tokens[start : start + room]
        for place, token in enumerate(part):
            runner._batch.token[place], runner._batch.pos[place] = token, start + place
            runner._batch.n_seq_id[place], runner._batch.seq_id[place][0] = 1, 0
            runner._batch.logits[place] = place == len(part) - 1
        runner._batch.n_tokens = len(part)
        assert api.llama_decode(runner._context, runner._batch) == 0
        last = len(part) - 1
    size = api.llama_vocab_n_tokens(runner._vocabulary.pointer)
    return api.llama_get_logits_ith(runner._context, last)[:size]


def test_a_grammar_leaves_its_own_tokens_also_where_only_one_of_them_is_likely_without_it(model):
    asked = Segment('Letters: "A", "B", "C", "D", "E", "F". I choose "', is_markup=False)
    unit = replace(AGAIN, segments=(asked,), stop=('"',), sample_top_p=0.8, sample_temperature=2.0)
    finish(model, unit, checked=1)
    free, ((_tokens, logits),) = model.runner.found.tokens, model.runner.rows
    ranked = sorted(range(len(logits)), key=logits.__getitem__, reverse=True)
    # Single letters, for of a word the grammar lets each beginning through.
    letters = [one for one in ranked if re.fullmatch(rb"[A-Za-z]", model.vocabulary.piece(one))]
    inside = [one for one in letters if one in free][-1]
    outside = next(one for one in letters if one not in free)
    texts = [model.vocabulary.piece(one).decode() for one in (inside, outside)]
    rule = f'root ::= "{texts[0]}" | "{texts[1]}"'
    finish(model, replace(unit, constraint=rule), checked=1)
    found = dict(zip(model.runner.found.tokens, model.runner.found.weights, strict=True))
    assert {inside, outside} <= set(found)
    expected = math.exp((logits[inside] - logits[outside]) / unit.sample_temperature)
    assert found[inside] / found[outside] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("temperature", [0.7, 3.0])
def test_samples_of_a_constrained_answer_keep_to_its_grammar(model: LlamaModel, temperature: float):
    rule = grammar(task_type("ynqa"), PASSAGE, "<|pipe|>\n")
    unit = replace(AGAIN, constraint=rule, sample_temperature=temperature)
    (drawn,) = samples(finish(model, unit))
    assert {one.lower() for one in drawn} <= {"yes", "no", "true", "false"}


def test_a_sampled_quotation_stands_in_the_passage(model: LlamaModel):
    rule = grammar(task_type("exqa"), PASSAGE, "<|pipe|>\n")
    unit = replace(AGAIN, constraint=rule, sample_temperature=2.0)
    (drawn,) = samples(finish(model, unit))
    assert all(one.rstrip("…").strip() in PASSAGE for one in drawn), drawn


def test_two_units_beside_each_other_draw_again_each_in_its_slot(model: LlamaModel):
    units = (AGAIN, replace(AGAIN, unit_id=2, seed=9))
    both = samples(finish(model, *units))
    assert [len(one) for one in both] == [8, 8]
    assert samples(finish(model, *units)) == both
