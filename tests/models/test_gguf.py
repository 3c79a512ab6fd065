import os
import struct
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import ModelError, ModelMissing, NotAModel
from models.gguf import GgufHeader, read_header
from tests.models.gguf_files import TENSORS, TINY, gguf, keys, table, text

FUZZ = settings(
    max_examples=300,
    deadline=5000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SOUND = gguf()
HEADER_BYTES = len(SOUND) - table(TENSORS)[1]


@pytest.fixture
def write(tmp_path):
    def write_file(data: bytes, name: str = "a.gguf") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write_file


def refusal(path: Path) -> str:
    with pytest.raises(NotAModel) as caught:
        read_header(path)
    return str(caught.value)


def test_a_sound_header_is_read(write):
    header = read_header(write(SOUND))
    assert (header.architecture, header.name, header.kind) == ("llama", "Tiny", "model")
    assert (header.file_type, header.context_length, header.block_count) == ("Q4_0", 2048, 2)
    assert (header.embedding_length, header.head_count, header.head_count_kv) == (64, 4, 2)
    assert (header.head_size, header.value_size, header.head_count_kv_sum) == (16, 16, 4)
    assert (header.tensor_count, header.parameter_count) == (3, 256 + 3 + 4096)
    assert (header.parameter_bytes, header.size_bytes) == (144 + 12 + 4352, len(SOUND))
    assert (header.vocabulary_size, len(header.vocabulary)) == (4, 64)
    assert (header.is_causal, header.split_count) == (True, 0)
    assert header.keys == tuple(TINY)


def test_version_two_is_read_as_well(write):
    assert read_header(write(gguf(version=2))).block_count == 2


@pytest.mark.model
def test_the_embedded_model_is_read_for_what_it_is(embedded_file):
    started = time.process_time()
    header = read_header(embedded_file)
    assert time.process_time() - started < 2  # of CPU; 0.03 s on a laptop
    assert (header.architecture, header.file_type, header.block_count) == ("llama", "Q4_1", 30)
    assert (header.vocabulary_size, header.context_length) == (49_152, 8192)
    assert (header.head_count, header.head_count_kv, header.head_size) == (9, 3, 64)
    assert header.parameter_count == 134_515_008
    assert header.size_bytes == 98_362_432
    assert header.vocabulary.startswith("47b0eec5b319e60f")  # stored with passages: must not change


def test_a_vocabulary_as_large_as_that_of_llama_three_does_not_take_long(write):
    words = [f"token{number}" for number in range(128_256)]
    merges = [f"to ken{number}" for number in range(280_147)]
    path = write(gguf({"tokenizer.ggml.tokens": words, "tokenizer.ggml.merges": merges}))
    started = time.process_time()
    assert read_header(path).vocabulary_size == 128_256
    assert time.process_time() - started < 2  # of CPU; 0.1 s on a laptop


@pytest.mark.parametrize(
    "changes",
    [
        {"tokenizer.ggml.model": "gpt2"},
        {"tokenizer.ggml.pre": "llama-bpe"},
        {"tokenizer.ggml.tokens": ["<s>", "</s>", "a", "e"]},
        {"tokenizer.ggml.scores": [0.0, 0.0, -1.0, -3.0]},
        {"tokenizer.ggml.merges": ["é a"]},
        {"tokenizer.ggml.merges": None},
    ],
)
def test_whatever_decides_on_tokens_changes_the_fingerprint(write, changes):
    assert read_header(write(gguf(changes))).vocabulary != read_header(write(SOUND)).vocabulary


def test_weights_names_and_the_order_of_keys_do_not_change_the_fingerprint(write):
    plain = read_header(write(SOUND)).vocabulary
    backwards = dict(reversed(TINY.items()))
    data = b"GGUF" + struct.pack("<IQQ", 3, 0, len(backwards)) + keys(backwards)
    assert read_header(write(data)).vocabulary == plain
    assert read_header(write(gguf({"general.name": "Other"}))).vocabulary == plain


def test_without_tokens_there_is_no_fingerprint(write):
    assert read_header(write(gguf({"tokenizer.ggml.tokens": None}))).vocabulary == ""


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(ModelMissing, match="check the path"):
        read_header(tmp_path / "none.gguf")


def test_a_path_through_a_file_is_missing(write):
    with pytest.raises(ModelMissing, match="check the path"):
        read_header(write(SOUND) / "deeper.gguf")


def test_a_folder_is_not_a_model(tmp_path):
    assert "is not a file" in refusal(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes of Unix")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "a.gguf")
    assert "is not a file" in refusal(tmp_path / "a.gguf")


@pytest.mark.skipif(sys.platform == "win32", reason="a loop of symbolic links, as Unix makes them")
def test_what_the_system_refuses_is_said_with_its_reason(tmp_path):
    (tmp_path / "a.gguf").symlink_to("a.gguf")
    with pytest.raises(ModelError, match="can't be read") as caught:
        read_header(tmp_path / "a.gguf")
    assert type(caught.value) is ModelError


def test_a_renamed_zip_is_called_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.gguf", "w") as archive:
        archive.writestr("model.bin", b"x" * 100)
    assert "ZIP archive" in refusal(tmp_path / "a.gguf")


def test_a_big_endian_file_is_named(write):
    data = b"GGUF" + struct.pack(">IQQ", 3, 0, 0)
    assert "big-endian" in refusal(write(data))


@pytest.mark.parametrize(("version", "says"), [(1, "version 1"), (4, "reads 2 and 3")])
def test_another_version_is_refused_by_its_number(write, version, says):
    assert says in refusal(write(gguf(version=version)))


@pytest.mark.parametrize("counts", [(2**63, 1), (0, 2**63), (2**17 + 1, 1), (1, 2**12 + 1)])
def test_counts_beyond_reason_are_refused_at_once(write, counts):
    assert "it claims" in refusal(write(gguf(counts=counts)))


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        (struct.pack("<I", 13), "unknown kind 13"),
        (struct.pack("<IIQ", 9, 9, 1), "unknown kind 9"),
        (struct.pack("<IIQ", 9, 13, 1), "unknown kind 13"),
        (struct.pack("<IIQ", 9, 8, 2**62), "4,611,686,018,427,387,904 elements"),
        (struct.pack("<IIQ", 9, 8, 2**22), "ends in the middle"),
        (struct.pack("<IIQ", 9, 4, 2**22), "ends in the middle"),
        (struct.pack("<IQ", 8, 2**64 - 1), "ends in the middle"),
        (struct.pack("<IIQQ", 9, 8, 1, 2**64 - 1), "ends in the middle"),
    ],
)
def test_a_hostile_value_is_refused(write, spoilt, says):
    assert says in refusal(write(gguf({"zzz": spoilt})))


