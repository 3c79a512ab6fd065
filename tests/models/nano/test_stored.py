"""GGUF files as stored: what is written is read, numbers are unpacked as llama.cpp's own."""

import numpy as np
import pytest

from models.errors import NotAModel
from models.library import find
from models.nano.build import stored


def test_what_is_written_is_read_back_and_each_tensor_begins_at_its_place(tmp_path):
    keys = {"general.name": stored.text("Nano ü"), "llama.block_count": stored.number(3)}
    tensors = [
        stored.StoredTensor("odd", (3,), stored.F32, b"abcdefghijkl"),
        stored.pack("rows", np.ones((2, 64), dtype=np.float32)),
    ]
    stored.write(tmp_path / "a.gguf", keys, tensors)
    assert stored.read(tmp_path / "a.gguf") == (keys, tensors)


def test_packed_numbers_are_within_half_a_step_and_halves_go_away_from_zero():
    numbers = np.linspace(-3, 3, 64, dtype=np.float32).reshape(2, 32)
    found = stored.unpack(stored.pack("a", numbers))
    assert np.abs(found - numbers).max() <= 3 / 127 / 2 * 1.01
    row = np.array([[127, 0.5, -0.5, 1.5, 0.4999] + [0] * 27], dtype=np.float32)
    assert stored.unpack(stored.pack("a", row))[0, :5].tolist() == [127, 1, -1, 2, 0]
    assert not stored.unpack(stored.pack("a", np.zeros((1, 32), dtype=np.float32))).any()


def test_a_block_of_four_bits_is_its_levels_times_scale_plus_minimum():
    scale, minimum = np.array([0.5, -1.0], dtype="<f2")
    levels = bytes(range(16))  # the low halves are the first 16 numbers, the high ones the rest
    data = scale.tobytes() + minimum.tobytes() + levels
    found = stored.unpack(stored.StoredTensor("a", (1, 32), stored.Q4_1, data))[0]
    assert found[:16].tolist() == [0.5 * level - 1 for level in range(16)]
    assert (found[16:] == -1).all()


def test_an_unknown_format_and_a_file_of_another_kind_are_refused(tmp_path):
    with pytest.raises(ValueError, match="number format 2"):
        stored.unpack(stored.StoredTensor("a", (32,), 2, b""))
    (tmp_path / "a.gguf").write_bytes(b"PK\x03\x04" + bytes(60))
    with pytest.raises(NotAModel):
        stored.read(tmp_path / "a.gguf")


@pytest.mark.model
def test_writing_the_adapter_again_gives_its_own_bytes(tmp_path):
    adapter = find("nano-adapter").adapter
    assert adapter is not None
    stored.write(tmp_path / "again.gguf", *stored.read(adapter))
    assert (tmp_path / "again.gguf").read_bytes() == adapter.read_bytes()
