"""The two tables of a GGUF header, read with every claim checked: metadata and tensors."""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from models.cursor import ARRAY_LIMIT, Cursor
from models.errors import NotAModel
from models.ggml_types import TENSOR_TYPES

_KEY_LIMIT = 2**16 - 1  # bytes, by the specification
_STRING_LIMIT = 2**10  # bytes of a value that is worth keeping
CHAT_TEMPLATE_KEY = "tokenizer.chat_template"
_CHAT_TEMPLATE_LIMIT = 2**17  # bytes; the longest of the 70 that llama.cpp carries has 16,738
_LIST_LIMIT = 512  # numbers of an array that is worth keeping: LLAMA_MAX_LAYERS
_TENSOR_NAME_LIMIT = 63  # bytes: GGML_MAX_NAME less one
_STRING, _ARRAY = 8, 9
_NUMBER_CODES = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "b"} | {
    10: "Q",
    11: "q",
    12: "d",
}
VOCABULARY_KEYS = (
    "tokenizer.ggml.model",
    "tokenizer.ggml.pre",
    "tokenizer.ggml.tokens",
    "tokenizer.ggml.scores",
    "tokenizer.ggml.merges",
)

Value = str | int | float | tuple[int | float, ...] | None


@dataclass(slots=True)
class Metadata:
    """The values worth keeping, the fingerprints of the vocabulary's parts, array lengths."""

    values: dict[str, Value] = field(default_factory=dict[str, Value])
    digests: dict[str, bytes] = field(default_factory=dict[str, bytes])
    lengths: dict[str, int] = field(default_factory=dict[str, int])

    def text(self, key: str) -> str:
        """The words at `key`, or ""."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""


def read_metadata(cursor: Cursor, count: int) -> Metadata:
    """The metadata table of `count` keys; raises `NotAModel` if it is no such table."""
    metadata = Metadata()
    for _ in range(count):
        key = (cursor.string(_KEY_LIMIT) or b"").decode(errors="replace")
        if not key or key in metadata.values:
            raise cursor.refuse("a key without a name, or given twice")
        start = cursor.position
        metadata.values[key] = _read_value(cursor, key, metadata.lengths)
        if key in VOCABULARY_KEYS:
            metadata.digests[key] = hashlib.sha256(cursor.since(start)).digest()
    return metadata


def _read_value(cursor: Cursor, key: str, lengths: dict[str, int]) -> Value:
    kind = cursor.integer("I")
    if kind == _ARRAY:
        kind = cursor.integer("I")
        lengths[key] = cursor.integer("Q")
        return _read_array(cursor, kind, lengths[key])
    if kind == _STRING:
        is_long = key == CHAT_TEMPLATE_KEY
        text = cursor.string(_CHAT_TEMPLATE_LIMIT if is_long else _STRING_LIMIT)
        return None if text is None else text.decode(errors="replace")
    if kind not in _NUMBER_CODES:
        raise cursor.refuse(f"a value of the unknown kind {kind}")
    return cursor.number(_NUMBER_CODES[kind])


def _read_array(cursor: Cursor, kind: int, count: int) -> Value:
    if count > ARRAY_LIMIT:
        raise cursor.refuse(f"an array that claims {count:,} elements")
    if kind == _STRING:
        cursor.skip_strings(count)
        return None
    if kind not in _NUMBER_CODES:  # arrays in arrays too: llama.cpp doesn't read them either
        raise cursor.refuse(f"an array of the unknown kind {kind}")
    if count <= _LIST_LIMIT:
        return cursor.numbers(_NUMBER_CODES[kind], count)
    cursor.skip_numbers(_NUMBER_CODES[kind], count)
    return None


class Tensor(NamedTuple):
    """A tensor's number format, its number of elements and its size in bytes."""

    type_name: str
    elements: int
    size: int


def read_tensors(cursor: Cursor, count: int, metadata: Metadata) -> list[Tensor]:
    """The tensor table; raises `NotAModel` if its data can't lie in the file as it says."""
    alignment = metadata.values.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment < 1 or alignment & (alignment - 1):
        raise cursor.refuse("an alignment that is no power of two")
    tensors: list[Tensor] = []
    names: set[bytes] = set()
    offset = end = 0
    for _ in range(count):
        name = cursor.string(_TENSOR_NAME_LIMIT)
        if name is None or name in names:
            raise cursor.refuse("a tensor whose name is too long, or given twice")
        names.add(name)
        tensors.append(_read_tensor(cursor))
        if cursor.integer("Q") != offset:
            raise cursor.refuse("a tensor that does not begin where the one before it ends")
        end = offset + tensors[-1].size
        offset = _pad(end, alignment)
    _check_end(cursor, _pad(cursor.position, alignment) + end if count else cursor.position)
    return tensors


def _read_tensor(cursor: Cursor) -> Tensor:
    dimension_count = cursor.integer("I")
    if dimension_count > 4:
        raise cursor.refuse(f"a tensor of {dimension_count:,} dimensions")
    dimensions = [cursor.integer("Q") for _ in range(dimension_count)] or [1]
    number = cursor.integer("I")
    if number not in TENSOR_TYPES:
        raise NotAModel(
            f"“{cursor.name}” uses number format {number}, which is too new or given up; "
            "get another quantisation of the model, such as Q4_K_M."
        )
    kind = TENSOR_TYPES[number]
    elements = 1
    for dimension in dimensions:
        elements *= dimension
    if dimensions[0] % kind.elements or elements >= 2**63:
        raise cursor.refuse(f"a tensor of impossible shape for {kind.name}")
    return Tensor(kind.name, elements, elements // kind.elements * kind.size)


def _pad(position: int, alignment: int) -> int:
    return (position + alignment - 1) // alignment * alignment


def _check_end(cursor: Cursor, needed: int) -> None:
    if cursor.size < needed:
        raise NotAModel(
            f"“{cursor.name}” ends too early: {cursor.size:,} of {needed:,} bytes are here; "
            "finish the download or copy it again."
        )
