"""SmolLM2 straight out of its GGUF, in plain PyTorch, with a LoRA on every linear layer.

Rows stay in the GGUF's own order (llama.cpp interleaves the two halves of each head's rotation), so
an adapter is written without permuting anything. Runs on a CPU or a CUDA device. The base is frozen
in `dtype`; the adapter's own numbers stay float32 and are rounded where they are used.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as fn
from gguf import GGUFReader
from gguf.quants import dequantize

from models.nano.build.batches import Batch
from models.nano.build.tokens import END

LINEAR = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
SEED = 42
LENGTH_STEP = 16  # lengths are rounded up to it: kernels are compiled or chosen for each shape

Lora = dict[str, tuple[torch.Tensor, torch.Tensor]]
"""By block and layer ("blk.0.attn_q"): A of rank by inputs, and B of outputs by rank."""


def read(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, object]]:
    """The tensors of a GGUF as float32 and its metadata but for the vocabulary."""
    reader = GGUFReader(path)
    tensors = {
        tensor.name: torch.from_numpy(
            np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        ).reshape([int(n) for n in reversed(tensor.shape)])
        for tensor in reader.tensors
    }
    fields = {k: f for k, f in reader.fields.items() if not k.startswith("tokenizer.ggml.")}
    return tensors, {name: field.contents() for name, field in fields.items()}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the header says of the layers."""

    layers: int
    heads: int
    key_heads: int
    hidden: int
    epsilon: float
    theta: float

    @classmethod
    def of(cls, meta: dict[str, object], hidden: int) -> "Shape":
        """The shape that a GGUF of a Llama model states."""
        number = lambda name: float(str(meta[f"llama.{name}"]))  # noqa: E731
        return cls(
            layers=int(number("block_count")),
            heads=int(number("attention.head_count")),
            key_heads=int(number("attention.head_count_kv")),
            hidden=hidden,
            epsilon=number("attention.layer_norm_rms_epsilon"),
            theta=number("rope.freq_base"),
        )


