"""Write a trained adapter as a GGUF LoRA that llama.cpp loads on top of the base.

`python -m models.nano.build.export CHECKPOINT.pt nano.gguf` writes it and prints its SHA-256.

llama.cpp's Llama layout interleaves the two halves of each head's rotation, so the rows of q and k
are permuted when a model is converted (llama.cpp, conversion of `LlamaForCausalLM`, `permute`); the
rows of `lora_b` of q and k must follow. `lora_a` and the other matrices are written as they are.
"""

import argparse
import hashlib
import re
from pathlib import Path
from typing import Any

import gguf
import numpy as np

HEADS, KEY_VALUE_HEADS = 9, 3  # SmolLM2-135M
_NAME = re.compile(r"layers\.(\d+)\.\w+\.(\w+_proj)\.lora_([AB])")
_TENSORS = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}
_PERMUTED = {("q_proj", "B"): HEADS, ("k_proj", "B"): KEY_VALUE_HEADS}


def permute(rows: np.ndarray, heads: int) -> np.ndarray:
    """Rows in the order of llama.cpp: in each head, first and second half take turns."""
    size = rows.shape[0] // heads // 2
    halves = rows.reshape(heads, 2, size, *rows.shape[1:])
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows.shape))


def tensor_of(name: str, matrix: np.ndarray) -> tuple[str, np.ndarray]:
    """The GGUF name and content of a matrix that peft calls `name`; ValueError if it is no LoRA."""
    found = _NAME.search(name)
    if found is None or found[2] not in _TENSORS:
        raise ValueError(f"{name} is no LoRA matrix of a Llama block.")
    block, part, side = found.groups()
    heads = _PERMUTED.get((part, side))
    content = matrix if heads is None else permute(matrix, heads)
    return f"blk.{block}.{_TENSORS[part]}.weight.lora_{side.lower()}", content.astype(np.float16)


def matrices_of(state: dict[str, Any]) -> dict[str, np.ndarray]:
    """The matrices of a checkpoint by their peft names."""
    flat = state["weights"].detach().numpy()
    sizes = [int(np.prod(shape)) for shape in state["shapes"]]
    parts = np.split(flat, np.cumsum(sizes)[:-1])
    return {
        name: part.reshape(shape)
        for name, shape, part in zip(state["names"], state["shapes"], parts, strict=True)
    }


def write(matrices: dict[str, np.ndarray], alpha: float, target: Path) -> str:
    """Write the adapter in f16; its SHA-256."""
    writer = gguf.GGUFWriter(target, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    writer.add_name("Nano")
    writer.add_description(
        "Bonito's 16 task types on SmolLM2-135M-Instruct; for trying and testing"
    )
    writer.add_license("apache-2.0")
    for name, matrix in sorted(matrices.items()):
        writer.add_tensor(*tensor_of(name, matrix))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return hashlib.sha256(target.read_bytes()).hexdigest()


def main() -> None:
    """Export a checkpoint as asked on the command line."""
    import torch  # noqa: PLC0415 - the rest of the module is tested without it

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    state = torch.load(args.checkpoint, map_location="cpu")
    digest = write(matrices_of(state), state["alpha"], args.target)
    size = args.target.stat().st_size
    print(f"{args.target}: {size} bytes, {state['tokens']} tokens seen, SHA-256 {digest}")


if __name__ == "__main__":
    main()
