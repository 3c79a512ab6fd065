"""The base model out of its GGUF with a LoRA on every linear layer, seen as one flat vector."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

from models.nano.build.batches import Batch, Encode

RANK, ALPHA = 16, 32
SEED = 42
LENGTH_STEP = 16  # lengths are rounded up to it: oneDNN compiles anew for each shape it meets


@dataclass(frozen=True, slots=True)
class Network:
    """The model and its trainable matrices in a fixed order, with names as peft gives them."""

    model: Any
    names: tuple[str, ...]
    matrices: tuple[torch.nn.Parameter, ...]

    @property
    def size(self) -> int:
        """How many numbers are trained."""
        return sum(matrix.numel() for matrix in self.matrices)


def tokeniser(base: Path) -> tuple[Encode, int]:
    """How the base tokenises plain text, without BOS, and its end token."""
    loaded = AutoTokenizer.from_pretrained(base.parent, gguf_file=base.name)
    return (lambda text: loaded(text, add_special_tokens=False).input_ids), loaded.eos_token_id


def load(base: Path, dtype: torch.dtype = torch.bfloat16, seed: int = SEED) -> Network:
    """The GGUF dequantised, with a fresh LoRA.

    Without `dequantize` transformers 5.23 keeps the weights packed and unpacks them again in each
    product; on this processor its fused attention is slower than plain products.
    Base and adapter compute in `dtype`; the trainer keeps the adapter in float32 beside it.
    """
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_pretrained(
        base.parent,
        gguf_file=base.name,
        dtype=dtype,
        quantization_config=GgufConfig(dequantize=True),
        attn_implementation="eager",
    )
    settings = LoraConfig(
        r=RANK, lora_alpha=ALPHA, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    model = get_peft_model(model, settings, autocast_adapter_dtype=False)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    return Network(model, tuple(n for n, _ in named), tuple(p for _, p in named))


def read_flat(network: Network) -> torch.Tensor:
    """A copy of all trained numbers as float32."""
    return torch.cat([matrix.detach().float().flatten() for matrix in network.matrices])


def put_flat(network: Network, flat: torch.Tensor) -> None:
    """Put numbers of `read_flat`'s shape into the matrices, rounded to their type."""
    with torch.no_grad():
        for matrix, part in zip(network.matrices, _parts(network.matrices, flat), strict=True):
            matrix.copy_(part)


def put_gradients(network: Network, flat: torch.Tensor) -> None:
    """Copy the gradients into `flat` and clear them."""
    parts = _parts(network.matrices, flat)
    for matrix, part in zip(network.matrices, parts, strict=True):
        if matrix.grad is None:
            part.zero_()
        else:
            part.copy_(matrix.grad)
        matrix.grad = None


def _parts(matrices: Sequence[torch.Tensor], flat: torch.Tensor) -> list[torch.Tensor]:
    pieces = flat.split([matrix.numel() for matrix in matrices])
    return [piece.view_as(matrix) for piece, matrix in zip(pieces, matrices, strict=True)]


def summed_loss(network: Network, batch: Batch, padding: int) -> tuple[torch.Tensor, int]:
    """Cross entropy summed over the target tokens, and how many they are.

    Padding stands right and attention is causal, so no mask is needed; the vocabulary is only
    scored where a target token follows.
    """
    longest = max(len(example.ids) for example in batch.examples)
    longest = -(-longest // LENGTH_STEP) * LENGTH_STEP
    rows = [[*e.ids, *[padding] * (longest - len(e.ids))] for e in batch.examples]
    ids = torch.tensor(rows)
    wanted = torch.zeros(ids.shape, dtype=torch.bool)
    for row, example in enumerate(batch.examples):
        wanted[row, example.start - 1 : len(example.ids) - 1] = True
    causal = network.model.base_model.model
    hidden = causal.model(input_ids=ids, use_cache=False).last_hidden_state
    scores = causal.lm_head(hidden[wanted]).float()
    targets = torch.roll(ids, -1, dims=1)[wanted]
    return torch.nn.functional.cross_entropy(scores, targets, reduction="sum"), len(targets)
