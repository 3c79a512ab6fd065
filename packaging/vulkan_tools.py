"""Bring what compiles llama.cpp's Vulkan library to a Debian whose own is too old: Debian 13's.

    python3 packaging/vulkan_tools.py      then: VULKAN_SDK=build/vulkan-sdk make package

Headers, loader and glslc come through apt, from the mirror that this computer uses anyway, and apt
checks their signatures. It gets lists and folders of its own and installs nothing: the packages
are unpacked into one folder. That glslc needs a newer C library and runs by the one beside it.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import vulkan

SDK = Path(__file__).resolve().parent.parent / "build" / "vulkan-sdk"
RELEASE = "trixie"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_HEADERS = ("libvulkan-dev", "libvulkan1", "spirv-headers")
_COMPILER = ("glslc", "libshaderc1", "libc6", "libstdc++6", "libgcc-s1")
_APT = """\
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "-";
Dir::State "{folder}/state";
Dir::State::status "/dev/null";
Dir::Cache "{folder}/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
"""
_RUN_COMPILER = """\
#!/bin/sh
there="${{0%/*}}/../compiler/usr"
exec "$there/{loader}" --library-path "$there/{libraries}" "$there/bin/glslc" "$@"
"""


class ToolsMissing(Exception):
    """Why they can't be had here, as a sentence."""


def bring(folder: Path = SDK) -> str:
    """Have them in a folder, for VULKAN_SDK; a sentence if they can't be had."""
    if not (folder / "bin" / "glslc").exists():
        shutil.rmtree(folder, ignore_errors=True)
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            _unpack(unfinished)
            unfinished.rename(folder)
        except ToolsMissing as missing:
            return str(missing)
    os.environ["VULKAN_SDK"] = str(folder)
    return vulkan.missing()


def _unpack(folder: Path) -> None:
    mirrors = _mirrors()
    if not mirrors:
        raise ToolsMissing(f"Vulkan's tools are too old here, and apt knows no Debian. {_README}")
    for name in ("state/lists/partial", "cache/archives/partial", "packages", "compiler"):
        (folder / name).mkdir(parents=True)
    _download(folder, mirrors)
    for package in (folder / "packages").iterdir():
        is_header = package.name.startswith(_HEADERS)
        _run(["dpkg", "-x", package, folder if is_header else folder / "compiler"], folder)
    for part in ("include", "lib", "share"):
        (folder / "usr" / part).rename(folder / part)
    _write_compiler(folder)
    for name in ("state", "cache", "packages", "usr"):
        shutil.rmtree(folder / name)


_README = "packaging/README.md says how to get newer ones."


def _mirrors() -> list[str]:
    """Where this computer's own apt has its Debian from."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        return []
    codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    told = _run(["apt-get", "update", "--print-uris"], Path("/"))
    found = re.findall(rf"^'(\S+)/dists/{re.escape(codename)}/InRelease'", told, re.MULTILINE)
    return list(dict.fromkeys(found)) if platform.freedesktop_os_release()["ID"] == "debian" else []


def _download(folder: Path, mirrors: Sequence[str]) -> None:
    """Fetch the packages of the newer release, their signatures checked by apt."""
    signed = f" [signed-by={_KEYRING}]" if _KEYRING.exists() else ""
    lines = "".join(f"deb{signed} {mirror} {RELEASE} main\n" for mirror in mirrors)
    (folder / "sources.list").write_text(lines, encoding="utf-8")
    settings = folder / "apt.conf"
    settings.write_text(_APT.format(folder=folder), encoding="utf-8")
    environment = {**os.environ, "APT_CONFIG": str(settings), "LC_ALL": "C"}
    _run(["apt-get", "update", "-qq", "--error-on=any"], folder, environment)
    packages = folder / "packages"
    _run(["apt-get", "download", "-qq", *_HEADERS, *_COMPILER], packages, environment)


def _write_compiler(folder: Path) -> None:
    """Make `bin/glslc` run by the C library that was unpacked with it."""
    usr = folder / "compiler" / "usr"
    loader = next(usr.glob("lib*/ld-linux*.so.*"), None)
    library = next(usr.glob("lib/*/libshaderc.so.1"), None)
    if loader is None or library is None:
        raise ToolsMissing(f"Debian's glslc is laid out in another way than expected. {_README}")
    names = {"loader": loader.relative_to(usr), "libraries": library.parent.relative_to(usr)}
    script = folder / "bin" / "glslc"
    script.parent.mkdir()
    script.write_text(_RUN_COMPILER.format(**names), encoding="utf-8")
    script.chmod(0o755)


def _run(
    command: Sequence[str | Path], folder: Path, environment: dict[str, str] | None = None
) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ToolsMissing(f"Vulkan's tools could not be brought: {command[0]} says: {said}")
    return done.stdout


if __name__ == "__main__":
    problem = bring()
    print(problem or f"Now: VULKAN_SDK={os.environ['VULKAN_SDK']} make package")
    sys.exit(1 if problem else 0)
