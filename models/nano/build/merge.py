"""Merge an adapter into its base: one GGUF whose taught layers are Q8_0, the same bytes anywhere.

`python -m models.nano.build.merge` makes the file that the catalogue names, if it is not there
yet, out of the embedded base and our adapter; set-up and packaging run it. With three paths,
`... BASE.gguf ADAPTER.gguf MERGED.gguf`, it merges these and prints the SHA-256.

The update is summed as outer products, element by element in a fixed order: a matrix product of
whatever linear algebra library is there would not give the same bytes on every machine.
"""

import argparse
import os
import struct
import sys
from pathlib import Path

import numpy as np

from models.catalogue import catalogue
from models.errors import ModelError
from models.library import find, merged_path, sha256_of
from models.nano.build.stored import Floats, StoredTensor, number, pack, read, text, unpack
from models.nano.build.stored import write as write_gguf

NAME = "Nano of Bonito Desktop"
"""What the merged file says that it is; the catalogue recognises it by this."""

_FILE_TYPE_Q8_0 = 7
_ROWS = 64  # summed at a time: what is at work then fits into a processor's cache


def update(a: Floats, b: Floats, scale: float) -> Floats:
    """What an adapter adds to a layer: scale times B·A, in float32, one rank after the other."""
    found = np.zeros((b.shape[0], a.shape[1]), dtype=np.float32)
    for start in range(0, len(found), _ROWS):
        part = found[start : start + _ROWS]
        for rank in range(len(a)):
            part += b[start : start + _ROWS, rank, None] * a[None, rank]
    return found * np.float32(scale)


def merge(base: Path, adapter: Path, target: Path) -> None:
    """Write the base with the adapter in its weights."""
    keys, tensors = read(base)
    adapter_keys, sides = read(adapter)
    taught = {side.name: unpack(side) for side in sides}
    alpha: float = struct.unpack("<f", adapter_keys["adapter.lora.alpha"][4:])[0]
    keys |= {"general.name": text(NAME), "general.file_type": number(_FILE_TYPE_Q8_0)}
    write_gguf(target, keys, [_taught(tensor, taught, alpha) for tensor in tensors])


def _taught(tensor: StoredTensor, taught: dict[str, Floats], alpha: float) -> StoredTensor:
    """A tensor with what its two sides in the adapter add to it; as it is if it has none."""
    a, b = (taught.get(f"{tensor.name}.lora_{side}") for side in "ab")
    if a is None or b is None:
        return tensor
    return pack(tensor.name, unpack(tensor) + update(a, b, alpha / len(a)))


def make(base: Path, adapter: Path, target: Path, sha256: str) -> None:
    """Make the merged file if it is not there; it is whole or absent, and older ones go.

    Raises `ValueError` where other bytes come out than `sha256` says.
    """
    if target.is_file():
        return
    print("Merging Nano's adapter into its base, once: about 10 s.", flush=True)
    target.parent.mkdir(exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        merge(base, adapter, draft)
        if (found := sha256_of(draft)) != sha256:
            raise ValueError(f"The merged file has SHA-256 {found} and not {sha256}.")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    for old in set(target.parent.glob("nano-*.gguf*")) - {target}:
        old.unlink()


def main() -> int:
    """Merge as asked on the command line; 1 if the file of the catalogue can't be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="base, adapter, target")
    files = parser.parse_args().files
    if files:
        base, adapter, target = files
        merge(base, adapter, target)
        print(f"{target}: {target.stat().st_size} bytes, SHA-256 {sha256_of(target)}")
        return 0
    try:
        model = find("nano-adapter")
        make(model.path, model.adapter or model.path, merged_path(), catalogue()[0].sha256)
    except (ModelError, OSError, ValueError) as error:
        print(f"Nano's merged file can't be made: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
