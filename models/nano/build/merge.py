"""Merge an adapter into its base: one GGUF whose taught layers are Q8_0, the same bytes anywhere.

`python -m models.nano.build.merge BASE.gguf nano.gguf MERGED.gguf` prints its SHA-256. The update
is summed as outer products, element by element in a fixed order: a matrix product of whatever
linear algebra library is there would not give the same bytes on every machine. To measure what the
adapter costs in speed; the application ships base and adapter.
"""

import argparse
import hashlib
from pathlib import Path

import gguf
import numpy as np
from gguf.quants import dequantize, quantize

from models.nano.build.export import Matrices, rank_of, read_adapter

_PACKED = gguf.GGMLQuantizationType.Q8_0
_ADDED_BY_WRITER = frozenset({"general.architecture"})


def update(a: np.ndarray, b: np.ndarray, scale: float) -> np.ndarray:
    """What an adapter adds to a layer: scale times B·A, in float32, one rank after the other."""
    found = np.zeros((b.shape[0], a.shape[1]), dtype=np.float32)
    for rank in range(a.shape[0]):
        found += b[:, rank, None] * a[None, rank]
    return found * np.float32(scale)


def merge(base: Path, matrices: Matrices, alpha: float, target: Path) -> str:
    """Write the base with the adapter in its weights; its SHA-256."""
    reader, scale = gguf.GGUFReader(base), alpha / rank_of(matrices)
    writer = gguf.GGUFWriter(target, str(reader.fields["general.architecture"].contents()))
    for name, field in reader.fields.items():
        if not name.startswith("GGUF.") and name not in _ADDED_BY_WRITER:
            kinds = field.types
            sub = kinds[-1] if kinds[0] is gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(name, field.contents(), kinds[0], sub)
    for tensor in reader.tensors:
        if f"{tensor.name}.lora_a" not in matrices:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        plain = np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        sides = (matrices[f"{tensor.name}.lora_{side}"] for side in "ab")
        packed = quantize(plain + update(*sides, scale), _PACKED)
        writer.add_tensor(tensor.name, packed, raw_dtype=_PACKED)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return hashlib.sha256(target.read_bytes()).hexdigest()


def main() -> None:
    """Merge as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "adapter", "target"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    digest = merge(args.base, *read_adapter(args.adapter), args.target)
    print(f"{args.target}: {args.target.stat().st_size} bytes, SHA-256 {digest}")


if __name__ == "__main__":
    main()
