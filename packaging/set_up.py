"""Make `.venv` ready to run or test, from a bare checkout, saying what it does and what is missing.

Run by the Makefile with the system's own Python, so it uses the standard library only:

    set_up.py run                 what the application needs
    set_up.py test                the same, with what tests, lint and types need
    set_up.py --system-packages   print the system packages for `apt-get install`
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # nothing is installed yet
sys.path.append(str(ROOT / "packaging"))  # Python in isolated mode looks nowhere by itself
from long_job import run_alive, run_verbose  # noqa: E402

from desktop.prerequisites import QT_LIBRARIES, SCREEN_LIBRARIES, can_load, sentence  # noqa: E402

CERTIFICATE = (
    "If it speaks of a certificate, set SSL_CERT_FILE to that of your network. Run make again."
)
BIN = "Scripts" if os.name == "nt" else "bin"
UV = ROOT / ".uv" / BIN / "uv"
PYTHON = ROOT / ".venv" / BIN / "python"
OLDEST, NEWEST = (3, 11), (3, 13)


def main(arguments: list[str]) -> int:
    """Do what the one argument says; the exit code is 0 only when all is ready."""
    if arguments == ["--system-packages"]:
        libraries = {**QT_LIBRARIES, **SCREEN_LIBRARIES}
        print(" ".join(sorted({debian for debian, _fedora in libraries.values()})))
        return 0
    if arguments not in (["run"], ["test"]):
        print(__doc__, file=sys.stderr)
        return 2
    problem = wrong_python() or missing_compiler() or bring_uv() or install(arguments[0])
    problem = problem or missing_libraries()
    if not problem and (slow := merge_nano(PYTHON)):
        print(f"{slow} Nano works without it, as an adapter over its base, half as fast.")
    if problem:
        print(f"\n{problem}\n", file=sys.stderr)
    return 1 if problem else 0


def wrong_python() -> str:
    """A sentence if this Python can't be used."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return ""
    wanted = " to ".join(".".join(map(str, version)) for version in (OLDEST, NEWEST))
    return (
        f"Python {wanted} is needed, and this is {sys.version.split()[0]}. "
        "Name another one: make PYTHON=python3.12 ..."
    )


def missing_compiler() -> str:
    """A sentence if llama-cpp-python still has to be compiled and nothing here can do it."""
    if is_llama_built() or os.name == "nt":
        return ""
    if any(shutil.which(name) for name in (os.environ.get("CXX", "c++"), "g++", "clang++")):
        return ""
    return "A C++ compiler is needed once, to build llama.cpp. " + advice("g++", "gcc-c++")


def advice(debian: str, fedora: str) -> str:
    """The exact line that installs a system package here."""
    if sys.platform == "darwin":
        return "Install it with:  xcode-select --install"
    if shutil.which("dnf"):
        return f"Install it with:  sudo dnf install {fedora}"
    return f"Install it with:  sudo apt-get install {debian}"


def is_llama_built() -> bool:
    """llama-cpp-python is in `.venv` already."""
    return any((ROOT / ".venv").glob("**/site-packages/llama_cpp/__init__.py"))


def bring_uv() -> str:
    """Install uv, at the version and hashes of `packaging/uv.txt`, into a folder of its own."""
    wanted = (ROOT / "packaging" / "uv.txt").read_text(encoding="utf-8").split()[0].split("==")[1]
    if UV.with_suffix(".exe" if os.name == "nt" else "").exists() and wanted in version_of_uv():
        return ""
    print(f"Bringing uv {wanted} into .uv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", ROOT / ".uv"], check=False)
    if made.returncode:
        return "This Python can't make virtual environments. " + advice("python3-venv", "python3")
    pip = [ROOT / ".uv" / BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
    pip += ["--disable-pip-version-check"]
    done = subprocess.run([*pip, "-r", ROOT / "packaging" / "uv.txt"], check=False)
    said = f"uv could not be installed; see pip's message above. {CERTIFICATE}"
    return said if done.returncode else ""


def version_of_uv() -> str:
    """What the uv that is here says of itself."""
    return subprocess.run([UV, "--version"], check=True, capture_output=True, text=True).stdout


def install(purpose: str) -> str:
    """Bring `.venv` to what the lock file says; show that a long compilation is alive."""
    options = ["--no-default-groups", "--inexact"] if purpose == "run" else []
    is_first_time = not is_llama_built()
    if is_first_time:
        print("Installing from the lock file into .venv.", flush=True)
        print("llama-cpp-python is compiled for this computer: 3 to 10 minutes on 2 cores, once.")
    if sync(options, is_first_time=is_first_time):
        return f"Installing failed; uv's message above says why. {CERTIFICATE}"
    return ""


def sync(options: Sequence[str], *, is_first_time: bool) -> int:
    """Let uv bring an environment to the lock file; tell how far it is where it compiles."""
    command = [UV, "sync", "--frozen", "--no-progress", "--python", sys.executable, *options]
    if is_first_time:
        return run_verbose([*command, "--verbose"], ROOT)
    return run_alive([*command, "--quiet"], ROOT, is_told=False)


def merge_nano(python: Path) -> str:
    """Make Nano's merged file if it is not there; a sentence if that failed."""
    done = subprocess.run([python, "-m", "models.nano.build.merge"], cwd=ROOT, check=False)
    return "Nano could not be merged; the message above says why." if done.returncode else ""


def missing_libraries() -> str:
    """A sentence with the install line for the system libraries that Qt will not find."""
    if not sys.platform.startswith("linux"):
        return ""
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    wanted = {**QT_LIBRARIES, **(SCREEN_LIBRARIES if has_screen else {})}
    missing = [library for library in wanted if not can_load(library)]
    return sentence(missing) if missing else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
