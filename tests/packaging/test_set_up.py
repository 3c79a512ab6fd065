"""Set-up: what it says where Nano's merged file can't be made."""

import sys
from pathlib import Path

import pytest
import set_up


def test_where_the_merged_file_is_there_nothing_is_said(capfd: pytest.CaptureFixture[str]):
    assert set_up.merge_nano(Path(sys.executable)) == ""
    assert capfd.readouterr().out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no program that only fails")
def test_a_merge_that_fails_is_a_sentence():
    assert set_up.merge_nano(Path("/bin/false")).startswith("Nano could not be merged")
