"""A window's system libraries: what is missing is named with the line that installs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import prerequisites
from desktop.prerequisites import problem_with, uses_x11, xcb_plugin

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings what it needs")
PROGRAM = """
import sys
from desktop import launch, prerequisites
prerequisites.xcb_plugin = lambda: {plugin!r}
sys.exit(launch.main([]))
"""


def loader_without(*missing):
    """A loader as on a system that lacks some libraries: the plugin needs them all."""

    def load(name):
        if name in missing or (name.endswith("libqxcb.so") and missing):
            raise OSError(f"{missing[0]}: cannot open shared object file: No such file")

    return load


def test_a_plugin_that_loads_is_no_problem():
    assert problem_with(Path("libqxcb.so"), loader_without()) == ""


def test_all_that_is_missing_is_named_at_once_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(prerequisites.shutil, "which", lambda _name: None)
    said = problem_with(
        Path("libqxcb.so"), loader_without("libxcb-cursor.so.0", "libxcb-icccm.so.4")
    )
    assert said == (
        "Qt needs system libraries that are not here (libxcb-cursor.so.0, libxcb-icccm.so.4). "
        "Install them with:  sudo apt-get install libxcb-cursor0 libxcb-icccm4"
    )


def test_fedora_gets_its_own_line(monkeypatch):
    monkeypatch.setattr(prerequisites.shutil, "which", lambda name: f"/usr/bin/{name}")
    said = problem_with(Path("libqxcb.so"), loader_without("libxcb-cursor.so.0"))
    assert said.endswith("sudo dnf install xcb-util-cursor")


def test_a_library_that_nobody_thought_of_is_told_in_the_loader_s_words():
    said = problem_with(Path("libqxcb.so"), loader_without("libnew.so.7"))
    assert "libnew.so.7: cannot open shared object file" in said


@pytest.mark.parametrize(
    ("platform", "environment", "is_so"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {}, False),
        ("darwin", {"DISPLAY": ":0"}, False),
    ],
)
def test_only_a_window_on_x11_needs_the_plugin(platform, environment, is_so):
    assert uses_x11(platform, environment) is is_so


@linux
def test_the_plugin_is_found_where_pyside_keeps_it():
    assert xcb_plugin() is not None


@linux
def test_the_program_ends_with_a_sentence_before_qt_aborts(tmp_path):
    broken = tmp_path / "libqxcb.so"
    broken.write_bytes(b"no library")
    hidden = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    program = f"from pathlib import Path, PosixPath\n{PROGRAM.format(plugin=broken)}"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env={**environment, "DISPLAY": ":0"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith("Qt ")
    assert "Traceback" not in ended.stderr


def test_the_set_up_of_a_bare_checkout_knows_the_same_packages():
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "packaging" / "set_up.py", "--system-packages"],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    assert {"libxcb-cursor0", "libxcb-icccm4", "libgl1"} <= set(done.stdout.split())
