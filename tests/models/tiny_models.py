"""Small GGUF files of random weights that llama.cpp loads: Qwen2, Llama and Gemma by their shape.

What they write is noise; how they are recognised, framed, tokenised and judged is not. Each has the
tokenizer of its kind (bytes and a few marks) and the beginning of a chat template of its kind.
"""

import random
import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.models.gguf_files import Tensor, Value, keys, table

WIDTH, INNER, HEADS = 32, 64, 2
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6

CHATML = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + "
    "'<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA_3 = (
    "{{- bos_token }}{%- for message in messages %}{{- '<|start_header_id|>' + message['role'] + "
    "'<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}"
    "{%- endif %}"
)
GEMMA = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'assistant' %}"
    "{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}"
    "{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ '[INST]' + message['content'] + '[/INST]' }}{% else %}"
    "{{ message['content'] + eos_token }}{% endif %}{% endfor %}"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """An architecture with the marks of its turns and how its file calls them."""

    architecture: str
    name: str
    template: str
    marks: tuple[str, ...]
    is_byte_pair: bool
    mark_type: int = CONTROL


QWEN2 = Kind("qwen2", "Qwen2.5 0.5B Instruct", CHATML, ("<|im_start|>", "<|im_end|>"), True)
LLAMA = Kind(
    *("llama", "Office Llama Instruct", LLAMA_3),
    ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
    is_byte_pair=True,
)
GEMMA_2 = Kind("gemma", "Gemma 1.1 2B It", GEMMA, ("<start_of_turn>", "<end_of_turn>"), False)
KINDS = (QWEN2, LLAMA, GEMMA_2)


def tiny_model(kind: Kind, name: str = "", template: str | None = None) -> bytes:
    """A whole file; `template` "" leaves the chat template out."""
    said = kind.template if template is None else template
    metadata = {
        **_shape(kind.architecture, name or kind.name),
        **(_byte_pairs(kind) if kind.is_byte_pair else _pieces(kind)),
        **({"tokenizer.chat_template": said} if said else {}),
    }
    words = metadata["tokenizer.ggml.tokens"]
    assert isinstance(words, list)
    tensors = list(_tensors(kind.architecture, len(words)))
    entries, _size = table(tensors)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)) + keys(metadata) + entries
    return head + b"\0" * (-len(head) % 32) + _weights(tensors)


def _shape(architecture: str, name: str) -> dict[str, Value]:
    return {
        "general.architecture": architecture,
        "general.type": "model",
        "general.name": name,
        f"{architecture}.block_count": 1,
        f"{architecture}.context_length": 4096,
        f"{architecture}.embedding_length": WIDTH,
        f"{architecture}.feed_forward_length": INNER,
        f"{architecture}.attention.head_count": HEADS,
        f"{architecture}.attention.head_count_kv": HEADS,
        f"{architecture}.attention.key_length": WIDTH // HEADS,
        f"{architecture}.attention.value_length": WIDTH // HEADS,
        f"{architecture}.attention.layer_norm_rms_epsilon": 1e-6,
        f"{architecture}.rope.freq_base": 10000.0,
    }


def _byte_pairs(kind: Kind) -> dict[str, Value]:
    """GPT-2's alphabet for bytes, one merge, the marks, and the end of a text."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [number for number in range(256) if number not in printable]
    letters = [*map(chr, printable), *(chr(256 + n) for n in range(len(others)))]
    words = [*letters, "th", *kind.marks, "<|endoftext|>"]
    types = [NORMAL] * (len(letters) + 1) + [kind.mark_type] * len(kind.marks) + [CONTROL]
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "qwen2",
        "tokenizer.ggml.tokens": words,
        "tokenizer.ggml.token_type": types,
        "tokenizer.ggml.merges": ["t h"],
        "tokenizer.ggml.eos_token_id": len(words) - 1,
    }


def _pieces(kind: Kind) -> dict[str, Value]:
    """A vocabulary as SentencePiece has them: the bytes, some letters, the marks."""
    plain = [f"<0x{number:02X}>" for number in range(256)]
    letters = [chr(number) for number in range(33, 127)] + ["▁"]
    words = ["<pad>", "<eos>", "<bos>", "<unk>", *plain, *letters, *kind.marks]
    types = [CONTROL, CONTROL, CONTROL, UNKNOWN, *[BYTE] * 256, *[NORMAL] * len(letters)]
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": words,
        "tokenizer.ggml.scores": [-float(place) for place in range(len(words))],
        "tokenizer.ggml.token_type": [*types, *[kind.mark_type] * len(kind.marks)],
        "tokenizer.ggml.bos_token_id": 2,
        "tokenizer.ggml.eos_token_id": 1,
        "tokenizer.ggml.unknown_token_id": 3,
        "tokenizer.ggml.add_bos_token": True,
        "tokenizer.ggml.add_space_prefix": False,
    }


def _tensors(architecture: str, vocabulary: int) -> Iterator[Tensor]:
    shapes: Mapping[str, tuple[int, ...]] = {
        "token_embd.weight": (WIDTH, vocabulary),
        "output_norm.weight": (WIDTH,),
        "blk.0.attn_norm.weight": (WIDTH,),
        "blk.0.ffn_norm.weight": (WIDTH,),
        "blk.0.ffn_gate.weight": (WIDTH, INNER),
        "blk.0.ffn_up.weight": (WIDTH, INNER),
        "blk.0.ffn_down.weight": (INNER, WIDTH),
        **{f"blk.0.attn_{one}.weight": (WIDTH, WIDTH) for one in ("q", "k", "v", "output")},
        **(
            {f"blk.0.attn_{one}.bias": (WIDTH,) for one in "qkv"} if architecture == "qwen2" else {}
        ),
    }
    for name, shape in shapes.items():
        yield name, shape, 0, 4 * _count(shape)


def _count(shape: Sequence[int]) -> int:
    return shape[0] * (shape[1] if len(shape) > 1 else 1)


def _weights(tensors: Sequence[Tensor]) -> bytes:
    """32-bit numbers from a fixed seed; each tensor's size is a whole number of 32 bytes."""
    draw = random.Random(7)  # noqa: S311 - noise, no secret
    whole = array("f", (draw.gauss(0, 0.3) for one in tensors for _ in range(_count(one[1]))))
    return whole.tobytes()
