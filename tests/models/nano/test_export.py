"""The GGUF adapter: what is written is read back, reduced ranks are near, files are the same."""

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("gguf")

from models.gguf import read_header  # noqa: E402 - after the libraries that may be missing
from models.nano.build import export  # noqa: E402

NAME = "blk.0.ffn_up.weight.lora_"


@pytest.fixture
def matrices():
    """A product of rank 32 that is nearly one of rank 8."""
    dice = np.random.default_rng(1)
    weight = np.where(np.arange(32) < 8, 1.0, 1e-3)[:, None]
    a = (dice.normal(size=(32, 64)) * weight).astype(np.float32)
    return {f"{NAME}a": a, f"{NAME}b": dice.normal(size=(96, 32)).astype(np.float32)}


def product(matrices):
    return matrices[f"{NAME}b"] @ matrices[f"{NAME}a"]


@pytest.mark.parametrize(("kind", "near"), [("f16", 1e-3), ("q8_0", 2e-2)])
def test_what_is_written_is_read_back(tmp_path, matrices, kind, near):
    path = tmp_path / "nano.gguf"
    export.write(matrices, 64, path, kind)
    found, alpha = export.read_adapter(path)
    assert alpha == 64
    assert found.keys() == matrices.keys()
    for name, matrix in matrices.items():
        assert found[name].shape == matrix.shape
        assert np.abs(found[name] - matrix).max() < near * np.abs(matrix).max()


def test_packed_numbers_take_about_half_the_room(tmp_path, matrices):
    plain, packed = tmp_path / "f16.gguf", tmp_path / "q8.gguf"
    export.write(matrices, 64, plain)
    export.write(matrices, 64, packed, "q8_0")
    assert packed.stat().st_size < 0.7 * plain.stat().st_size


def test_reducing_keeps_the_product_and_says_what_is_lost(matrices):
    smaller, lost = export.reduced(matrices, 8)
    assert export.rank_of(smaller) == 8
    assert lost < 1e-4
    assert np.abs(product(smaller) - product(matrices)).max() < 0.05
    assert export.reduced(matrices, 4)[1] > 0.05


def test_the_file_says_that_it_is_an_adapter_and_is_the_same_each_time(tmp_path, matrices):
    path = tmp_path / "nano.gguf"
    digests = [export.write(matrices, 32, path, "q8_0") for _ in range(2)]
    assert digests[0] == digests[1]
    assert read_header(path).kind == "adapter"
