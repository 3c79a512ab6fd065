"""Write small GGUF files, sound or spoilt, for tests; by the layout of ggml/include/gguf.h."""

import struct
from collections.abc import Mapping, Sequence

Value = int | float | str | bool | Sequence[str] | Sequence[int] | Sequence[float]
Tensor = tuple[str, tuple[int, ...], int, int]  # name, dimensions, type number, bytes

TINY: Mapping[str, Value] = {
    "general.architecture": "llama",
    "general.type": "model",
    "general.name": "Tiny",
    "general.file_type": 2,
    "llama.block_count": 2,
    "llama.context_length": 2048,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "llama.rope.freq_base": 10000.0,
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.add_bos_token": True,
    "tokenizer.ggml.tokens": ["<s>", "</s>", "a", "é"],
    "tokenizer.ggml.scores": [0.0, 0.0, -1.0, -2.0],
    "tokenizer.ggml.merges": ["a é"],
}
TENSORS: Sequence[Tensor] = (
    ("token_embd.weight", (64, 4), 2, 144),
    ("output_norm.weight", (3,), 0, 12),
    ("blk.0.attn_q.weight", (64, 64), 8, 4352),
)


def text(value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(data)) + data


def value(item: Value) -> bytes:
    """A metadata value with its kind before it."""
    if isinstance(item, bool):
        return struct.pack("<I?", 7, item)
    if isinstance(item, int):
        return struct.pack("<Ii", 5, item) if item < 0 else struct.pack("<II", 4, item)
    if isinstance(item, float):
        return struct.pack("<If", 6, item)
    if isinstance(item, str):
        return struct.pack("<I", 8) + text(item)
    kind = {str: 8, int: 5, float: 6}[type(item[0])]
    elements = b"".join(text(one) if kind == 8 else value(one)[4:] for one in item)
    return struct.pack("<IIQ", 9, kind, len(item)) + elements


def keys(metadata: Mapping[str, Value | bytes]) -> bytes:
    """The metadata table; bytes stand for themselves, kind included."""
    return b"".join(
        text(key) + (item if isinstance(item, bytes) else value(item))
        for key, item in metadata.items()
    )


def table(tensors: Sequence[Tensor], alignment: int = 32) -> tuple[bytes, int]:
    """The tensor table and the size of the data it speaks of, without the last padding."""
    parts, offset, end = b"", 0, 0
    for name, dimensions, kind, size in tensors:
        parts += text(name) + struct.pack("<I", len(dimensions))
        parts += struct.pack(f"<{len(dimensions)}Q", *dimensions)
        parts += struct.pack("<IQ", kind, offset)
        end = offset + size
        offset = -(-end // alignment) * alignment
    return parts, end


def gguf(
    changes: Mapping[str, Value | bytes | None] | None = None,
    *,
    tensors: Sequence[Tensor] = TENSORS,
    version: int = 3,
    counts: tuple[int, int] | None = None,
    alignment: int = 32,
) -> bytes:
    """A whole file: TINY with some keys changed, or left out where they are None."""
    changed = {**TINY, **(changes or {})}
    metadata = {key: item for key, item in changed.items() if item is not None}
    tensor_count, key_count = counts or (len(tensors), len(metadata))
    head = b"GGUF" + struct.pack("<IQQ", version, tensor_count, key_count)
    tensor_table, data_size = table(tensors, alignment)
    head += keys(metadata) + tensor_table
    return head + b"\0" * (-len(head) % alignment) + bytes(data_size)
