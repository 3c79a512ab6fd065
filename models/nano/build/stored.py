"""A GGUF file as it is stored: its keys as bytes, its tensors as bytes; read, unpacked, written.

Only numpy is needed, which llama-cpp-python brings along, so set-up and packaging can merge Nano
without the packages of the `train` group. Layouts: ggml/include/gguf.h and `block_q4_1`,
`block_q8_0` in ggml/src/ggml-common.h of llama.cpp.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.cursor import Cursor
from models.ggml_types import TENSOR_TYPES

Floats = npt.NDArray[np.float32]

F32, Q4_1, Q8_0 = 0, 3, 8
"""Number formats by their code in the file (`models/ggml_types.py`)."""

_ALIGNMENT = 32
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY = 8, 9
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor: `shape` in numpy's order (rows first), `kind` its number format, its bytes."""

    name: str
    shape: tuple[int, ...]
    kind: int
    data: bytes


def read(path: Path) -> tuple[dict[str, bytes], list[StoredTensor]]:
    """The keys of a sound GGUF with their kinds and values as bytes, and its tensors, in order."""
    content = path.read_bytes()
    with path.open("rb") as file:
        cursor = Cursor(file, len(content), path.name)
        if cursor.integer("I") != int.from_bytes(b"GGUF", "little") or cursor.integer("I") != 3:
            raise cursor.refuse("no GGUF of version 3")
        tensor_count, key_count = cursor.integer("Q"), cursor.integer("Q")
        keys = dict(_read_key(cursor) for _ in range(key_count))
        places = [_read_place(cursor) for _ in range(tensor_count)]
        start = _padded(cursor.position)
    return keys, [
        StoredTensor(name, shape, kind, content[start + at : start + at + size_of(shape, kind)])
        for name, shape, kind, at in places
    ]


def write(target: Path, keys: Mapping[str, bytes], tensors: Iterable[StoredTensor]) -> None:
    """Write a GGUF of these keys and tensors; the same bytes for the same content."""
    held = list(tensors)
    head = [b"GGUF", struct.pack("<IQQ", 3, len(held), len(keys))]
    head += [_string(key) + value for key, value in keys.items()]
    place = 0
    for tensor in held:
        dims = tensor.shape[::-1]
        head.append(_string(tensor.name) + struct.pack("<I", len(dims)))
        head.append(struct.pack(f"<{len(dims)}QIQ", *dims, tensor.kind, place))
        place = _padded(place + len(tensor.data))
    whole = b"".join(head)
    with target.open("wb") as file:
        file.write(whole.ljust(_padded(len(whole)), b"\0"))
        for tensor in held:
            file.write(tensor.data.ljust(_padded(len(tensor.data)), b"\0"))


def text(value: str) -> bytes:
    """A value of a key: words."""
    return struct.pack("<I", _STRING) + _string(value)


def number(value: int) -> bytes:
    """A value of a key: a whole number of 32 bits."""
    return struct.pack("<II", 4, value)


def size_of(shape: tuple[int, ...], kind: int) -> int:
    """Bytes of a tensor."""
    layout = TENSOR_TYPES[kind]
    return int(np.prod(shape)) // layout.elements * layout.size


def unpack(tensor: StoredTensor) -> Floats:
    """The numbers of a tensor; raises `ValueError` for a format that is not needed here.

    Each product is rounded before the sum, so the result is the same on every processor.
    """
    if tensor.kind == F32:
        return np.frombuffer(tensor.data, dtype="<f4").reshape(tensor.shape).astype(np.float32)
    if tensor.kind not in {Q4_1, Q8_0}:
        raise ValueError(f"{tensor.name} has number format {tensor.kind}")
    size = TENSOR_TYPES[tensor.kind].size
    blocks = np.frombuffer(tensor.data, dtype=np.uint8).reshape(-1, size)
    scale = _halves(blocks, 0)
    if tensor.kind == Q8_0:
        return (scale * blocks[:, 2:].view(np.int8).astype(np.float32)).reshape(tensor.shape)
    packed = blocks[:, 4:]
    levels = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
    return (scale * levels + _halves(blocks, 2)).reshape(tensor.shape)


def pack(name: str, numbers: Floats) -> StoredTensor:
    """A tensor in Q8_0: blocks of 32 numbers of a row, each with a scale in half precision."""
    blocks = numbers.reshape(-1, _BLOCK)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / np.float32(127)
    with np.errstate(divide="ignore"):
        inverse = np.where(scale == 0, np.float32(0), np.float32(1) / scale)
    levels = _rounded(blocks * inverse).astype(np.int8)
    data = np.concatenate([scale.astype("<f2").view(np.uint8), levels.view(np.uint8)], axis=1)
    return StoredTensor(name, numbers.shape, Q8_0, data.tobytes())


def _rounded(numbers: Floats) -> Floats:
    """The nearest whole numbers, halves away from zero as C's `roundf`; numpy's go to even."""
    sizes = np.abs(numbers)
    whole = np.floor(sizes)
    return np.copysign(whole + np.floor(2 * (sizes - whole)), numbers)


def _halves(blocks: npt.NDArray[np.uint8], at: int) -> Floats:
    """The half-precision number at a place of each block, as a column."""
    column = np.ascontiguousarray(blocks[:, at : at + 2])
    return column.view("<f2").astype(np.float32)


def _read_key(cursor: Cursor) -> tuple[str, bytes]:
    name = (cursor.string(2**16) or b"").decode()
    start = cursor.position
    kind, count = cursor.integer("I"), 1
    if kind == _ARRAY:
        kind, count = cursor.integer("I"), cursor.integer("Q")
    if kind == _STRING:
        cursor.skip_strings(count)
    else:
        cursor.skip_numbers("B", _SIZES[kind] * count)
    return name, cursor.since(start)


def _read_place(cursor: Cursor) -> tuple[str, tuple[int, ...], int, int]:
    name = (cursor.string(64) or b"").decode()
    dims = [cursor.integer("Q") for _ in range(cursor.integer("I"))]
    return name, tuple(dims[::-1]), cursor.integer("I"), cursor.integer("Q")


def _string(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(position: int) -> int:
    return -(-position // _ALIGNMENT) * _ALIGNMENT
