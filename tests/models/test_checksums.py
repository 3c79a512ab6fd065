from pathlib import Path

import pytest

from models.checksums import checksum_line, checksum_path, promised_sha256
from models.errors import ModelError

SUM, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tmp_path / "a.gguf"


def test_what_is_written_is_what_is_read(model):
    checksum_path(model).write_text(checksum_line(SUM, model.name), "utf-8")
    assert promised_sha256(model) == (SUM, model.with_name("a.gguf.sha256"))


@pytest.mark.parametrize(
    "text",
    [
        f"{SUM}\n",
        f"{SUM.upper()} *a.gguf\r\n",
        f"SHA256 (a.gguf) = {SUM}\n",
        f"\ufeff{OTHER}  b.gguf\n{SUM}  ./a.gguf\n",
    ],
)
def test_the_common_ways_to_write_one_are_understood(model, text):
    model.with_name("a.sha256").write_text(text, "utf-8")
    assert promised_sha256(model) == (SUM, model.with_name("a.sha256"))


@pytest.mark.parametrize(
    "text", ["", "later", f"{OTHER}  b.gguf", f"{SUM}  a.gguf\n{OTHER}  a.gguf"]
)
def test_a_file_that_says_nothing_clear_does_not_pass_for_a_check(model, text):
    checksum_path(model).write_text(text, "utf-8")
    with pytest.raises(ModelError, match="can be understood"):
        promised_sha256(model)


def test_a_list_for_the_whole_folder_counts_where_it_names_the_model(model):
    model.with_name("SHA256SUMS").write_text(f"{OTHER}  b.gguf\n", "utf-8")
    assert promised_sha256(model) is None
    model.with_name("SHA256SUMS").write_text(f"{OTHER}  b.gguf\n{SUM}  a.gguf\n", "utf-8")
    assert promised_sha256(model) == (SUM, model.with_name("SHA256SUMS"))


def test_nothing_beside_it_promises_nothing(model):
    assert promised_sha256(model) is None
