"""Read which tokens may come next and how likely each is, without drawing one; without NumPy.

llama.cpp's own samplers go over the vocabulary; a callback behind them copies the few candidates
that are left (`MOST` at most). Several samples can then draw from one row (`resampling.py`).

With a grammar the likeliest `MOST_BOUND` tokens are copied, the grammar takes its own out of them,
and top-p comes last: what the grammar lets through is often not among what is likely without it.
"""

import ctypes
import math
from collections.abc import Sequence as Many
from typing import Any

import llama_cpp.llama_cpp as native

from engine.worker.batch import RunnerError
from engine.worker.resampling import Candidates

api: Any = native

MOST = 100  # tokens; what comes behind them has next to no chance
MOST_BOUND = 2000


class CandidateReader:
    """Reads rows at one temperature and top-p; made for one unit, closed with it."""

    def __init__(self, temperature: float, top_p: float, vocabulary: int, constraint: str) -> None:
        """Raises `RunnerError` for a constraint that is no grammar."""
        self._temperature, self._top_p = temperature, top_p
        self._grammar: int | None = None
        if constraint:
            self._grammar = api.llama_sampler_init_grammar(vocabulary, constraint.encode(), b"root")
            if not self._grammar:
                raise RunnerError("llama.cpp did not understand the grammar of the answer")
        self._found = Candidates((), ())
        # llama.cpp keeps only their addresses.
        self._apply = api.llama_sampler_i_apply(self._read)
        self._interface: Any = api.llama_sampler_i(apply=self._apply)
        is_bound = self._grammar is not None
        self._free = self._chain(MOST_BOUND, 1.0) if is_bound else self._chain(MOST, top_p)

    def read(self, context: int, row: int, written: Many[int]) -> Candidates:
        """What may follow `written`, the answer so far, by the logits at `row`."""
        api.llama_sampler_sample(self._free, context, row)
        return self._bound(context, row, written) if self._grammar else self._found

    def close(self) -> None:
        """Free the samplers."""
        api.llama_sampler_free(self._free)
        if self._grammar:
            api.llama_sampler_free(self._grammar)
        self._apply = self._interface = None  # a callback holds its reader: a cycle otherwise

    def _bound(self, context: int, row: int, written: Many[int]) -> Candidates:
        """What the grammar lets through of the likelier tokens, or of all if it is none of them."""
        state = api.llama_sampler_clone(self._grammar)
        for token in written:
            api.llama_sampler_accept(state, token)
        allowed = _allowed(self._found, state)
        if allowed.tokens:
            api.llama_sampler_free(state)
            return _likeliest(allowed, self._top_p)
        chain = self._chain(MOST, self._top_p, state)  # which frees it
        api.llama_sampler_sample(chain, context, row)
        api.llama_sampler_free(chain)
        return self._found

    def _chain(self, most: int, top_p: float, first: int | None = None) -> int:
        chain: int = api.llama_sampler_chain_init(api.llama_sampler_chain_default_params())
        if first is not None:
            api.llama_sampler_chain_add(chain, first)
        for one in (
            api.llama_sampler_init_temp(self._temperature),
            api.llama_sampler_init_top_k(most),
            api.llama_sampler_init_top_p(top_p, 1),
            api.llama_sampler_init(ctypes.byref(self._interface), None),
        ):
            api.llama_sampler_chain_add(chain, one)
        return chain

    def _read(self, _sampler: object, candidates: Any) -> None:  # noqa: ANN401 ctypes
        """llama.cpp's callback. An exception would go nowhere, so nothing here can raise one."""
        found = candidates.contents
        data = [(found.data[n].id, float(found.data[n].logit)) for n in range(found.size)]
        most = max((logit for _, logit in data), default=0.0)
        tokens = tuple(token for token, _ in data)
        self._found = Candidates(tokens, tuple(math.exp(logit - most) for _, logit in data))
        found.selected = 0  # one has to be


def _likeliest(found: Candidates, share: float) -> Candidates:
    """The likeliest candidates that have this share of the chance together."""
    pairs = sorted(zip(found.weights, found.tokens, strict=True), reverse=True)
    kept, needed = list[tuple[float, int]](), share * math.fsum(found.weights)
    for weight, token in pairs:
        kept.append((weight, token))
        needed -= weight
        if needed <= 0:
            break
    return Candidates(tuple(token for _, token in kept), tuple(weight for weight, _ in kept))


def _allowed(found: Candidates, grammar: int) -> Candidates:
    """The candidates that a grammar lets through."""
    size = len(found.tokens)
    cells = [api.llama_token_data(token, 1.0, 0.0) for token in found.tokens]
    array = (api.llama_token_data * size)(*cells)
    candidates = api.llama_token_data_array(array, size, -1, False)  # noqa: FBT003 - a C struct
    api.llama_sampler_apply(grammar, ctypes.byref(candidates))
    kept = [
        (token, weight)
        for token, weight, cell in zip(found.tokens, found.weights, array, strict=True)
        if not math.isinf(cell.logit)
    ]
    return Candidates(tuple(token for token, _ in kept), tuple(weight for _, weight in kept))