class Network:
    """The frozen base and the adapter that is trained; `rank` 0 is the base alone."""

    def __init__(
        self, base: Path, rank: int, *, device: str, dtype: torch.dtype, seed: int = SEED
    ) -> None:
        tensors, meta = read(base)
        self.shape = Shape.of(meta, tensors["token_embd.weight"].shape[1])
        self.device, self.dtype, self.rank, self.scale = device, dtype, rank, 2.0
        self.weights = {name: t.to(device=device, dtype=dtype) for name, t in tensors.items()}
        self.lora: Lora = {}
        dice = torch.Generator().manual_seed(seed)
        for block in range(self.shape.layers if rank else 0):
            for layer in LINEAR:
                name = f"blk.{block}.{layer}"
                self.lora[name] = self._fresh(tensors[f"{name}.weight"].shape, dice)
        size = self.shape.hidden // self.shape.heads
        steps = torch.arange(0, size, 2, device=device).float() / size
        self._frequencies = 1.0 / self.shape.theta**steps

    def _fresh(self, shape: torch.Size, dice: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """A in the usual uniform start, B zero: at first the adapter changes nothing."""
        outputs, inputs = shape
        a = (torch.rand(self.rank, inputs, generator=dice) * 2 - 1) / math.sqrt(inputs)
        b = torch.zeros(outputs, self.rank)
        return a.to(self.device).requires_grad_(), b.to(self.device).requires_grad_()

    @property
    def parameters(self) -> list[torch.Tensor]:
        """What is trained, in a fixed order."""
        return [matrix for pair in self.lora.values() for matrix in pair]

    @torch.no_grad()
    def start_from(self, adapter: Path) -> None:
        """Take over a checkpoint or a GGUF adapter of this rank and twice it as alpha."""
        if adapter.suffix == ".pt":
            found = torch.load(adapter, map_location=self.device)["lora"]
        else:
            tensors, _ = read(adapter)
            sides = ("weight.lora_a", "weight.lora_b")
            found = {name: tuple(tensors[f"{name}.{side}"] for side in sides) for name in self.lora}
        for name, (a, b) in self.lora.items():
            a.copy_(found[name][0])
            b.copy_(found[name][1])

    def summed_loss(self, batch: Batch) -> tuple[torch.Tensor, int]:
        """Cross entropy summed over the target tokens, and how many they are.

        Padding stands right and attention is causal, so no mask is needed; the vocabulary is only
        scored where a target token follows.
        """
        ids, wanted = self._padded(batch)
        scores = self.scores(ids, wanted)
        targets = torch.roll(ids, -1, dims=1)[wanted]
        return fn.cross_entropy(scores, targets, reduction="sum"), len(targets)

    def scores(self, ids: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        """The vocabulary's scores, in float32, at the places that `wanted` marks."""
        hidden = self._hidden(ids)[wanted]
        head = self.weights.get("output.weight", self.weights["token_embd.weight"])
        return (hidden @ head.t()).float()

    def _padded(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        longest = max(len(example.ids) for example in batch.examples)
        longest = -(-longest // LENGTH_STEP) * LENGTH_STEP
        ids = torch.tensor([[*e.ids, *[END] * (longest - len(e.ids))] for e in batch.examples])
        wanted = torch.zeros(ids.shape, dtype=torch.bool)
        for row, example in enumerate(batch.examples):
            wanted[row, example.start - 1 : len(example.ids) - 1] = True
        return ids.to(self.device), wanted.to(self.device)

    def _hidden(self, ids: torch.Tensor) -> torch.Tensor:
        x = fn.embedding(ids, self.weights["token_embd.weight"])
        places = torch.arange(ids.shape[1], device=self.device).float()[:, None]
        turns = places * self._frequencies[None]
        rotation = (turns.cos().to(self.dtype), turns.sin().to(self.dtype))
        for block in range(self.shape.layers):
            x = x + self._attention(self._norm(x, f"blk.{block}.attn_norm"), block, rotation)
            x = x + self._feed_forward(self._norm(x, f"blk.{block}.ffn_norm"), block)
        return self._norm(x, "output_norm")

    def _attention(
        self, x: torch.Tensor, block: int, rotation: tuple[torch.Tensor, torch.Tensor]
    ) -> torch.Tensor:
        shape = self.shape
        q, k, v = (
            self._linear(x, f"blk.{block}.attn_{part}")
            .unflatten(-1, (heads, shape.hidden // shape.heads))
            .transpose(1, 2)
            for part, heads in (("q", shape.heads), ("k", shape.key_heads), ("v", shape.key_heads))
        )
        q, k = _rotated(q, *rotation), _rotated(k, *rotation)
        times = shape.heads // shape.key_heads
        k, v = k.repeat_interleave(times, 1), v.repeat_interleave(times, 1)
        mixed = fn.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self._linear(mixed.transpose(1, 2).flatten(2), f"blk.{block}.attn_output")

    def _feed_forward(self, x: torch.Tensor, block: int) -> torch.Tensor:
        gate = fn.silu(self._linear(x, f"blk.{block}.ffn_gate"))
        return self._linear(gate * self._linear(x, f"blk.{block}.ffn_up"), f"blk.{block}.ffn_down")

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        y = x @ self.weights[f"{name}.weight"].t()
        if name not in self.lora:
            return y
        a, b = (matrix.to(self.dtype) for matrix in self.lora[name])
        return y + (x @ a.t()) @ b.t() * self.scale

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        weight = self.weights[f"{name}.weight"].float()
        return fn.rms_norm(x.float(), (self.shape.hidden,), weight, self.shape.epsilon).to(
            self.dtype
        )


def _rotated(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    one, two = x[..., 0::2], x[..., 1::2]
    return torch.stack((one * cos - two * sin, one * sin + two * cos), dim=-1).flatten(-2)
