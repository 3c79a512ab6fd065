"""Which sound GGUF files can't write tasks, and what to say of each."""

from collections.abc import Iterator

from models.errors import ModelUnsuitable
from models.gguf import GgufHeader

_BERTS = ("bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "eurobert")
_ENCODERS = frozenset(
    (*_BERTS, "jina-bert-v2", "jina-bert-v3", "gemma-embedding", "llama-embed", "t5encoder")
)
_WITHOUT_TEXT = frozenset(("clip", "wavtokenizer-dec", "qwen3tts", "pockettts"))
_UNUSUAL_WRITERS = frozenset(
    ("t5", "dream", "llada", "llada-moe", "rnd1", "eagle3", "dflash", "gemma4-assistant")
)
"""They need an encoder pass, a diffusion loop or a larger model beside them. Names as in
`LLM_ARCH_NAMES` of llama.cpp, src/llama-arch.cpp."""

_KINDS = {
    "adapter": "is an adapter (LoRA): it changes a model and is none; choose the model itself",
    "mmproj": "is the part of a model that sees pictures; choose the language model itself",
    "imatrix": "is an importance matrix, used to make quantised models; choose the model itself",
}


def check_suitable(header: GgufHeader, file_name: str) -> None:
    """Pass a model that can write; raises `ModelUnsuitable` with the reason for any other."""
    for reason in _reasons(header):
        raise ModelUnsuitable(f"“{file_name}” {reason}.")


def _reasons(header: GgufHeader) -> Iterator[str]:
    architecture = header.architecture
    if header.kind in _KINDS:
        yield _KINDS[header.kind]
    if header.split_count > 1:
        yield (
            f"is one of {header.split_count} parts; join them with llama.cpp's "
            "“llama-gguf-split --merge” and choose the result"
        )
    if not architecture:
        yield "doesn't say what kind of model it is; choose another file"
    if architecture in _ENCODERS or not header.is_causal:
        yield f"is an encoder ({architecture}): it reads text and can't write; choose a Bonito"
    if architecture in _WITHOUT_TEXT:
        yield f"is a model for pictures or sound ({architecture}); choose a Bonito"
    if architecture in _UNUSUAL_WRITERS:
        yield f"needs a way of writing that is not supported ({architecture}); choose a Bonito"
    if header.vocabulary_size == 0:
        yield "carries no vocabulary; choose a complete model"
    if header.tensor_count == 0:
        yield "holds a vocabulary only, no weights; choose a complete model"
    if header.block_count == 0 or header.embedding_length == 0:
        yield "doesn't say how large its layers are; choose another file"
