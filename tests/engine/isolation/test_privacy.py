"""Rights of new files, and no core file even where cores are piped to a program."""

import subprocess
import sys

import pytest

from engine.isolation import privacy

PROGRAM = """
import os, resource, sys
from pathlib import Path
from engine.isolation import privacy
os.umask(0)
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(privacy.makes_private_files(), privacy.is_undumpable())
privacy.keep_private()
here = Path(sys.argv[1])
(here / "file").write_text("private")
(here / "folder").mkdir()
modes = [oct((here / name).stat().st_mode & 0o777) for name in ("file", "folder")]
print(privacy.makes_private_files(), privacy.is_undumpable(), *modes)
sys.stdout.flush()
os.chdir(here)
os.abort()
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")


@posix
def test_new_files_are_the_user_s_alone_and_a_crash_leaves_no_core(tmp_path):
    import resource

    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        program = PROGRAM.replace("(resource.RLIM_INFINITY, resource.RLIM_INFINITY)", "(0, 0)")
    else:
        program = PROGRAM
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    before, after = done.stdout.splitlines()
    assert before == "False False" or sys.platform != "linux"
    assert after == "True True 0o600 0o700"
    assert done.returncode == -6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_system_without_such_limits_is_left_as_it_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert privacy.is_undumpable() is None
    privacy._limit_cores()
    monkeypatch.setattr(privacy.os, "name", "nt")
    assert privacy.makes_private_files() is None