def test_a_header_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "a.gguf"
    start = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IQ", 8, 2**30)
    with path.open("wb") as file:
        file.write(start)
        file.truncate(2**30 + 100)  # takes no room on the disk
    assert "longer than 64 MiB" in refusal(path)


def test_long_values_and_long_lists_are_passed_over(write):
    changes = {"tokenizer.chat_template": "x" * 100_000, "a.list": list(range(10_000))}
    assert "a.list" in read_header(write(gguf(changes))).keys


@pytest.mark.parametrize("key", [b"", b"general.name"])
def test_a_key_without_a_name_or_twice_is_refused(write, key):
    table_of_keys = keys(TINY) + text(key) + struct.pack("<II", 4, 1)
    data = b"GGUF" + struct.pack("<IQQ", 3, 0, len(TINY) + 1) + table_of_keys
    assert "given twice" in refusal(write(data))


@pytest.mark.parametrize(
    "changes",
    [
        {"llama.block_count": "many"},
        {"llama.block_count": -1},
        {"llama.block_count": 1.5},
        {"llama.attention.head_count_kv": ["a"]},
        {"llama.attention.head_count_kv": [1, -1]},
        {"llama.context_length": struct.pack("<IQ", 10, 2**63)},
    ],
)
def test_numbers_that_no_model_has_are_refused(write, changes):
    assert "is not a sensible number" in refusal(write(gguf(changes)))


@pytest.mark.parametrize("alignment", [0, 33, "32"])
def test_an_alignment_that_is_no_power_of_two_is_refused(write, alignment):
    assert "power of two" in refusal(write(gguf({"general.alignment": alignment})))


def test_another_alignment_is_followed(write):
    data = gguf({"general.alignment": 64}, alignment=64)
    assert read_header(write(data)).tensor_count == 3
    assert "ends too early" in refusal(write(data[:-1]))


@pytest.mark.parametrize(
    ("tensor", "says"),
    [
        (("a" * 64, (32,), 0, 128), "name is too long"),
        (("output_norm.weight", (32,), 0, 128), "given twice"),
        (("t", (1, 1, 1, 1, 1), 0, 4), "5 dimensions"),
        (("t", (33,), 2, 18), "impossible shape for Q4_0"),
        (("t", (2**62, 4), 0, 4), "impossible shape for F32"),
        (("t", (32,), 4, 4), "number format 4"),
        (("t", (32,), 99, 4), "number format 99"),
    ],
)
def test_an_impossible_tensor_is_refused(write, tensor, says):
    assert says in refusal(write(gguf(tensors=(*TENSORS, tensor))))


