"""Whether Vulkan can be built is tried with the tools that are there: scripts stand for `glslc`."""

import sys
from pathlib import Path

import build
import pytest
import vulkan

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="shell scripts and GCC's options")
GOOD = "exit 0"
OLD = 'grep -q cooperative "$4" && exit 1; exit 0'


@pytest.fixture
def sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has all that is needed, in the smallest form."""
    files = {
        "share/cmake/SPIRV-Headers/SPIRV-HeadersConfig.cmake": "",
        "include/vulkan/vulkan.hpp": "",
        "include/vulkan/vulkan.h": "#define VK_EXT_layer_settings 1\n"
        'extern "C" int vkEnumerateInstanceVersion(unsigned *);\n',
        "include/spirv/unified1/spirv.hpp": "",
        "lib/vulkan.cpp": 'extern "C" int vkEnumerateInstanceVersion(unsigned *) { return 0; }',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    library = ["c++", "-shared", "-fPIC", "lib/vulkan.cpp", "-o", "lib/libvulkan.so"]
    build.subprocess.run(library, cwd=tmp_path, check=True)
    shader_compiler(tmp_path, GOOD)
    monkeypatch.setenv("VULKAN_SDK", str(tmp_path))
    return tmp_path


def shader_compiler(sdk: Path, body: str) -> None:
    path = sdk / "bin" / "glslc"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_folder_with_everything_will_do_and_cmake_is_told_of_it(sdk: Path):
    assert not vulkan.missing()
    settings = build.native_settings("linux", has_vulkan=True)
    assert settings["define.GGML_VULKAN"] == "ON"
    assert settings["define.Vulkan_LIBRARY"] == str(sdk / "lib" / "libvulkan.so")
    assert settings["define.Vulkan_GLSLC_EXECUTABLE"] == str(sdk / "bin" / "glslc")
    assert settings["define.SPIRV-Headers_DIR"] == str(sdk / "share" / "cmake" / "SPIRV-Headers")


def test_a_shader_compiler_without_matrices_is_too_old(sdk: Path):
    shader_compiler(sdk, OLD)
    assert "too old for cooperative matrices" in vulkan.missing()


def test_headers_without_layer_settings_are_too_old(sdk: Path):
    (sdk / "include/vulkan/vulkan.h").write_text("", encoding="utf-8")
    assert "older than 1.3.275" in vulkan.missing()


def test_without_a_loader_nothing_can_be_linked(sdk: Path):
    (sdk / "include/vulkan/vulkan.h").write_text(
        "#define VK_EXT_layer_settings 1\nextern int other(void *);\n"
        "#define vkEnumerateInstanceVersion other\n",
        encoding="utf-8",
    )
    assert "its loader" in vulkan.missing()


def test_nothing_at_all_is_said_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VULKAN_SDK", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert vulkan.missing() == f"No Vulkan library: there is no glslc. {vulkan.ADVICE}"
