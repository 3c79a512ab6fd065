"""Build the packaged program into `dist/`, from the lock file: what `make package` does.

Run with the system's own Python, so it uses the standard library only. Everything in between lies
under `build/package/` and is used again the next time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import set_up
import vulkan

ROOT = set_up.ROOT
WORK = ROOT / "build" / "package"
DIST = ROOT / "dist"
VENV = WORK / "venv"
PYTHON = VENV / set_up.BIN / "python"
ABOUT = WORK / "about"
LLAMA = "llama-cpp-python"

# llama.cpp alone, for any computer of this kind: a library for each family of CPUs, of which the
# best is loaded at run time. Not its tools, its HTTP client, nor what reads pictures.
NATIVE_SETTINGS = {
    "source-dir": "vendor/llama.cpp",
    "define.BUILD_SHARED_LIBS": "ON",
    "define.GGML_NATIVE": "OFF",
    "define.GGML_BACKEND_DL": "ON",
    "define.GGML_CPU_ALL_VARIANTS": "ON",
    "define.LLAMA_BUILD_COMMON": "OFF",
    "define.LLAMA_BUILD_TESTS": "OFF",
    "define.LLAMA_BUILD_TOOLS": "OFF",
    "define.LLAMA_BUILD_EXAMPLES": "OFF",
    "define.LLAMA_BUILD_SERVER": "OFF",
    "define.LLAMA_BUILD_APP": "OFF",
    "define.LLAMA_OPENSSL": "OFF",
    "define.CMAKE_PLATFORM_NO_VERSIONED_SONAME": "ON",
    "define.CMAKE_INSTALL_RPATH": "$ORIGIN",
    "define.CMAKE_INSTALL_BINDIR": "llama_cpp/lib",
    "define.CMAKE_INSTALL_LIBDIR": "llama_cpp/lib",
    "define.CMAKE_INSTALL_INCLUDEDIR": "llama_cpp/include",
}
# CMake writes the place of a library relative to who needs it in its own way on each system.
_MAC_SETTINGS = {"define.CMAKE_INSTALL_RPATH": "@loader_path", "define.GGML_METAL": "ON"}


def main() -> int:
    """Build; the exit code is 0 only when `dist/` is complete."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(time_of_sources()))
    os.environ["PYTHONHASHSEED"] = "0"  # the order of sets, which ends up in bytecode
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # an icon is drawn
    problem = (
        set_up.wrong_python()
        or static_python()
        or set_up.missing_compiler()
        or set_up.bring_uv()
        or install()
        or set_up.merge_nano(PYTHON)
        or freeze()
    )
    if problem:
        print(f"\n{problem}\n", file=sys.stderr)
        return 1
    for file in ABOUT.iterdir():
        shutil.copyfile(file, DIST / file.name)
    sums = DIST / "SHA256SUMS"
    sums.write_text("".join(checksums(DIST)), encoding="utf-8", newline="\n")
    tell()
    return 0


def time_of_sources() -> int:
    """When the checkout was last committed, else now; in seconds since 1970."""
    git = shutil.which("git")
    if git:
        command = [git, "log", "-1", "--format=%ct"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return int(done.stdout)
    return int(time.time())


def static_python() -> str:
    """A sentence if this Python has no shared library that could be put into the program."""
    if sys.platform != "linux" or sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return ""
    if list(Path(sysconfig.get_config_var("LIBDIR") or "/").glob("**/libpython3*.so*")):
        return ""
    return (
        "This Python was built without its shared library, so it can't be packaged. Use another "
        "one (make PYTHON=... package), or " + set_up.advice("libpython3-dev", "python3-libs")
    )


def native_settings(platform: str, *, has_vulkan: bool) -> dict[str, str]:
    """How llama.cpp is compiled for a system."""
    settings = dict(NATIVE_SETTINGS)
    if platform == "darwin":
        settings |= _MAC_SETTINGS
        del settings["define.GGML_CPU_ALL_VARIANTS"]
    return settings | (vulkan.settings() if has_vulkan else {})


def install() -> str:
    """Bring the build's own environment to the lock file, llama.cpp compiled for any computer."""
    problem = vulkan.missing() if sys.platform != "darwin" else ""
    if problem:
        print(f"{problem} The program will compute on the CPU alone.", flush=True)
    has_vulkan = sys.platform != "darwin" and not problem
    settings = native_settings(sys.platform, has_vulkan=has_vulkan)
    command = [set_up.UV, "sync", "--frozen", "--no-progress"]
    command += ["--python", sys.executable, "--no-default-groups", "--group", "package"]
    for name, value in settings.items():
        command += ["--config-settings-package", f"{LLAMA}:cmake.{name}={value}"]
    is_first_time = not any(VENV.glob("**/site-packages/llama_cpp/__init__.py"))
    if is_first_time:
        print("Installing from the lock file into build/package/venv.", flush=True)
        print("llama.cpp is compiled for any computer: 7 to 12 minutes on 2 cores, once.")
    os.environ["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    return set_up.sync(command, is_told=is_first_time)


def freeze() -> str:
    """Run PyInstaller."""
    print("Packaging with PyInstaller, about 1 minute ...", flush=True)
    command = [PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", DIST, "--workpath", WORK / "work"]
    command += [ROOT / "packaging" / "bonito-desktop.spec"]
    if set_up.run_alive(command, is_told=True):
        return "PyInstaller failed; its message above says why."
    return ""


def checksums(folder: Path) -> Iterator[str]:
    """A line for each file below the folder, as `sha256sum --check` reads them."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink() and file.name != "SHA256SUMS":
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            yield f"{digest}  {file.relative_to(folder).as_posix()}\n"


def tell() -> None:
    """Say what was built and how large it is."""
    for path in sorted(DIST.iterdir()):
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files if not file.is_symlink())
        print(f"  dist/{path.name:<28}{size / 1e6:8.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
