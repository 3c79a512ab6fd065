"""Write large GGUF models of random weights, so that speed can be measured without the real ones.

The shapes are those of real models, the weights are random Q4_K blocks (Q6_K for the output, as in
a Q4_K_M file), and the tokenizer is the embedded model's. What such a model writes is noise; what
it costs to compute is not.

    python -m tests.bench.synthetic 1b OUT.gguf
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from models import library

BLOCK = 256  # weights in a K-quant block
# Logits of random weights are all but equal, so top-p would sort the whole vocabulary for each
# token. Scaled like this they are as uneven as a real model's: one or two dozen tokens hold 95 %.
OUTPUT_SCALE = 5.0
Q4_K_BYTES, Q6_K_BYTES = 144, 210
COPIED = ("tokenizer.ggml.model", "tokenizer.ggml.pre", "tokenizer.ggml.tokens",
          "tokenizer.ggml.token_type", "tokenizer.ggml.merges", "tokenizer.ggml.bos_token_id",
          "tokenizer.ggml.eos_token_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers that decide what a model costs."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    inner: int
    architecture: str = "llama"
    head: int = 0  # values of a head, if not width / heads
    vocabulary: int = 0  # tokens; more than the embedded model has are made up
    is_tied: bool = False  # one matrix is input and output

    @property
    def head_size(self) -> int:
        """Values of a head."""
        return self.head or self.width // self.heads


SHAPES = {
    "tiny": Shape(layers=4, width=256, heads=4, kv_heads=2, inner=512),  # to try a script
    "1b": Shape(layers=16, width=2048, heads=32, kv_heads=8, inner=8192),
    "7b": Shape(layers=32, width=4096, heads=32, kv_heads=8, inner=14336),  # Mistral-7B, Bonito
    # About Qwen2.5-0.5B and a third of Gemma 2B, with fewer tokens: Mesa's software device computes
    # no matrix of more than 65,535 rows.
    "qwen2": Shape(24, 1024, 16, 2, 4864, "qwen2", 0, 65_000, is_tied=True),
    "gemma": Shape(6, 2048, 8, 1, 16_384, "gemma", 256, 65_000, is_tied=True),
}


def write(shape: Shape, target: Path) -> Path:
    """Write a model of that shape, unless it is there already; returns `target`."""
    if target.exists():
        return target
    part = target.with_suffix(".part")
    writer = gguf.GGUFWriter(part, shape.architecture)
    add_metadata(writer, shape)
    vocabulary = copy_tokenizer(writer, shape.vocabulary)
    add_tensors(writer, shape, vocabulary)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(target)
    return target


def add_metadata(writer: gguf.GGUFWriter, shape: Shape) -> None:
    """The hyperparameters, as llama.cpp reads them."""
    writer.add_name(f"Random {shape.layers}x{shape.width}")
    writer.add_context_length(8192)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_dimension_count(shape.head_size)
    if shape.head:
        writer.add_key_length(shape.head)
        writer.add_value_length(shape.head)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_K_M)


def copy_tokenizer(writer: gguf.GGUFWriter, least: int = 0) -> int:
    """The embedded model's tokenizer, so that real text makes a real number of tokens.

    On a computer without that model, `BONITO_TOKENIZER` names a GGUF to take it from.
    """
    path = os.environ.get("BONITO_TOKENIZER") or library.find("default").path
    fields = gguf.GGUFReader(path).fields
    for key in COPIED:
        if key in fields:
            field = fields[key]
            value = longer(key, field.contents(), least)
            sub_type = field.types[1] if len(field.types) > 1 else None
            writer.add_key_value(key, value, field.types[0], sub_type)
    return max(least, len(fields["tokenizer.ggml.tokens"].contents()))


def longer(key: str, value: Any, least: int) -> Any:
    """A list of the tokenizer with something for each token up to `least`."""
    if not key.endswith((".tokens", ".token_type")):
        return value
    added = range(len(value), least)
    return [*value, *(f"<made up {n}>" if key.endswith(".tokens") else 1 for n in added)]


def add_tensors(writer: gguf.GGUFWriter, shape: Shape, vocabulary: int) -> None:
    """All weights; the generator is seeded, so that the same shape gives the same file."""
    random = np.random.default_rng(7)
    head = shape.head_size
    whole, part = shape.heads * head, shape.kv_heads * head
    sizes = {"attn_q": (whole, shape.width), "attn_k": (part, shape.width),
             "attn_v": (part, shape.width), "attn_output": (shape.width, whole),
             "ffn_gate": (shape.inner, shape.width), "ffn_up": (shape.inner, shape.width),
             "ffn_down": (shape.width, shape.inner)}  # fmt: skip
    add_q4_k(writer, "token_embd.weight", (vocabulary, shape.width), random)
    for layer in range(shape.layers):
        for name, size in sizes.items():
            add_q4_k(writer, f"blk.{layer}.{name}.weight", size, random)
        biases = ("attn_q", "attn_k", "attn_v") if shape.architecture == "qwen2" else ()
        for name in biases:
            zeros = np.zeros(sizes[name][0], np.float32)
            writer.add_tensor(f"blk.{layer}.{name}.bias", zeros)
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(shape.width, np.float32))
    writer.add_tensor("output_norm.weight", np.full(shape.width, OUTPUT_SCALE, np.float32))
    if not shape.is_tied:
        add_q6_k(writer, "output.weight", (vocabulary, shape.width), random)


def add_q4_k(
    writer: gguf.GGUFWriter, name: str, size: tuple[int, int], random: np.random.Generator
) -> None:
    """Random 4-bit weights of about +-0.02: d, dmin (f16), 12 bytes of scales, 128 of nibbles."""
    rows, columns = size
    blocks = random_bytes(random, (rows, columns // BLOCK, Q4_K_BYTES))
    blocks[..., 0:2] = np.frombuffer(np.float16(8e-5).tobytes(), np.uint8)
    blocks[..., 2:4] = np.frombuffer(np.float16(6e-4).tobytes(), np.uint8)
    writer.add_tensor(name, blocks.reshape(rows, -1), raw_dtype=gguf.GGMLQuantizationType.Q4_K)


def add_q6_k(
    writer: gguf.GGUFWriter, name: str, size: tuple[int, int], random: np.random.Generator
) -> None:
    """Random 6-bit weights: 128 + 64 bytes of quants, 16 scales, d (f16) at the end."""
    rows, columns = size
    blocks = random_bytes(random, (rows, columns // BLOCK, Q6_K_BYTES))
    blocks[..., 208:210] = np.frombuffer(np.float16(1e-5).tobytes(), np.uint8)
    writer.add_tensor(name, blocks.reshape(rows, -1), raw_dtype=gguf.GGMLQuantizationType.Q6_K)


def random_bytes(random: np.random.Generator, size: tuple[int, ...]) -> NDArray[np.uint8]:
    """Uniform bytes; every one of them is a valid part of a block but for the scales."""
    return random.integers(0, 256, size, dtype=np.uint8)


if __name__ == "__main__":
    write(SHAPES[sys.argv[1]], Path(sys.argv[2]))
