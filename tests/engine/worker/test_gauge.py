"""The log-probabilities that a gauge tells, held against a softmax over the same logits."""

import gc
import math
import weakref
from collections.abc import Callable, Iterator, Sequence

import pytest

from engine.worker.batch import Batch, Drawn, Place
from engine.worker.candidates import CandidateReader
from engine.worker.gauge import Gauge
from engine.worker.llama import LlamaModel, LlamaRunner, api, load
from engine.worker.messages import Generate, Generated, LoadModel
from models.library import embedded_path
from models.prompting import Segment

pytestmark = pytest.mark.model

PROMPT = (Segment("The harbour office opens at nine. The last ferry", is_markup=False),)


class Watched(LlamaRunner):
    """Computes each log-probability once more, in Python."""

    def sample(self, places: Sequence[Place]) -> list[Drawn]:
        found = super().sample(places)
        for place, drawn in zip(places, found, strict=True):
            self.check(place.row, drawn)
        return found

    def check(self, row: int, drawn: Drawn) -> None:
        size = api.llama_vocab_n_tokens(self._vocabulary.pointer)
        logits = api.llama_get_logits_ith(self._context, row)[:size]
        most = max(logits)
        normaliser = most + math.log(math.fsum(math.exp(logit - most) for logit in logits))
        expected = logits[drawn.token] - normaliser
        assert drawn.log_probability == pytest.approx(expected, abs=1e-4)


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaModel]:
    loaded = load(LoadModel(str(embedded_path()), slots=2, slot_tokens=128, batch_tokens=64))
    loaded.runner.__class__ = Watched
    yield loaded
    loaded.close()


@pytest.mark.parametrize("temperature", [0.0, 0.7])
@pytest.mark.parametrize("constraint", ["", 'root ::= " yes" | " no"'])
def test_a_log_probability_is_that_of_the_model_itself(
    model: LlamaModel, temperature: float, constraint: str
):
    batch = Batch(model.runner)
    for number in range(2):
        batch.add(
            Generate(number, PROMPT, number, temperature, 0.9, 6, ("\n",), constraint=constraint)
        )
    ended = list[Generated]()
    while not batch.is_idle:
        ended += batch.step()
    assert len(ended) == 2
    assert all(one.behind_tokens and one.behind_lowest <= one.behind_mean < 0 for one in ended)


@pytest.mark.parametrize(
    "make",
    [lambda: Gauge(0.7, 0.9), lambda: CandidateReader(0.7, 0.9, 0, "")],
    ids=["gauge", "reader"],
)
def test_what_a_unit_measured_with_goes_with_it_without_a_look_for_cycles(
    make: Callable[[], Gauge | CandidateReader],
):
    gc.disable()
    try:
        one = make()
        kept = weakref.ref(one)
        one.close()
        del one
        assert kept() is None
    finally:
        gc.enable()
