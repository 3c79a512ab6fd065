"""Thirty files that are no sound model, each by design, and what is said of each."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import ModelError, ModelUnsuitable, NotAModel
from models.library import BrokenModel, look
from tests.models.gguf_files import TENSORS, gguf, text

SOUND = gguf()
U64, STRINGS = 10, struct.pack("<II", 9, 8)
Make = Callable[[], bytes]


def number(value: int) -> bytes:
    """A number of 64 bits, as a value of the metadata."""
    return struct.pack("<IQ", U64, value)


def doubled(key: bytes) -> bytes:
    """A file whose first key stands there twice."""
    entry = text(key) + struct.pack("<I", 8) + text("llama")
    return b"GGUF" + struct.pack("<IQQ", 3, 0, 2) + entry * 2


def flipped(place: int) -> bytes:
    """The sound file with one byte turned over."""
    return SOUND[:place] + bytes([SOUND[place] ^ 0xFF]) + SOUND[place + 1 :]


def tensor(
    name: str = "a", dims: tuple[int, ...] = (64, 4), kind: int = 2, size: int = 144
) -> Make:
    return lambda: gguf(tensors=[(name, dims, kind, size)])


def keyed(**changes: object) -> Make:
    """The sound file with keys of the architecture changed."""
    renamed = {f"llama.{key.replace('__', '.')}": value for key, value in changes.items()}
    return lambda: gguf(renamed)  # type: ignore[arg-type]


DAMAGED: dict[str, tuple[Make, type[ModelError], str]] = {
    "an empty file": (lambda: b"", NotAModel, "is empty"),
    "zeros": (lambda: bytes(4096), NotAModel, "nothing but zeros"),
    "a web page": (lambda: b"<!DOCTYPE html><p>404", NotAModel, "a web page"),
    "a pointer": (lambda: b"version https://git-lfs.github.com/spec/v1", NotAModel, "Git LFS"),
    "a ZIP": (lambda: b"PK\x03\x04" + bytes(60), NotAModel, "a ZIP archive"),
    "other bytes": (lambda: b"\x7fELF" + bytes(60), NotAModel, "is not a GGUF model"),
    "the magic number alone": (lambda: b"GGUF", NotAModel, "in the middle of its header"),
    "half a header": (lambda: SOUND[:200], NotAModel, "in the middle of its header"),
    "half the weights": (lambda: SOUND[:-4000], NotAModel, "ends too early"),
    "one byte too few": (lambda: SOUND[:-1], NotAModel, "ends too early"),
    "a swapped byte order": (
        lambda: b"GGUF" + struct.pack(">I", 3) + SOUND[8:], NotAModel, "big-endian",
    ),
    "version 1": (lambda: gguf(version=1), NotAModel, "version 1"),
    "version 9": (lambda: gguf(version=9), NotAModel, "version 9"),
    "too many tensors": (lambda: gguf(counts=(2**40, 3)), NotAModel, "tensors and"),
    "a flipped byte in a length": (lambda: flipped(30), NotAModel, "damaged|middle of its header"),
    "a key twice": (lambda: doubled(b"general.architecture"), NotAModel, "given twice"),
    "a key without a name": (lambda: doubled(b""), NotAModel, "without a name"),
    "a value of no kind": (
        lambda: gguf({"a": struct.pack("<I", 99)}), NotAModel, "the unknown kind 99",
    ),
    "an array without end": (
        lambda: gguf({"a": STRINGS + struct.pack("<Q", 2**60)}), NotAModel, "an array that claims",
    ),
    "an alignment of 33": (lambda: gguf({"general.alignment": 33}), NotAModel, "no power of two"),
    "a tensor of five dimensions": (tensor(dims=(64, 1, 1, 1, 1)), NotAModel, "5 dimensions"),
    "a tensor that cuts a block": (tensor(dims=(33, 4)), NotAModel, "impossible shape"),
    "a number format to come": (tensor(kind=900), NotAModel, "number format 900"),
    "513 layers": (keyed(block_count=513), NotAModel, "513 layers, and llama.cpp takes 512"),
    "a thousand million layers": (keyed(block_count=10**9), NotAModel, "1,000,000,000 layers"),
    "more experts used than there are": (
        keyed(expert_count=8, expert_used_count=9), NotAModel, "9 of its 8 experts",
    ),
    "experts of which none is used": (keyed(expert_count=8), NotAModel, "0 of its 8 experts"),
    "2,000 experts": (keyed(expert_count=2000, expert_used_count=2), NotAModel, "2,000 experts"),
    "experts in groups that don't divide": (
        keyed(expert_count=8, expert_used_count=2, expert_group_count=3, expert_group_used_count=1),
        NotAModel, "can't stand in 3 groups",
    ),
    "positions scaled in an unknown way": (
        keyed(rope__scaling__type="spiral"), NotAModel, "scale positions",
    ),
    "more layers ahead than there are": (keyed(nextn_predict_layers=3), NotAModel, "predict ahead"),
    "no size of its layers": (
        keyed(embedding_length=None), ModelUnsuitable, "how large its layers are",
    ),
    "a vocabulary alone": (lambda: gguf(tensors=[]), ModelUnsuitable, "a vocabulary only"),
    "an adapter": (lambda: gguf({"general.type": "adapter"}), ModelUnsuitable, "an adapter"),
    "one of three parts": (
        lambda: gguf({"split.count": number(3)}), ModelUnsuitable, "one of 3 parts",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_gets_the_verdict_that_fits_it(tmp_path: Path, name: str):
    make, kind, said = DAMAGED[name]
    path = tmp_path / "office.gguf"
    path.write_bytes(make())
    found = look(path)
    assert isinstance(found, BrokenModel)
    assert type(found.error) is kind
    assert any(one in str(found.error) for one in said.split("|")), str(found.error)
    assert "office.gguf" in str(found.error)


def test_the_limits_themselves_are_still_taken(tmp_path: Path):
    path = tmp_path / "office.gguf"
    for changes in (
        {"llama.block_count": 512},
        {"llama.expert_count": 1024, "llama.expert_used_count": 1024},
        {"llama.rope.scaling.type": "yarn", "llama.nextn_predict_layers": 2},
        {
            "llama.expert_count": 8,
            "llama.expert_used_count": 2,
            "llama.expert_group_count": 4,
            "llama.expert_group_used_count": 2,
        },
    ):
        path.write_bytes(gguf(changes))
        assert not isinstance(look(path), BrokenModel), changes


def test_thirty_are_enough_and_the_sound_one_is_sound(tmp_path: Path):
    assert len(DAMAGED) >= 30
    path = tmp_path / "office.gguf"
    path.write_bytes(gguf(tensors=TENSORS))
    assert not isinstance(look(path), BrokenModel)
