"""Read the header of a GGUF model safely, in pure Python: what it is, and whether it is whole.

Model files come from strangers. llama.cpp runs in a process that may die, but its parser is C++
on untrusted bytes, so a file is read here first and refused here if anything in it does not add
up. The layout is that of ggml/include/gguf.h in llama.cpp; the checks follow its
`gguf_init_from_reader` (ggml/src/gguf.cpp), with tighter limits.
"""

import hashlib
import os
import stat
import time
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from models.cursor import Cursor
from models.errors import ModelError, ModelMissing, NotAModel
from models.foreign import describe
from models.ggml_types import FILE_TYPES
from models.gguf_tables import (
    CHAT_TEMPLATE_KEY,
    VOCABULARY_KEYS,
    Metadata,
    Tensor,
    read_metadata,
    read_tensors,
)
from models.limits import check_limits

_TENSOR_LIMIT, _KEY_LIMIT = 2**17, 2**12  # the most known are some 2,000 and 100
_NAME_LIMIT = 200  # characters shown to people
_SETTLED_SECONDS = 2.0  # coarser than the clock of any file system (FAT)


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says of itself. Numbers it does not give are 0, words it does not give "".

    `vocabulary` is the fingerprint of all that decides how text falls into tokens: two files with
    the same one count alike. `file_type` is the quantisation, such as "Q4_1". `head_count_kv` is
    that of the largest layer, `head_count_kv_sum` that of all layers together. Sizes in bytes.
    """

    architecture: str
    name: str
    kind: str  # "model", "adapter", "mmproj", "imatrix"...; "" in older files
    file_type: str
    vocabulary: str
    vocabulary_size: int
    context_length: int
    block_count: int
    embedding_length: int
    head_count: int
    head_count_kv: int
    head_count_kv_sum: int
    head_size: int  # of a key
    value_size: int  # of a value; nearly always the same
    is_causal: bool  # False: reads in both directions, so it can't write
    split_count: int
    tensor_count: int
    parameter_count: int
    parameter_bytes: int
    size_bytes: int
    keys: tuple[str, ...]
    base_name: str = ""  # of the model it was made from
    licence: str = ""  # as the file says
    chat_template: str = ""  # a program by a stranger: searched, never run

    @property
    def has_chat_template(self) -> bool:
        """The file says how a conversation with it is written, if only at too great a length."""
        return CHAT_TEMPLATE_KEY in self.keys


def read_header(path: Path) -> GgufHeader:
    """The header of the file at `path`; takes under half a second and a few MB of memory.

    Kept until the file changes; one that changed just now is read each time, because a second
    change in the same tick of the file system's clock could not be told.

    Raises `ModelMissing` (no such file), `NotAModel` (no GGUF, damaged or cut short; the sentence
    says which) and a plain `ModelError` where the system refuses to let us read.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):  # never wait on a pipe or a device
            raise NotAModel(f"“{path.name}” is not a file: choose a .gguf file.")
        changed = max(state.st_mtime, state.st_ctime)
        if time.time() - changed < _SETTLED_SECONDS:
            return _open(path)
        identity = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        return _unchanged(path, identity)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ModelMissing(f"There is no file “{path}”; check the path.") from error
    except OSError as error:
        raise ModelError(
            f"“{path}” can't be read ({error.strerror}); check that you may open it."
        ) from error


@lru_cache(maxsize=64)
def _unchanged(path: Path, _identity: tuple[int, ...]) -> GgufHeader:
    return _open(path)


def _open(path: Path) -> GgufHeader:
    with path.open("rb") as file:
        return _read(file, os.fstat(file.fileno()).st_size, path.name)


def _read(file: BinaryIO, size: int, name: str) -> GgufHeader:
    beginning = file.read(64)
    if beginning[:4] != b"GGUF":
        raise NotAModel(f"“{name}” {describe(beginning)}")
    file.seek(0)
    cursor = Cursor(file, size, name)
    cursor.integer("I")
    _check_version(cursor)
    tensor_count, key_count = cursor.integer("Q"), cursor.integer("Q")
    if tensor_count > _TENSOR_LIMIT or key_count > _KEY_LIMIT:
        raise cursor.refuse(f"it claims {tensor_count:,} tensors and {key_count:,} keys")
    metadata = read_metadata(cursor, key_count)
    tensors = read_tensors(cursor, tensor_count, metadata)
    return _header(metadata, tensors, cursor)


