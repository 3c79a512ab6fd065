"""Examples in a file of arrays."""

from models.nano.build.batches import Example
from models.nano.build.tokens import by_task, examples, pack, unpack

FOUND = [Example((5, 6, 49_151, 2), 2, "qa"), Example((7, 8, 2), 1, "nli")]


def test_examples_are_read_as_they_were_packed(tmp_path):
    pack(FOUND, tmp_path / "train.npz")
    assert unpack(tmp_path / "train.npz") == FOUND


def test_packed_tokens_beside_the_pairs_are_taken_without_a_tokeniser(tmp_path):
    pack(FOUND, tmp_path / "train.npz")
    assert examples(tmp_path / "no base.gguf", tmp_path / "train.jsonl") == FOUND


def test_examples_are_grouped_by_type_in_alphabetical_order():
    assert list(by_task(FOUND)) == ["nli", "qa"]
