import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop.launch import (
    DISTANT_SCREEN,
    NO_SCREEN,
    NO_SCREEN_FOR_SAMPLE,
    has_screen,
    is_screen_distant,
    opens_window,
)

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
CLI_WITHOUT_QT = """
import sys
from desktop.launch import main
try:
    main(["--help"])
except SystemExit:
    pass
print(any(name.startswith("PySide6") for name in sys.modules), file=sys.stderr)
"""


SEALED = """
import sys
from desktop.launch import main
main(sys.argv[1:])
from engine.isolation import hook, privacy
print(hook.is_refusing(), privacy.makes_private_files(), file=sys.stderr)
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in SCREENS}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "is_window"),
    [
        ([], True),
        (["a.bonito"], True),
        (["C:/My Files/A.BONITO"], True),
        ([__file__], True),
        (["demo"], False),
        (["run", "a.bonito"], False),
        (["--help"], False),
        (["nonsense"], False),
    ],
)
def test_nothing_or_a_project_means_the_window(arguments: list[str], is_window: bool):
    assert opens_window(arguments) is is_window


def test_a_screen_is_looked_for_where_it_can_be_missing():
    assert has_screen("win32", {})
    assert has_screen("darwin", {})
    assert not has_screen("linux", {"DISPLAY": ""})
    assert has_screen("linux", {"WAYLAND_DISPLAY": "wayland-0"})


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a screen")
def test_without_a_screen_it_says_what_to_do():
    ended = python("-m", "desktop")
    assert ended.returncode == 1
    assert ended.stderr.strip() == NO_SCREEN


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a screen")
def test_the_sample_without_a_screen_is_the_demo_in_the_terminal(tmp_path: Path):
    command = [sys.executable, "-m", "desktop", "--sample", str(tmp_path / "s.bonito")]
    environment = {key: value for key, value in os.environ.items() if key not in SCREENS}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as started:
        assert started.stderr is not None
        said = [started.stderr.readline().strip() for _line in range(2)]
        started.kill()  # the whole demo has its own test
    assert said[0] == NO_SCREEN_FOR_SAMPLE
    assert said[1].startswith("Making a demo in ")


@pytest.mark.parametrize(
    ("display", "is_distant"),
    [
        ("", False),
        (":0", False),
        ("unix:0", False),
        ("/private/tmp/launchd/org.xquartz:0", False),
        ("localhost:10.0", True),
        ("[::1]:10.0", True),
    ],
)
def test_a_screen_behind_the_network_is_told_from_one_here(display: str, is_distant: bool):
    assert is_screen_distant({"DISPLAY": display}) is is_distant
    assert not is_screen_distant({"DISPLAY": display, "WAYLAND_DISPLAY": "wayland-0"})


def test_a_screen_behind_the_network_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", "localhost:10.0")
    program = "import sys; from desktop import launch; sys.exit(launch.main([]))"
    environment = {name: value for name, value in os.environ.items() if name not in SCREENS[1:]}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.strip()) == (1, DISTANT_SCREEN)


@pytest.mark.parametrize("has_client", [False, True])
def test_the_process_is_sealed_unless_it_is_to_download(tmp_path: Path, has_client: bool):
    """Without the extra package nothing could be downloaded, so nothing is allowed either."""
    if has_client:
        (tmp_path / "huggingface_hub.py").write_text("")
    elif find_spec("huggingface_hub"):
        pytest.skip("the extra `fetch` is installed")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}){SEALED}"
    is_private = os.name == "posix" or None
    for arguments, is_refusing in ((["--version"], True), (["models", "fetch"], not has_client)):
        ended = python("-c", program, *arguments)
        assert ended.stderr.splitlines()[-1] == f"{is_refusing} {is_private}", ended.stderr


def test_a_subcommand_never_loads_qt():
    ended = python("-c", CLI_WITHOUT_QT)
    assert ended.stderr.splitlines()[-1] == "False", ended.stderr
    assert "demo" in ended.stdout
