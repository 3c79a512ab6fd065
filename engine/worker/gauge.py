"""The log-probability of a drawn token, from logits that are there already; without NumPy.

The packaged program carries no NumPy, and a loop in Python over a vocabulary of 49,152 takes longer
than the model. llama.cpp's own `dist` sampler computes the softmax of all candidates in native
code. So a gauge stands at the head of each chain, where the candidates are still the model's own:
it lets a `dist` of its own work over them and keeps their normaliser, the logit of one token less
the logarithm of its probability. What is drawn behind it is not changed: samplers compute their
probabilities anew, and its `dist` has a random generator of its own.
"""

import ctypes
import math
from typing import Any

import llama_cpp.llama_cpp as native

from engine.worker.bounding import MOST, is_enough

api: Any = native


class Gauge:
    """Measures the logits that one chain is about to draw from, and cuts what can't be drawn.

    With `bound`, a temperature and a top-p, only the likeliest few are left to the chain where that
    changes nothing (`bounding.py`).
    """

    def __init__(self, bound: tuple[float, float] | None = None) -> None:
        self._softmax = api.llama_sampler_init_dist(0)
        self._few = api.llama_sampler_init_top_k(MOST) if bound else None
        self._bound = bound or (0.0, 1.0)
        self._normaliser = math.nan
        # llama.cpp keeps only their addresses.
        self._apply = api.llama_sampler_i_apply(self._measure)
        self._interface = api.llama_sampler_i(apply=self._apply)

    def sampler(self) -> int:
        """One for the head of a chain, which frees it."""
        return api.llama_sampler_init(ctypes.byref(self._interface), None)

    def log_probability(self, context: int, row: int, token: int) -> float:
        """Of a token among the logits at `row`, which a chain has just drawn from."""
        return float(api.llama_get_logits_ith(context, row)[token]) - self._normaliser

    def close(self) -> None:
        """Free the samplers; no chain may be used after it."""
        api.llama_sampler_free(self._softmax)
        if self._few:
            api.llama_sampler_free(self._few)

    def _measure(self, _sampler: object, candidates: Any) -> None:  # noqa: ANN401 ctypes
        """llama.cpp's callback. An exception would go nowhere, so nothing here can raise one."""
        api.llama_sampler_apply(self._softmax, candidates)
        found = candidates.contents
        drawn = found.data[found.selected]
        self._normaliser = drawn.logit - math.log(drawn.p) if drawn.p > 0 else math.nan
        found.selected = -1
        if self._few and found.size > MOST:
            self._cut(candidates, found)

    def _cut(self, candidates: Any, found: Any) -> None:  # noqa: ANN401 ctypes
        """Leave the likeliest few, or all if that could change what is drawn."""
        size = found.size
        api.llama_sampler_apply(self._few, candidates)
        # A candidate is a token, its logit and its probability, of 4 bytes each.
        cells = (ctypes.c_float * (3 * MOST)).from_address(ctypes.addressof(found.data.contents))
        if not is_enough(cells[2::3], *self._bound):
            found.size, found.sorted = size, False  # the others still stand behind the few
