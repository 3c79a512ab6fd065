import struct

import pytest

from models.foreign import describe


@pytest.mark.parametrize(
    ("beginning", "says"),
    [
        (b"", "is empty"),
        (bytes(64), "nothing but zeros"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"\n<!DOCTYPE html><html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        (b"tjgg\x03\0\0\0", "older than GGUF"),
        (struct.pack("<Q", 12345) + b'{"__metadata__"', "a safetensors model"),
        (b"GGU", "is not a GGUF model"),
        (b"Dear Sir", "is not a GGUF model"),
    ],
)
def test_a_file_is_called_what_it_is(beginning, says):
    sentence = describe(beginning)
    assert says in sentence
    assert sentence.endswith(".")