def _check_version(cursor: Cursor) -> None:
    version = cursor.integer("I")
    if version & 0xFFFF == 0:
        raise NotAModel(
            f"“{cursor.name}” is a GGUF for big-endian computers; get the usual little-endian file."
        )
    if version == 1:
        raise NotAModel(
            f"“{cursor.name}” is a GGUF of version 1, which llama.cpp no longer reads; "
            "get a newer conversion."
        )
    if version > 3:
        raise NotAModel(
            f"“{cursor.name}” is a GGUF of version {version}, and this application reads 2 and 3; "
            "get a conversion in version 3, or a newer application."
        )


def _header(metadata: Metadata, tensors: list[Tensor], cursor: Cursor) -> GgufHeader:
    architecture = _clean(metadata.text("general.architecture"))
    check_limits(metadata, architecture, cursor)
    numbers = _Numbers(metadata, architecture, cursor)
    heads, embedding = numbers.one("attention.head_count"), numbers.one("embedding_length")
    layers = numbers.one("block_count")
    heads_kv = numbers.each("attention.head_count_kv", layers) or (heads,) * layers
    head_size = numbers.one("attention.key_length") or (embedding // heads if heads else 0)
    return GgufHeader(
        architecture=architecture,
        name=_clean(metadata.text("general.name")),
        kind=_clean(metadata.text("general.type")),
        file_type=_file_type(metadata, tensors),
        vocabulary=_fingerprint(metadata),
        vocabulary_size=metadata.lengths.get("tokenizer.ggml.tokens", 0),
        context_length=numbers.one("context_length"),
        block_count=layers,
        embedding_length=embedding,
        head_count=heads,
        head_count_kv=max(heads_kv, default=0),
        head_count_kv_sum=sum(heads_kv),
        head_size=head_size,
        value_size=numbers.one("attention.value_length") or head_size,
        is_causal=metadata.values.get(f"{architecture}.attention.causal", 1) != 0,
        split_count=numbers.whole("split.count"),
        tensor_count=len(tensors),
        parameter_count=sum(tensor.elements for tensor in tensors),
        parameter_bytes=sum(tensor.size for tensor in tensors),
        size_bytes=cursor.size,
        keys=tuple(metadata.values),
        base_name=_clean(metadata.text("general.basename")),
        licence=_clean(metadata.text("general.license")),
        chat_template=metadata.text(CHAT_TEMPLATE_KEY),
    )


class _Numbers:
    """Whole numbers from the metadata, held against what a model can have."""

    def __init__(self, metadata: Metadata, architecture: str, cursor: Cursor) -> None:
        self._values = metadata.values
        self._architecture = architecture
        self._cursor = cursor

    def whole(self, key: str, limit: int = 2**31) -> int:
        """The number at `key`, the largest where there is one for each layer, or 0."""
        return max(self._all(key, limit), default=0)

    def one(self, key: str) -> int:
        """As `whole`, for a key of the architecture."""
        return self.whole(f"{self._architecture}.{key}")

    def each(self, key: str, layers: int) -> tuple[int, ...]:
        """The numbers of all layers, or none."""
        numbers = self._all(f"{self._architecture}.{key}", 2**31)
        return numbers * layers if len(numbers) == 1 else numbers[:layers]

    def _all(self, key: str, limit: int) -> tuple[int, ...]:
        value = self._values.get(key, ())
        found = value if isinstance(value, tuple) else (value,)
        numbers = tuple(number for number in found if isinstance(number, int))
        if len(numbers) < len(found) or not all(0 <= number < limit for number in numbers):
            raise self._cursor.refuse(f"“{_clean(key)}” is not a sensible number")
        return numbers


def _clean(text: str) -> str:
    """Text of a stranger as it may be shown: no control characters, not endless."""
    return "".join(letter for letter in text if letter.isprintable())[:_NAME_LIMIT]


def _file_type(metadata: Metadata, tensors: list[Tensor]) -> str:
    """The name the file gives, or the format that most of its bytes are in."""
    value = metadata.values.get("general.file_type")
    if isinstance(value, int) and value in FILE_TYPES:
        return FILE_TYPES[value]
    sizes: Counter[str] = Counter()
    for tensor in tensors:
        sizes[tensor.type_name] += tensor.size
    return max(sizes, key=sizes.__getitem__, default="")


def _fingerprint(metadata: Metadata) -> str:
    """Lower-case hex SHA-256 over the vocabulary's parts, in one order whatever the file's."""
    if not metadata.lengths.get("tokenizer.ggml.tokens"):
        return ""
    whole = hashlib.sha256()
    for key in VOCABULARY_KEYS:
        whole.update(key.encode() + b"\0" + metadata.digests.get(key, b""))
    return whole.hexdigest()
