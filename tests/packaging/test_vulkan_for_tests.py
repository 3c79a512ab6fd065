"""How Vulkan's library for tests is made: which shaders, from which source, and when not at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import vulkan_for_tests
import vulkan_tools

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="shell scripts, and apt")
QUICK = Path(vulkan_for_tests.__file__).with_name("quick_glslc.sh")


@pytest.fixture
def glslc(tmp_path: Path):
    """The quick compiler over a script that says what it was asked; what both left and said."""
    true = tmp_path / "glslc"
    true.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    true.chmod(0o755)

    def asked(*arguments: str) -> tuple[int, str, bytes]:
        target = tmp_path / "shader.spv"
        target.unlink(missing_ok=True)
        command = ["sh", QUICK, *arguments, "-o", target]
        environment = {**os.environ, "GLSLC": str(true)}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        left = target.read_bytes() if target.exists() else b""
        return done.returncode, done.stdout + done.stderr, left

    return asked


@pytest.mark.parametrize(
    "arguments",
    [
        ("mul_mm.comp", "-O", "-DDATA_A_F32=1"),
        ("mul_mm.comp", "-DDATA_A_Q8_0=1"),
        ("shaders/flash_attn.comp", "-DDATA_A_IQ4_NL=1"),
        ("add.comp", "-DA_TYPE=float"),
    ],
)
def test_a_shader_that_tests_need_is_compiled_as_asked(glslc, arguments: tuple[str, ...]):
    code, said, left = glslc(*arguments)
    assert (code, left) == (0, b"")
    assert said.startswith(" ".join(arguments))


def test_a_shader_for_other_weights_becomes_no_program(glslc):
    assert glslc("mul_mm.comp", "-DDATA_A_IQ2_XS=1") == (0, "", b"\x03\x02\x23\x07")


def test_no_extension_is_known(glslc, tmp_path: Path):
    asks = tmp_path / "feature-tests" / "coopmat.comp"
    asks.parent.mkdir()
    asks.write_text("#version 460\n#extension GL_KHR_cooperative_matrix : require\n")
    code, said, left = glslc(str(asks))
    assert code
    assert said == "extension not supported: GL_KHR_cooperative_matrix\n"
    assert not left


def test_the_source_is_the_one_that_the_lock_file_names():
    version, digest = vulkan_for_tests.locked_source()
    assert version.count(".") == 2
    assert digest.startswith("sha256:")


def programs(folder: Path, **scripts: str) -> str:
    """A PATH with these alone."""
    for name, body in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return str(folder)


def test_without_its_tools_the_reason_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", programs(tmp_path))
    assert vulkan_for_tests.lacking().startswith("There is no cmake. Install it with:")


def test_newer_tools_that_apt_can_not_bring_are_a_sentence_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sdk, away = tmp_path / "sdk", tmp_path / "programs"
    away.mkdir()
    monkeypatch.setenv("PATH", programs(away))
    assert "apt knows no Debian" in vulkan_tools.bring(sdk)
    refuses = f"echo 'E: no mirror' >&2; {shutil.which('false') or 'false'}"
    monkeypatch.setenv("PATH", programs(away, **{"apt-get": refuses, "dpkg": "true"}))
    assert vulkan_tools.bring(sdk).endswith("apt-get says: E: no mirror")
    assert not sdk.exists()


def test_a_build_that_fails_is_told_by_its_last_lines(tmp_path: Path):
    with pytest.raises(vulkan_for_tests.BuildFailed, match="no such header\n\nVulkan's library"):
        vulkan_for_tests._run(["sh", "-c", "echo no such header >&2; exit 1"], tmp_path)
