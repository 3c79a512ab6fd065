"""The build around PyInstaller: how llama.cpp is compiled, and the checksums."""

import hashlib
from pathlib import Path

import build


def test_llama_cpp_is_compiled_for_any_computer_and_without_what_is_never_loaded():
    settings = build.native_settings("linux", has_vulkan=False)
    assert settings["define.GGML_NATIVE"] == "OFF"
    assert settings["define.GGML_CPU_ALL_VARIANTS"] == "ON"
    assert {settings[f"define.LLAMA_BUILD_{part}"] for part in ("COMMON", "TOOLS", "SERVER")} == {
        "OFF"
    }
    assert "define.GGML_VULKAN" not in settings


def test_vulkan_is_built_where_it_can_be_and_metal_on_a_mac():
    assert build.native_settings("linux", has_vulkan=True)["define.GGML_VULKAN"] == "ON"
    settings = build.native_settings("darwin", has_vulkan=False)
    assert settings["define.GGML_METAL"] == "ON"
    assert settings["define.CMAKE_INSTALL_RPATH"] == "@loader_path"


def test_checksums_name_every_file_once_and_not_themselves(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b").write_bytes(b"b")
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "SHA256SUMS").write_bytes(b"old")
    expected = [
        (hashlib.sha256(name[-1:].encode()).hexdigest(), name) for name in ("a", "folder/b")
    ]
    assert list(build.checksums(tmp_path)) == [f"{digest}  {name}\n" for digest, name in expected]
