"""Base and adapter in one file: the sum is right, what is not taught stays, bytes are the same."""

import hashlib
import struct

import numpy as np
import pytest

from models.gguf import read_header
from models.nano.build import merge
from models.nano.build.stored import F32, StoredTensor, number, pack, read, text, unpack, write

DIGEST = "acb49bee57dcfe151f8e92eec235fff7f4ed64064f92534b26e0b6be0b47c0fe"
TAUGHT, OTHER = "blk.0.ffn_up.weight", "blk.0.ffn_norm.weight"


def spread(rows, columns, step):
    """Numbers between -2 and 2 without any chance, so that digests can be written down."""
    places = np.arange(rows * columns, dtype=np.int64)
    return ((places * step % 1009 - 504) / 252).reshape(rows, columns).astype(np.float32)


def plain(name, numbers):
    return StoredTensor(name, numbers.shape, F32, numbers.astype("<f4").tobytes())


@pytest.fixture
def base(tmp_path):
    """A base of two tensors."""
    path = tmp_path / "base.gguf"
    keys = {"general.architecture": text("llama"), "llama.block_count": number(1)}
    keys |= {"general.name": text("Base"), "general.file_type": number(0)}
    write(path, keys, [plain(TAUGHT, spread(96, 64, 613)), plain(OTHER, np.ones(64))])
    return path


@pytest.fixture
def adapter(tmp_path):
    """An adapter of rank 32 over the first of them."""
    path = tmp_path / "adapter.gguf"
    sides = {"a": spread(32, 64, 389), "b": spread(96, 32, 271)}
    tensors = [pack(f"{TAUGHT}.lora_{side}", matrix) for side, matrix in sides.items()]
    write(path, {"adapter.lora.alpha": struct.pack("<If", 6, 64.0)}, tensors)
    return path


def test_a_taught_layer_is_the_base_s_plus_the_scaled_product(tmp_path, base, adapter):
    merge.merge(base, adapter, tmp_path / "merged.gguf")
    keys, (taught, other) = read(tmp_path / "merged.gguf")
    a, b = (unpack(side) for side in read(adapter)[1])
    wanted = unpack(read(base)[1][0]) + 2 * (b @ a)
    assert np.abs(unpack(taught) - wanted).max() < np.abs(wanted).max() / 200
    assert (unpack(other) == 1).all()
    assert keys["llama.block_count"] == number(1)


def test_the_header_says_what_the_file_is_now(tmp_path, base, adapter):
    merge.merge(base, adapter, tmp_path / "merged.gguf")
    header = read_header(tmp_path / "merged.gguf")
    assert (header.name, header.file_type) == (merge.NAME, "Q8_0")


def test_the_bytes_are_the_same_wherever_it_is_made(tmp_path, base, adapter):
    """Made once on another machine; another sum or rounding on this one would show here."""
    merge.merge(base, adapter, tmp_path / "merged.gguf")
    digest = hashlib.sha256((tmp_path / "merged.gguf").read_bytes()).hexdigest()
    assert digest == DIGEST


def test_the_sum_does_not_hang_on_how_many_rows_are_added_at_a_time(monkeypatch):
    a, b = spread(8, 32, 601), spread(96, 8, 877)
    one = merge.update(a, b, 0.5)
    monkeypatch.setattr(merge, "_ROWS", 7)
    assert (merge.update(a, b, 0.5) == one).all()


@pytest.fixture
def place(tmp_path):
    """Where the file belongs; an older one lies there."""
    found = tmp_path / "embedded" / "nano-11111111.gguf"
    found.parent.mkdir()
    (found.parent / "nano-00000000.gguf").write_bytes(b"old")
    return found


def test_a_file_that_is_there_is_not_made_again(place, base, adapter, capsys):
    place.write_bytes(b"as it is")
    merge.make(base, adapter, place, DIGEST)
    assert place.read_bytes() == b"as it is"
    assert capsys.readouterr().out == ""


def test_other_bytes_than_the_catalogue_s_are_not_kept(place, base, adapter):
    with pytest.raises(ValueError, match=f"has SHA-256 {DIGEST} and not 00"):
        merge.make(base, adapter, place, "0" * 64)
    assert [path.name for path in place.parent.iterdir()] == ["nano-00000000.gguf"]


def test_the_file_takes_the_place_of_older_ones(place, base, adapter, capsys):
    merge.make(base, adapter, place, DIGEST)
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    assert "once" in capsys.readouterr().out


def test_what_is_given_on_the_command_line_is_merged(tmp_path, base, adapter, monkeypatch, capsys):
    files = [str(path) for path in (base, adapter, tmp_path / "merged.gguf")]
    monkeypatch.setattr("sys.argv", ["merge", *files])
    assert merge.main() == 0
    assert DIGEST in capsys.readouterr().out


def test_a_file_that_can_not_be_made_is_one_sentence_and_exit_code_one(
    tmp_path, monkeypatch, capsys
):
    """As where the package with the base was not installed."""
    monkeypatch.setattr("models.library._FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["merge"])
    assert merge.main() == 1
    assert capsys.readouterr().err.startswith("Nano's merged file can't be made: ")
