"""Refuse the headers at which llama.cpp would abort: its own assertions, made before it.

They stand in `llama_model_base::load_hparams` (src/llama-model.cpp, llama-hparams.h). An assertion
there ends the process; here the same number is a sentence about the file.
"""

from collections.abc import Iterator

from models.cursor import Cursor
from models.gguf_tables import Metadata

MOST_LAYERS = 512  # LLAMA_MAX_LAYERS
MOST_EXPERTS = 1024  # LLAMA_MAX_EXPERTS
_ROPE_SCALINGS = frozenset(("none", "linear", "yarn", "longrope"))


def check_limits(metadata: Metadata, architecture: str, cursor: Cursor) -> None:
    """Pass numbers that llama.cpp takes; raises `NotAModel` with the first that it does not."""
    values = _Values(metadata, architecture)
    for problem in (*_layers(values), *_experts(values), *_rope(values)):
        raise cursor.refuse(problem)


class _Values:
    """Numbers and words of the architecture; what is not given is 0 or ""."""

    def __init__(self, metadata: Metadata, architecture: str) -> None:
        self._metadata, self._architecture = metadata, architecture

    def number(self, key: str) -> int:
        """The number at a key, the largest of them where there is one for each layer."""
        value = self._metadata.values.get(f"{self._architecture}.{key}", 0)
        found = value if isinstance(value, tuple) else (value,)
        return max((int(one) for one in found if isinstance(one, (int, float))), default=0)

    def text(self, key: str) -> str:
        """The words at a key."""
        return self._metadata.text(f"{self._architecture}.{key}")


def _layers(values: _Values) -> Iterator[str]:
    layers, ahead = values.number("block_count"), values.number("nextn_predict_layers")
    if layers > MOST_LAYERS:
        yield f"it claims {layers:,} layers, and llama.cpp takes {MOST_LAYERS}"
    if 0 <= layers < ahead:
        yield f"{ahead:,} of its {layers:,} layers are said to predict ahead"


def _experts(values: _Values) -> Iterator[str]:
    experts, used = values.number("expert_count"), values.number("expert_used_count")
    groups, chosen = values.number("expert_group_count"), values.number("expert_group_used_count")
    if experts > MOST_EXPERTS:
        yield f"it claims {experts:,} experts, and llama.cpp takes {MOST_EXPERTS:,}"
    if used > experts or (experts and not used):
        yield f"{used:,} of its {experts:,} experts are said to be used"
    if groups >= max(experts, 1) or (groups > 1 and experts % groups):
        yield f"its {experts:,} experts can't stand in {groups:,} groups"
    if groups > 1 and not 0 < chosen < groups:
        yield f"{chosen:,} of its {groups:,} groups of experts are said to be used"


def _rope(values: _Values) -> Iterator[str]:
    scaling = values.text("rope.scaling.type")
    if scaling and scaling not in _ROPE_SCALINGS:
        yield "its way to scale positions is not known"
