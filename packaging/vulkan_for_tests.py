"""Test with Vulkan and Mesa's software device, which stands for a graphics card: `make vulkan`.

    python3 packaging/vulkan_for_tests.py [what else pytest is to be told]

llama.cpp is not compiled again: only its Vulkan library is, from the very source that `uv.lock`
names, and dropped in beside a copy of the compiled package under `build/`. `.venv` stays as it is.
One minute on two cores, then kept. Where the tools can't be had, a sentence says so and the tests
are skipped; where they are there and the library can't be built, that is a failure.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import build
import set_up
import vulkan
import vulkan_tools

FOLDER = set_up.ROOT / "build" / "vulkan-tests"
# A sealed child may read what is on Python's path and called so (`engine/isolation/seal.py`).
PACKAGES = FOLDER / "site-packages"
LIBRARY = FOLDER / "libggml-vulkan.so"
TESTS = ("tests/engine/devices/test_vulkan.py", "tests/engine/devices/test_vulkan_runs.py")
_TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")
_QUICK = Path(__file__).with_name("quick_glslc.sh")
_SOFTWARE = "usr/share/vulkan/icd.d/lvp_icd.*.json"
_OTHERWISE = {  # than in the packaged program
    "define.GGML_CPU": "OFF",
    "define.GGML_CPU_ALL_VARIANTS": "OFF",
    "define.CMAKE_PLATFORM_NO_VERSIONED_SONAME": "OFF",  # as in .venv, whose libraries it joins
    "define.CMAKE_SKIP_RPATH": "ON",
    "define.CMAKE_BUILD_TYPE": "None",  # no -O3, which the shaders' generator would also get
}
_UNOPTIMISED = "-O0 -DNDEBUG"


class BuildFailed(Exception):
    """What did, and what it said."""


def main(arguments: Sequence[str]) -> int:
    """Build what is missing and test; the exit code is 0 unless one of them failed."""
    reason = lacking()
    if reason:
        print(f"Vulkan's tests are skipped. {reason}", flush=True)
    else:
        try:
            bring_library()
        except BuildFailed as failed:
            print(f"\n{failed}\n", file=sys.stderr)
            return 1
    environment = {**os.environ, "PYTHONPATH": "" if reason else str(PACKAGES)}
    command = [set_up.PYTHON, "-m", "pytest", "-rs", *_TWO_AT_ONCE, *TESTS, *arguments]
    return subprocess.run(command, cwd=set_up.ROOT, env=environment, check=False).returncode


def lacking() -> str:
    """What can't be had for it on this computer, as a sentence; "" if nothing."""
    if sys.platform != "linux":
        return "They run on Linux."
    for program in ("cmake", "tar", "c++", "cc"):
        if not shutil.which(program):
            return f"There is no {program}. {set_up.advice('cmake g++', 'cmake gcc-c++')}"
    if not any(Path("/").glob(_SOFTWARE)):
        packages = "mesa-vulkan-drivers", "mesa-vulkan-drivers"
        return f"Mesa's software device is missing. {set_up.advice(*packages)}"
    return vulkan.missing() and vulkan_tools.bring()


def bring_library() -> None:
    """Have the library, as new as its source and this script, beside a copy of `llama_cpp`."""
    stamp, kept = FOLDER / "stamp.txt", _stamp()
    if not (LIBRARY.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == kept):
        print("Compiling llama.cpp's Vulkan library for tests, once: about a minute.", flush=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
        _compile(FOLDER / "work")
        stamp.write_text(kept, encoding="utf-8")
    shutil.rmtree(PACKAGES, ignore_errors=True)
    original = next((set_up.ROOT / ".venv").glob("lib/python3*/site-packages/llama_cpp"))
    shutil.copytree(original, PACKAGES / "llama_cpp", symlinks=True)
    shutil.copy(LIBRARY, PACKAGES / "llama_cpp" / "lib")


def locked_source() -> tuple[str, str]:
    """The version of llama-cpp-python in the lock file, and its source's `sha256:...`."""
    lock = (set_up.ROOT / "uv.lock").read_text(encoding="utf-8")
    entry = lock.split(f'[[package]]\nname = "{build.LLAMA}"\n')[1].split("[[package]]")[0]
    version = re.search(r'^version = "(.+)"$', entry, re.MULTILINE)
    digest = re.search(r'^sdist = .*hash = "(sha256:[0-9a-f]{64})"', entry, re.MULTILINE)
    if not version or not digest:
        raise BuildFailed("uv.lock names no source of llama-cpp-python.")
    return version[1], digest[1]


def _stamp() -> str:
    seen = hashlib.sha256()
    for file in (Path(__file__), _QUICK):
        seen.update(file.read_bytes())
    return " ".join([*locked_source(), seen.hexdigest()])


def _compile(work: Path) -> None:
    source, made = work / "source", work / "made"
    source.mkdir(parents=True)
    _unpack_source(work, source)
    settings = build.native_settings("linux", has_vulkan=True) | _OTHERWISE
    settings["define.Vulkan_GLSLC_EXECUTABLE"] = str(_QUICK)
    _run(["cmake", "-S", source, "-B", made, *_as_options(settings)], work)
    parallel = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    _run(["cmake", "--build", made, "--target", "ggml-vulkan", "--parallel", parallel], work)
    shutil.copy(next(made.glob("**/libggml-vulkan.so")), LIBRARY)
    shutil.rmtree(work)


def _as_options(settings: dict[str, str]) -> list[str]:
    defined = (name.partition("define.") for name in settings)
    return [f"-D{name}={settings[f'define.{name}']}" for _, _, name in defined if name]


def _unpack_source(work: Path, folder: Path) -> None:
    """Fetch the source that the lock file names, checked by its hash, and unpack llama.cpp."""
    version, digest = locked_source()
    wanted = work / "requirement.txt"
    wanted.write_text(f"{build.LLAMA}=={version} --hash={digest}\n", encoding="utf-8")
    pip = [set_up.ROOT / ".uv" / set_up.BIN / "python", "-m", "pip", "download", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-deps", "--no-binary", build.LLAMA]
    _run([*pip, "--require-hashes", "--dest", work, "--requirement", wanted], work)
    archive = next(work.glob("*.tar.gz"))
    tar = ["tar", "--extract", "--file", archive, "--directory", folder, "--strip-components=3"]
    _run([*tar, "--wildcards", "*/vendor/llama.cpp/*"], work)


def _run(command: Sequence[str | Path], work: Path) -> None:
    """Run, keeping what it says for the case that it fails."""
    glslc = vulkan.settings().get("define.Vulkan_GLSLC_EXECUTABLE") or shutil.which("glslc")
    options = {"GLSLC": str(glslc), "CFLAGS": _UNOPTIMISED, "CXXFLAGS": _UNOPTIMISED}
    options["MAKEFLAGS"] = ""  # of the make that started this
    done = subprocess.run(
        command,
        cwd=work,
        env={**os.environ, **options},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
        raise BuildFailed(f"{said}\n\nVulkan's library for tests can't be built: see above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
