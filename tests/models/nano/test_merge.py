"""Base and adapter in one file: the sum is right, what is not taught stays, bytes are the same."""

import pytest

np = pytest.importorskip("numpy")
gguf = pytest.importorskip("gguf")

from gguf.quants import dequantize  # noqa: E402 - after the libraries that may be missing

from models.nano.build import merge  # noqa: E402

TAUGHT, OTHER = "blk.0.ffn_up.weight", "blk.0.ffn_norm.weight"


@pytest.fixture
def base(tmp_path):
    """A base of two tensors, with a list and a number in its header."""
    dice, path = np.random.default_rng(2), tmp_path / "base.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_token_list(["a", "b"])
    writer.add_tensor(TAUGHT, dice.normal(size=(96, 64)).astype(np.float32))
    writer.add_tensor(OTHER, np.ones(64, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture
def matrices():
    dice = np.random.default_rng(1)
    a, b = dice.normal(size=(4, 64)), dice.normal(size=(96, 4))
    return {f"{TAUGHT}.lora_a": a.astype(np.float32), f"{TAUGHT}.lora_b": b.astype(np.float32)}


def test_a_taught_layer_is_the_base_s_plus_the_scaled_product(tmp_path, base, matrices):
    digest = merge.merge(base, matrices, 8.0, tmp_path / "merged.gguf")
    reader = gguf.GGUFReader(tmp_path / "merged.gguf")
    found = {one.name: dequantize(one.data, one.tensor_type) for one in reader.tensors}
    plain = gguf.GGUFReader(base).tensors[0].data
    product = matrices[f"{TAUGHT}.lora_b"] @ matrices[f"{TAUGHT}.lora_a"]
    assert np.abs(found[TAUGHT] - (plain + 2 * product)).max() < 0.2
    assert (found[OTHER] == 1).all()
    assert reader.fields["llama.block_count"].contents() == 1
    assert reader.fields["tokenizer.ggml.tokens"].contents() == ["a", "b"]
    assert merge.merge(base, matrices, 8.0, tmp_path / "again.gguf") == digest
