"""Write an adapter as the GGUF that llama.cpp lays over the base: reduced, packed, or as it is.

`python -m models.nano.build.export CHECKPOINT.pt nano.gguf --kind q8_0` writes it and prints its
SHA-256; a GGUF adapter instead of a checkpoint is read too. `--rank` reduces by singular values.
The training keeps the GGUF's order of rows, so nothing is permuted.
"""

import argparse
import hashlib
from pathlib import Path

import gguf
import numpy as np
from gguf.quants import dequantize, quantize

Matrices = dict[str, np.ndarray]
"""By GGUF name ("blk.0.attn_q.weight.lora_a"), float32."""

_PACKED = gguf.GGMLQuantizationType.Q8_0


def read_adapter(path: Path) -> tuple[Matrices, float]:
    """The matrices of a GGUF adapter and its alpha."""
    reader = gguf.GGUFReader(path)
    found = {
        tensor.name: np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        for tensor in reader.tensors
    }
    return found, float(reader.fields[gguf.Keys.Adapter.LORA_ALPHA].contents())


def read_checkpoint(path: Path) -> tuple[Matrices, float]:
    """The matrices of a checkpoint of `train.py` and their alpha: twice the rank."""
    import torch  # noqa: PLC0415 - the rest of the module is tested without it

    lora = torch.load(path, map_location="cpu")["lora"]
    found: Matrices = {}
    for name, sides in lora.items():
        for side, matrix in zip("ab", sides, strict=True):
            found[f"{name}.weight.lora_{side}"] = matrix.float().numpy()
    return found, 2.0 * rank_of(found)


def rank_of(matrices: Matrices) -> int:
    """The rank of all of them."""
    return next(m.shape[0] for name, m in matrices.items() if name.endswith("lora_a"))


def reduced(matrices: Matrices, rank: int) -> tuple[Matrices, float]:
    """The nearest matrices of a lower rank, and which part of the energy is lost.

    The singular values of B·A are those of a small product of the two triangular factors.
    """
    new: Matrices = {}
    lost = whole = 0.0
    for name in (name for name in matrices if name.endswith("lora_a")):
        other = f"{name[:-1]}b"
        left, left_factor = np.linalg.qr(matrices[other])
        right, right_factor = np.linalg.qr(matrices[name].T)
        u, values, v = np.linalg.svd(left_factor @ right_factor.T)
        root = np.sqrt(values[:rank])
        new[name] = (v[:rank] * root[:, None]) @ right.T
        new[other] = left @ (u[:, :rank] * root)
        lost += float((values[rank:] ** 2).sum())
        whole += float((values**2).sum())
    return new, lost / whole


def write(matrices: Matrices, alpha: float, target: Path, kind: str = "f16") -> str:
    """Write the adapter; its SHA-256. `kind` is f16, or q8_0 where rows are whole blocks of 32."""
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
        rows = np.ascontiguousarray(matrix, dtype=np.float32)
        if kind == "q8_0" and rows.shape[-1] % 32 == 0:
            writer.add_tensor(name, quantize(rows, _PACKED), raw_dtype=_PACKED)
        else:
            writer.add_tensor(name, rows.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return hashlib.sha256(target.read_bytes()).hexdigest()


def main() -> None:
    """Export as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="a checkpoint of train.py, or a GGUF adapter")
    parser.add_argument("target", type=Path)
    parser.add_argument("--kind", choices=("f16", "q8_0"), default="q8_0")
    parser.add_argument("--rank", type=int, help="reduce to this rank")
    args = parser.parse_args()
    from_gguf = args.source.suffix == ".gguf"
    matrices, alpha = (read_adapter if from_gguf else read_checkpoint)(args.source)
    if args.rank:
        scale = alpha / rank_of(matrices)
        matrices, lost = reduced(matrices, args.rank)
        alpha = scale * args.rank
        print(f"{100 * lost:.1f} % of the energy lost")
    digest = write(matrices, alpha, args.target, args.kind)
    print(f"{args.target}: {args.target.stat().st_size} bytes, SHA-256 {digest}")


if __name__ == "__main__":
    main()
