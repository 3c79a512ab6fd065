import io
import struct

import pytest

from models.cursor import Cursor
from models.errors import NotAModel


def cursor(data: bytes, size: int | None = None) -> Cursor:
    return Cursor(io.BytesIO(data), len(data) if size is None else size, "a.gguf")


def test_numbers_and_strings_follow_each_other():
    at = cursor(struct.pack("<IQ3sH", 7, 3, b"abc", 9))
    assert (at.integer("I"), at.string(3), at.integer("H")) == (7, b"abc", 9)


def test_a_string_over_the_limit_is_passed_over():
    at = cursor(struct.pack("<Q3sB", 3, b"abc", 9))
    assert (at.string(2), at.integer("B")) == (None, 9)


def test_strings_are_passed_over_across_reads():
    data = b"".join(struct.pack("<Q", 1000) + b"x" * 1000 for _ in range(3000)) + b"\x05"
    at = cursor(data)
    at.skip_strings(3000)
    assert at.integer("B") == 5


def test_the_last_byte_can_be_read_and_no_further():
    at = cursor(b"\x01")
    assert at.integer("B") == 1
    with pytest.raises(NotAModel, match="in the middle of its header, after 1 bytes"):
        at.integer("B")


def test_a_file_that_shrinks_while_it_is_read_is_refused():
    with pytest.raises(NotAModel, match="became shorter"):
        cursor(b"\x01", size=100).integer("I")
