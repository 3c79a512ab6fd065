import pytest

from models.errors import ModelUnsuitable
from models.gguf import read_header
from models.suitability import check_suitable
from tests.models.gguf_files import gguf


def as_architecture(name: str) -> dict:
    return {
        "general.architecture": name,
        f"{name}.block_count": 2,
        f"{name}.embedding_length": 64,
    }


@pytest.fixture
def check(tmp_path):
    def check_file(data: bytes) -> None:
        (tmp_path / "a.gguf").write_bytes(data)
        check_suitable(read_header(tmp_path / "a.gguf"), "a.gguf")

    return check_file


@pytest.mark.parametrize(
    "changes", [{}, {"general.type": None}, {"split.count": 1}, as_architecture("gemma3")]
)
def test_a_model_that_writes_passes(check, changes):
    check(gguf(changes))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"general.type": "adapter"}, "is an adapter"),
        ({"general.type": "mmproj"}, "sees pictures"),
        ({"general.type": "imatrix"}, "importance matrix"),
        ({"split.count": 3}, "one of 3 parts"),
        ({"general.architecture": None}, "doesn't say what kind"),
        (as_architecture("bert"), "is an encoder (bert)"),
        (as_architecture("nomic-bert-moe"), "is an encoder"),
        ({"llama.attention.causal": False}, "is an encoder (llama)"),
        (as_architecture("clip"), "for pictures or sound"),
        (as_architecture("t5"), "not supported (t5)"),
        ({"tokenizer.ggml.tokens": None}, "carries no vocabulary"),
        ({"llama.block_count": None}, "how large its layers are"),
        ({"llama.embedding_length": 0}, "how large its layers are"),
    ],
)
def test_a_model_that_cannot_write_is_refused_with_the_reason(check, changes, says):
    with pytest.raises(ModelUnsuitable) as caught:
        check(gguf(changes))
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_vocabulary_without_weights_is_refused(check):
    with pytest.raises(ModelUnsuitable, match="a vocabulary only"):
        check(gguf(tensors=()))
