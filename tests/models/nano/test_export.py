"""The GGUF adapter: names, order of rows, and a file that our own reader understands."""

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("gguf")

from models.gguf import read_header  # noqa: E402 - after the libraries that may be missing
from models.nano.build import export  # noqa: E402

NAME = "base_model.model.model.layers.{}.{}.lora_{}.default.weight"


def test_the_halves_of_a_head_take_turns():
    rows = np.arange(12).reshape(12, 1)
    assert export.permute(rows, heads=2)[:, 0].tolist() == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]


def test_permuting_keeps_every_row_whole():
    rows = np.random.default_rng(1).normal(size=(576, 16))
    permuted = export.permute(rows, heads=9)
    assert sorted(map(tuple, permuted)) == sorted(map(tuple, rows))


@pytest.mark.parametrize(("part", "heads"), [("self_attn.q_proj", 9), ("self_attn.k_proj", 3)])
def test_only_the_b_side_of_q_and_k_is_permuted(part, heads):
    matrix = np.arange(heads * 64 * 2, dtype=np.float32).reshape(heads * 64, 2) / 1000
    _, b_side = export.tensor_of(NAME.format(7, part, "B"), matrix)
    _, a_side = export.tensor_of(NAME.format(7, part, "A"), matrix)
    assert np.array_equal(b_side, export.permute(matrix, heads).astype(np.float16))
    assert np.array_equal(a_side, matrix.astype(np.float16))


def test_tensors_are_named_as_llama_cpp_names_them():
    matrix = np.zeros((4, 4), dtype=np.float32)
    names = {
        "self_attn.v_proj": "blk.3.attn_v.weight.lora_a",
        "self_attn.o_proj": "blk.3.attn_output.weight.lora_a",
        "mlp.gate_proj": "blk.3.ffn_gate.weight.lora_a",
        "mlp.up_proj": "blk.3.ffn_up.weight.lora_a",
        "mlp.down_proj": "blk.3.ffn_down.weight.lora_a",
    }
    for part, expected in names.items():
        assert export.tensor_of(NAME.format(3, part, "A"), matrix)[0] == expected
    with pytest.raises(ValueError, match="no LoRA"):
        export.tensor_of("model.norm.weight", matrix)


def test_the_file_says_that_it_is_an_adapter(tmp_path):
    matrices = {
        NAME.format(0, "mlp.up_proj", "A"): np.ones((16, 576), dtype=np.float32),
        NAME.format(0, "mlp.up_proj", "B"): np.ones((1536, 16), dtype=np.float32),
    }
    path = tmp_path / "nano.gguf"
    digests = [export.write(matrices, 32, path) for _ in range(2)]
    assert digests[0] == digests[1]
    assert read_header(path).kind == "adapter"
