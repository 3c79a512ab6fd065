"""What is said while something is compiled, and what is kept of a log for who has to mend it."""

import sys
from io import StringIO
from pathlib import Path

import long_job
import pytest

LOG = """\
 Downloading lxml (5.0MiB)
DEBUG Building llama-cpp-python
DEBUG [41/193] /usr/bin/g++ -o one.o [99/100] one.cpp
error: no such file
"""


@pytest.mark.parametrize(
    ("line", "percent"),
    [
        ("DEBUG [41/193] /usr/bin/g++ -c one.cpp\n", 21),
        ("DEBUG [ 21%] Building CXX object one.o\n", 21),
        ("DEBUG [193/193] Linking\n", 100),
        ("DEBUG Found [3/4] things\n", 0),
        ("[41/193] not of the log\n", 0),
        ("DEBUG [1/2] Building a compiler's try\n", 0),
        ("DEBUG [0/0] \n", 0),
    ],
)
def test_the_share_that_is_compiled_is_read_from_the_log(line: str, percent: int):
    log = long_job.Log()
    log.read(StringIO(line))
    assert log.percent == percent


def test_of_a_log_only_the_messages_are_kept():
    log = long_job.Log()
    log.read(StringIO(LOG))
    assert log.percent == 21
    assert log.said() == " Downloading lxml (5.0MiB)\nerror: no such file\n"


def script(code: str) -> list[str]:
    return [sys.executable, "-c", f"import sys, time; say = sys.stderr.write; {code}"]


def test_a_long_compilation_says_how_far_it_is(monkeypatch, capsys, tmp_path: Path):
    monkeypatch.setattr(long_job, "HEARTBEAT_SECONDS", 0.05)
    work = "say('DEBUG [41/193] g++\\n'); sys.stderr.flush(); time.sleep(1)"
    assert long_job.run_verbose(script(work), tmp_path) == 0
    said = capsys.readouterr().out
    assert ", 21 % compiled\n" in said
    assert "  done in " in said


def test_where_it_fails_its_own_message_is_shown(capsys, tmp_path: Path):
    work = "say('DEBUG [1/2] g++\\nerror: g++ is missing\\n'); sys.exit(3)"
    assert long_job.run_verbose(script(work), tmp_path) == 3
    said = capsys.readouterr().out
    assert "error: g++ is missing" in said
    assert "DEBUG" not in said
    assert "done" not in said
