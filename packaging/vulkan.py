"""Can this computer compile llama.cpp's Vulkan library? Tried with its own tools, not guessed.

What is needed: Vulkan's headers with layer settings (1.3.275 or newer), the CMake package of
SPIRV-Headers, a linkable loader, a C++ compiler, and a `glslc` that knows cooperative matrices and
integer dot products: with an older one the library would build, and never use a card's matrix
units. All may lie in the folder that VULKAN_SDK names instead of the system's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_SHADER = """\
#version 460
#extension {extension} : require
void main() {{}}
"""
_EXTENSIONS = {
    "GL_KHR_cooperative_matrix": "cooperative matrices",
    "GL_EXT_integer_dot_product": "integer dot products",
}
_HEADERS = """\
#include <vulkan/vulkan.h>
#include <spirv/unified1/spirv.hpp>
#ifndef VK_EXT_layer_settings
#error older than 1.3.275
#endif
int main() { return vkEnumerateInstanceVersion(nullptr); }
"""
ADVICE = "packaging/README.md says how to get them."


def sdk() -> Path | None:
    """The folder that VULKAN_SDK names, if it does."""
    named = os.environ.get("VULKAN_SDK", "")
    return Path(named) if named else None


def missing() -> str:
    """Why it can't be compiled here, as a sentence; "" if it can."""
    glslc = _glslc()
    if glslc is None:
        return f"No Vulkan library: there is no glslc. {ADVICE}"
    for extension, words in _EXTENSIONS.items():
        if not _compiles_shader(glslc, extension):
            return f"No Vulkan library: {glslc} is too old for {words}. {ADVICE}"
    if not any(place.is_file() for place in _places_of_spirv()):
        return f"No Vulkan library: the CMake package of SPIRV-Headers is missing. {ADVICE}"
    if not any(place.is_file() for place in _in_include("vulkan/vulkan.hpp")):
        return f"No Vulkan library: Vulkan's C++ headers are missing. {ADVICE}"
    if sys.platform != "win32" and not _compiles_headers():
        what = "Vulkan's headers are older than 1.3.275, or its loader or SPIRV's are missing"
        return f"No Vulkan library: {what}. {ADVICE}"
    return ""


def settings() -> dict[str, str]:
    """What CMake has to be told to build it, as for `build.native_settings`."""
    found = {"define.GGML_VULKAN": "ON"}
    place, folder = next((p for p in _places_of_spirv() if p.is_file()), None), sdk()
    if place is not None and folder is not None:
        found["define.SPIRV-Headers_DIR"] = str(place.parent)
        found["define.Vulkan_INCLUDE_DIR"] = str(folder / "include")
        found["define.Vulkan_GLSLC_EXECUTABLE"] = str(_glslc())
        if library := next(iter(folder.glob("lib/**/libvulkan.so")), None):
            found["define.Vulkan_LIBRARY"] = str(library)
    return found


def _glslc() -> Path | None:
    folder = sdk()
    for name in ("bin/glslc", "Bin/glslc.exe"):
        if folder is not None and (folder / name).is_file():
            return folder / name
    found = shutil.which("glslc")
    return Path(found) if found else None


def _in_include(name: str) -> Iterator[Path]:
    folder = sdk()
    if folder is not None:
        yield from (folder / part / name for part in ("include", "Include"))
    yield from (Path(place, name) for place in ("/usr/include", "/usr/local/include"))


def _places_of_spirv() -> Iterator[Path]:
    name = "share/cmake/SPIRV-Headers/SPIRV-HeadersConfig.cmake"
    yield from (Path(root, name) for root in (sdk(), "/usr", "/usr/local") if root)
    yield from (Path(root, name) for root in os.environ.get("CMAKE_PREFIX_PATH", "").split(":"))


def _compiles_shader(glslc: Path, extension: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "try.comp")
        source.write_text(_SHADER.format(extension=extension), encoding="utf-8")
        command = [glslc, "--target-env=vulkan1.3", "-o", Path(folder, "try.spv"), source]
        return _succeeds(command)


def _compiles_headers() -> bool:
    compiler, folder = shutil.which("c++") or shutil.which("g++"), sdk()
    if compiler is None:
        return False
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "try.cpp")
        source.write_text(_HEADERS, encoding="utf-8")
        command = [compiler, source, "-o", Path(place, "try")]
        if folder is not None:
            command += [f"-I{folder / 'include'}"]
            command += [f"-L{one.parent}" for one in folder.glob("lib/**/libvulkan.so")]
            command += ["-Wl,--unresolved-symbols=ignore-in-shared-libs"]
        return _succeeds([*command, "-lvulkan"])


def _succeeds(command: list[str | Path]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
