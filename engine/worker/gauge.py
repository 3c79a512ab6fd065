"""The log-probability of a drawn token, from logits that are there already; without NumPy.

The packaged program carries no NumPy, and a loop in Python over a vocabulary of 49,152 takes longer
than the model. So a gauge stands at the head of each chain, where the candidates are still the
model's own, and has the normaliser of their softmax computed in native code: by the function with
which llama.cpp's CPU library does it for a model, 16 numbers at once, or where a build hides that,
by a `dist` sampler, which takes 10 times as long. What is drawn behind it is not changed: samplers
compute their probabilities anew, and a `dist` has a random generator of its own.
"""

import ctypes
import math
from collections.abc import Sequence as Many
from functools import cache
from typing import Any

import llama_cpp.llama_cpp as native

from engine.worker.bounding import MOST, Few, few_are_enough, is_enough
from engine.worker.devices import processor_library

api: Any = native


@cache
def _vector_softmax() -> Any:  # noqa: ANN401 ctypes
    """`double ggml_vec_soft_max_f32(n, y, x, max)`: y = exp(x - max), its sum; or None."""
    library = processor_library()
    function = getattr(library, "ggml_vec_soft_max_f32", None) if library else None
    if function is not None:
        floats = ctypes.POINTER(ctypes.c_float)
        function.argtypes = [ctypes.c_int, floats, floats, ctypes.c_float]
        function.restype = ctypes.c_double
    return function


class Gauge:
    """Measures the logits that one chain is about to draw from, and cuts what can't be drawn.

    With a temperature and a top-p only the likeliest few are left to the chain, where that changes
    nothing (`bounding.py`).
    """

    def __init__(self, temperature: float, top_p: float) -> None:
        self._few = api.llama_sampler_init_top_k(MOST)
        self._softmax = api.llama_sampler_init_dist(0)
        self._temperature, self._top_p = temperature, top_p
        self._logits: Any = None  # of the row that is drawn from
        self._powers: Any = None  # room for the exponentials of a vocabulary
        self._normaliser = math.nan
        # llama.cpp keeps only their addresses.
        self._apply = api.llama_sampler_i_apply(self._measure)
        self._interface: Any = api.llama_sampler_i(apply=self._apply)

    def sampler(self) -> int:
        """One for the head of a chain, which frees it."""
        return api.llama_sampler_init(ctypes.byref(self._interface), None)

    def begin(self, context: int, row: int) -> None:
        """A chain is about to draw from the logits at `row`."""
        self._logits = api.llama_get_logits_ith(context, row)

    def log_probability(self, token: int) -> float:
        """Of a token among the logits that a chain has just drawn from."""
        return float(self._logits[token]) - self._normaliser

    def close(self) -> None:
        """Free the samplers; no chain may be used after it."""
        api.llama_sampler_free(self._softmax)
        api.llama_sampler_free(self._few)
        # The callback holds the gauge and the gauge the callback: neither would go, nor the room
        # for a vocabulary, until Python looks for cycles.
        self._apply = self._interface = self._powers = None

    def _measure(self, _sampler: object, candidates: Any) -> None:  # noqa: ANN401 ctypes
        """llama.cpp's callback. An exception would go nowhere, so nothing here can raise one."""
        found = candidates.contents
        size = found.size
        if _vector_softmax() is None or size <= MOST:
            self._measure_slowly(candidates, found)
        api.llama_sampler_apply(self._few, candidates)
        # A candidate is a token, its logit and its probability, of 4 bytes each.
        few = min(size, MOST)
        cells = (ctypes.c_float * (3 * few)).from_address(ctypes.addressof(found.data.contents))
        logits = cells[1::3]
        if _vector_softmax() is not None and size > MOST:
            self._measure_fast(size, logits[0])
        if not self._is_enough(logits, size):
            found.size, found.sorted = size, False  # the others still stand behind the few

    def _is_enough(self, logits: list[float], size: int) -> bool:
        if self._temperature <= 0:
            return True  # the likeliest is among them
        if len(logits) == size:
            return True
        softmax = _vector_softmax()
        if softmax is None or not math.isfinite(self._normaliser):
            chances = [math.exp(min(0.0, logit - self._normaliser)) for logit in logits]
            return is_enough(chances, self._temperature, self._top_p)
        return self._are_enough(logits, softmax)

    def _are_enough(self, logits: list[float], softmax: Any) -> bool:  # noqa: ANN401 ctypes
        """The same in native code, since the threads of all slots share one interpreter."""
        count, normaliser, most = len(logits), self._normaliser, logits[0]
        floats = ctypes.c_float * count
        powers = floats()

        def weights() -> Many[float]:
            softmax(count, powers, floats(*[(one - most) / self._temperature for one in logits]), 0)
            return powers[:]

        whole = softmax(count, powers, floats(*logits), normaliser)
        few = Few(math.exp(most - normaliser), math.exp(logits[-1] - normaliser), whole)
        return few_are_enough(few, self._temperature, self._top_p, weights)

    def _measure_fast(self, size: int, most: float) -> None:
        if self._powers is None or len(self._powers) < size:
            self._powers = (ctypes.c_float * size)()
        whole = _vector_softmax()(size, self._powers, self._logits, most)
        self._normaliser = most + math.log(whole) if whole > 0 else math.nan

    def _measure_slowly(self, candidates: Any, found: Any) -> None:  # noqa: ANN401 ctypes
        api.llama_sampler_apply(self._softmax, candidates)
        drawn = found.data[found.selected]
        self._normaliser = drawn.logit - math.log(drawn.p) if drawn.p > 0 else math.nan
        found.selected = -1