def test_tensors_that_do_not_follow_each_other_are_refused(write):
    overlapping = (("a", (64, 4), 2, 32), ("b", (3,), 0, 12))
    assert "begin where the one before it ends" in refusal(write(gguf(tensors=overlapping)))


def test_a_download_that_was_cut_short_says_how_much_is_here(write):
    path = write(SOUND[:-100])
    assert f"{len(SOUND) - 100:,} of {len(SOUND):,} bytes" in refusal(path)


def test_heads_may_differ_from_layer_to_layer(write):
    header = read_header(write(gguf({"llama.attention.head_count_kv": [3, 1]})))
    assert (header.head_count_kv, header.head_count_kv_sum) == (3, 4)


def test_without_heads_for_keys_all_heads_have_them(write):
    header = read_header(write(gguf({"llama.attention.head_count_kv": None})))
    assert (header.head_count_kv, header.head_count_kv_sum) == (4, 8)


def test_sizes_of_keys_and_values_may_be_given(write):
    changes = {"llama.attention.key_length": 24, "llama.attention.value_length": 20}
    header = read_header(write(gguf(changes)))
    assert (header.head_size, header.value_size) == (24, 20)


def test_a_model_that_reads_both_ways_is_no_causal_one(write):
    assert not read_header(write(gguf({"llama.attention.causal": False}))).is_causal


@pytest.mark.parametrize("file_type", [None, 1024, "Q4"])
def test_without_a_file_type_most_bytes_decide(write, file_type):
    assert read_header(write(gguf({"general.file_type": file_type}))).file_type == "Q8_0"


def test_an_empty_table_of_tensors_has_no_file_type(write):
    data = gguf({"general.file_type": None}, tensors=())
    header = read_header(write(data))
    assert (header.file_type, header.parameter_bytes) == ("", 0)


def test_a_scalar_tensor_is_one_element(write):
    assert read_header(write(gguf(tensors=(("t", (), 0, 4),)))).parameter_count == 1


def test_what_a_stranger_calls_the_model_is_made_fit_to_show(write):
    header = read_header(write(gguf({"general.name": "a\x1b[31m\n\u202eb" + "c" * 500})))
    assert header.name.startswith("a[31mb")
    assert len(header.name) == 200


def test_text_that_is_no_utf8_is_read_all_the_same(write):
    header = read_header(write(gguf({"general.name": struct.pack("<I", 8) + text(b"\xff\xfe")})))
    assert header.name == "\ufffd\ufffd"


def read_or_refuse(path: Path) -> GgufHeader | None:
    try:
        return read_header(path)
    except NotAModel:
        return None


@FUZZ
@given(st.integers(0, len(SOUND) - 1))
def test_every_truncation_is_refused(write, length):
    assert read_or_refuse(write(SOUND[:length])) is None


@FUZZ
@given(st.integers(0, HEADER_BYTES * 8 - 1))
def test_a_flipped_bit_is_read_or_refused_and_nothing_else(write, bit):
    data = bytearray(SOUND)
    data[bit // 8] ^= 1 << bit % 8
    read_or_refuse(write(data))


@FUZZ
@given(st.integers(4, HEADER_BYTES - 8), st.binary(min_size=1, max_size=8))
def test_overwritten_bytes_are_read_or_refused_and_nothing_else(write, position, junk):
    data = bytearray(SOUND)
    data[position : position + len(junk)] = junk
    read_or_refuse(write(data))


@FUZZ
@given(st.binary(max_size=500), st.booleans())
def test_any_bytes_are_read_or_refused_and_nothing_else(write, junk, is_disguised):
    prefix = b"GGUF" + struct.pack("<IQQ", 3, 1, 1) if is_disguised else b""
    read_or_refuse(write(prefix + junk))


def test_a_header_is_kept_until_its_file_changes(write, monkeypatch):
    monkeypatch.setattr("models.gguf._SETTLED_SECONDS", -1e9)  # as if it had been here for long
    path = write(gguf())
    first = read_header(path)
    assert read_header(path) is first
    write(gguf({**TINY, "general.name": "Another"}))
    assert read_header(path).name == "Another"


def test_a_header_that_changed_just_now_is_read_each_time(write):
    path = write(gguf())
    assert read_header(path) is not read_header(path)
