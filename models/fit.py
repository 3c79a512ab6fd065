"""Will a model fit the memory that is free? One pure function with its arithmetic shown.

The parts, as llama.cpp allocates them on a CPU:

* weights: the tensor bytes of the file, read into memory (llama.cpp may repack them, in as much).
* cache: cells x (key size + value size) x KV heads, summed over layers, x 2 bytes (f16); a slot
  has `slot_tokens` cells rounded up to 256 (src/llama-kv-cache.cpp, and `GGML_PAD` in
  src/llama-context.cpp).
* overhead: the compute buffer for batches of 512 tokens in f32, whose largest tenant is either
  the logits (vocabulary) or the attention scores (heads x cells of a slot), with four rows of the
  embedding beside it; and 128 MiB for the process itself.

Checked against what llama.cpp 0.3.36 (llama-cpp-python) prints for SmolLM2-135M with one slot of
4,096 tokens: cache 90.00 MiB here and there; compute buffer 100.5 MiB here, 99.4 MiB there.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.gguf import GgufHeader

_MIB = 2**20
_BATCH_TOKENS = 512
_CELL_STEP = 256
_F16, _F32 = 2, 4
_PROCESS_BYTES = 128 * _MIB
_ELBOW_ROOM = 1024 * _MIB
"""What should stay free for the desktop and other programs."""


class FitVerdict(StrEnum):
    """YES leaves 1 GiB to other programs, TIGHT leaves less, NO would need more than is free."""

    YES = "yes"
    TIGHT = "tight"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Fit:
    """The verdict, the numbers behind it in bytes, and a sentence with them for people."""

    verdict: FitVerdict
    model_bytes: int
    cache_bytes: int
    overhead_bytes: int
    free_bytes: int
    sentence: str

    @property
    def needed_bytes(self) -> int:
        """All parts together."""
        return self.model_bytes + self.cache_bytes + self.overhead_bytes


def fit(header: GgufHeader, slots: int, slot_tokens: int, free_bytes: int) -> Fit:
    """Weigh a model with `slots` sequences of `slot_tokens` tokens against `free_bytes`."""
    cells = -(-slot_tokens // _CELL_STEP) * _CELL_STEP
    model = header.parameter_bytes
    cache = slots * cells * header.head_count_kv_sum * (header.head_size + header.value_size) * _F16
    overhead = _PROCESS_BYTES + _compute_bytes(header, cells)
    verdict = _verdict(model + cache + overhead, free_bytes)
    sentence = _sentence(verdict, model, cache, overhead, free_bytes)
    return Fit(verdict, model, cache, overhead, free_bytes, sentence)


def _compute_bytes(header: GgufHeader, cells: int) -> int:
    widest = max(header.vocabulary_size, header.head_count * cells)
    return _BATCH_TOKENS * _F32 * (widest + 4 * header.embedding_length)


def _verdict(needed: int, free: int) -> FitVerdict:
    if needed > free:
        return FitVerdict.NO
    return FitVerdict.YES if needed + _ELBOW_ROOM <= free else FitVerdict.TIGHT


def _sentence(verdict: FitVerdict, model: int, cache: int, overhead: int, free: int) -> str:
    opening, advice = {
        FitVerdict.YES: ("Fits", ""),
        FitVerdict.TIGHT: ("Just fits", "; close other programs first"),
        FitVerdict.NO: (
            "Does not fit",
            "; choose a smaller quantisation, or fewer sequences at once",
        ),
    }[verdict]
    return (
        f"{opening}: it needs {_gb(model + cache + overhead)} (model {_gb(model)}, "
        f"cache {_gb(cache)}, working memory {_gb(overhead)}) and {_gb(free)} are free{advice}."
    )


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
