"""Base64 and hex are found, and looking for them takes no memory for what is none."""

import subprocess
import sys

import pytest

from engine.passages.encoded import runs

PROGRAM = """
import resource
from engine.passages.encoded import runs
text = "\\n".join(str(number) for number in range(1_300_000))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert not runs(text)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak so")
def test_a_column_of_a_million_numbers_takes_no_memory_to_look_through():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 50_000 * (1024 if sys.platform == "darwin" else 1)


def test_hex_between_numbers_and_words_is_found():
    dump = " ".join(f"{byte:02x}" for byte in range(256))
    text = f"12 34 56\n\n{dump}\n\nThe gate is shut."
    ((start, end),) = runs(text)
    assert text[start:end].endswith("fe ff")
    assert text[start:end].startswith("00 01")
