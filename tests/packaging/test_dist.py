"""The libraries of a program that `make package` has built: each can be loaded by itself."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "dist" / "bonito-desktop-folder"
LIBRARIES = sorted(
    path for path in BUILT.rglob("*llama_cpp/lib/*") if path.suffix in {".so", ".dylib", ".dll"}
)
LOADER = "vulkan"  # comes with the driver, or not at all
# In a process of its own, since a library for another processor may end it.
LOAD = "import ctypes, sys; ctypes.CDLL(sys.argv[1])"

pytestmark = pytest.mark.skipif(not LIBRARIES, reason="`make package` has not built a program here")


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.name)
def test_a_library_of_llama_cpp_finds_all_that_it_needs(library: Path):
    command = [sys.executable, "-c", LOAD, str(library)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if "ggml-vulkan" in library.name and f"lib{LOADER}.so.1" in done.stderr:
        pytest.skip("this computer has no Vulkan loader")
    assert done.returncode == 0, done.stderr


def test_there_is_a_library_for_every_processor_and_one_that_chooses():
    names = {path.name for path in LIBRARIES}
    assert any("ggml-cpu" in name for name in names)
    assert any(name.startswith(("libllama", "llama")) for name in names)
