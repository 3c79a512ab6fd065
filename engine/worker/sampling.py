"""Draw tokens with llama.cpp's own samplers: freely, or only what a grammar lets through.

A grammar that looks at all of a vocabulary takes longer than the model. So the token is drawn
freely first and only that one is shown to the grammar; if it is refused, the grammar goes over the
vocabulary and another is drawn from what it leaves. llama.cpp's own programs do the same.
"""

import ctypes
import math
from typing import Any

import llama_cpp.llama_cpp as native

from engine.worker.batch import Drawn, RunnerError
from engine.worker.gauge import Gauge
from engine.worker.messages import Generate

api: Any = native


class Sampler:
    """llama.cpp's own sampler chain for one unit; temperature 0 takes the likeliest token.

    Temperature before top-p, as in the engine behind the reference library's figures.
    """

    def __init__(self, unit: Generate) -> None:
        self._gauge = Gauge(unit.temperature, unit.top_p)
        self._chain = _chain()
        api.llama_sampler_chain_add(self._chain, self._gauge.sampler())
        _add_draw(self._chain, unit)

    def sample(self, context: int, row: int) -> Drawn:
        """A token from the logits at `row` of the last batch."""
        self._gauge.begin(context, row)
        token = self._draw(context, row)
        return Drawn(token, self._gauge.log_probability(token))

    def _draw(self, context: int, row: int) -> int:
        return int(api.llama_sampler_sample(self._chain, context, row))

    def close(self) -> None:
        """Free the chain."""
        api.llama_sampler_free(self._chain)
        self._gauge.close()


class ConstrainedSampler(Sampler):
    """Draws only what the unit's grammar lets through."""

    def __init__(self, unit: Generate, vocabulary: int) -> None:
        self._grammar = api.llama_sampler_init_grammar(
            vocabulary, unit.constraint.encode(), b"root"
        )
        if not self._grammar:
            raise RunnerError("llama.cpp did not understand the grammar of the answer")
        super().__init__(unit)
        self._bound = _chain()
        api.llama_sampler_chain_add(self._bound, self._grammar)  # which frees it
        _add_draw(self._bound, unit)

    def _draw(self, context: int, row: int) -> int:
        """A token that the grammar lets through."""
        token = super()._draw(context, row)
        if self._allows(token):
            api.llama_sampler_accept(self._grammar, token)
            return token
        return int(api.llama_sampler_sample(self._bound, context, row))

    def close(self) -> None:
        """Free both chains and the grammar."""
        super().close()
        api.llama_sampler_free(self._bound)

    def _allows(self, token: int) -> bool:
        one = (api.llama_token_data * 1)(api.llama_token_data(token, 1.0, 0.0))
        candidates = api.llama_token_data_array(one, 1, -1, False)  # noqa: FBT003 - a C struct
        api.llama_sampler_apply(self._grammar, ctypes.byref(candidates))
        return not math.isinf(one[0].logit)


def sampler_for(unit: Generate, vocabulary: int) -> Sampler:
    """What draws the tokens of a unit; raises `RunnerError` if its grammar is none."""
    if unit.constraint:
        return ConstrainedSampler(unit, vocabulary)
    return Sampler(unit)


def _chain() -> int:
    return api.llama_sampler_chain_init(api.llama_sampler_chain_default_params())


def _add_draw(chain: int, unit: Generate) -> None:
    if unit.temperature <= 0:
        api.llama_sampler_chain_add(chain, api.llama_sampler_init_greedy())
        return
    api.llama_sampler_chain_add(chain, api.llama_sampler_init_temp(unit.temperature))
    api.llama_sampler_chain_add(chain, api.llama_sampler_init_top_p(unit.top_p, 1))
    api.llama_sampler_chain_add(chain, api.llama_sampler_init_dist(unit.seed))
