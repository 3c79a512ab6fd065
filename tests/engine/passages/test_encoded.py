"""Base64 and hex are found, and looking for them takes no memory for what is none."""

import base64
import hashlib
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


def random_bytes(count):
    return b"".join(hashlib.sha256(bytes([n])).digest() for n in range(count // 32))


BYTES = random_bytes(640)
HEX = BYTES.hex()
PAIRS = [HEX[n : n + 2] for n in range(0, 1280, 2)]
BASE64 = base64.b64encode(BYTES).decode()


def in_lines(text, width, before=""):
    return "\n".join(before + text[n : n + width] for n in range(0, len(text), width))


@pytest.mark.parametrize(
    "dump",
    [
        BASE64,
        base64.urlsafe_b64encode(BYTES).decode(),
        in_lines(BASE64, 76),
        in_lines(BASE64, 48),
        in_lines(BASE64, 64, "    "),
        in_lines(BASE64, 76, "> ").removeprefix("> "),
        in_lines(HEX.upper(), 64),
        " ".join(PAIRS),
        ":".join(PAIRS),
        ", ".join(f"0x{pair}" for pair in PAIRS),
        "\n".join(f"{n:08x}  {' '.join(PAIRS[n : n + 16])}  |......|" for n in range(0, 640, 16)),
    ],
)
def test_bytes_are_found_however_programs_write_them(dump):
    text = f"It begins.\n\n{dump}\n\nIt ends here."
    ((start, end),) = runs(text)
    assert text[start:end].strip() == dump.strip()


@pytest.mark.parametrize(
    "text",
    [
        ", ".join(str(20 + n % 60) for n in range(400)),
        "\n".join(f"2024-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(200)),
        "\n".join(f"{2000 + n}  12 34 56 78  Total added" for n in range(60)),
        "https://example.org/" + "the-tenant-pays-the-rent-for-2024-and-" * 12,
        "-" * 400,
        "bad dad fed add cab " * 60,
        "12:30:45 " * 80,
        "tenant_pays_rent_2024_" * 20,
    ],
)
def test_numbers_addresses_and_names_are_no_bytes(text):
    assert not runs(text)
