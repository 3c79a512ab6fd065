"""Files that Vulkan's loader reads: drivers that misbehave, and a layer that pretends.

They are compiled where the tests run. A sealed child may read them, because their folder is among
Python's own (`engine/isolation/seal.py`); elsewhere the loader would not find them.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.devices.finding import graphics_backends

VULKAN = ("vulkan",)
LAVAPIPE = next(
    Path("/").glob("usr/share/vulkan/icd.d/lvp_icd.*.json"), None
)  # Mesa's, in software
LAYER = "VK_LAYER_pretending"
needs_vulkan = [
    pytest.mark.skipif(
        "vulkan" not in graphics_backends(), reason="llama.cpp without Vulkan: make vulkan has one"
    ),
    pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler"),
]
with_lavapipe = pytest.mark.skipif(LAVAPIPE is None, reason="Mesa's software device is missing")
_SOURCE = Path(__file__).with_name("pretending_layer.c")
_AT_START = {  # what a driver does when it is loaded
    "segfault": "*(volatile int *)0 = 1;",
    "abort": "abort();",
    "hang": "for (;;) sleep(1000);",
}
_DRIVER = """
#include <stdlib.h>
#include <unistd.h>
__attribute__((constructor)) static void begin(void) {{ {at_start} }}
int vk_icdNegotiateLoaderICDInterfaceVersion(unsigned *version) {{ return 0; }}
void *vk_icdGetInstanceProcAddr(void *instance, const char *name) {{ return 0; }}
"""


def broken_driver(folder: Path, kind: str) -> Path:
    """The manifest of a driver that is missing, garbage or does what `_AT_START` says."""
    library = folder / f"lib{kind}.so"
    if kind == "garbage":
        library.write_bytes(b"no library")
    elif kind != "missing":
        source = folder / f"{kind}.c"
        source.write_text(_DRIVER.format(at_start=_AT_START[kind]), encoding="utf-8")
        assert _compiles(source, library)
    manifest = folder / f"{kind}.json"
    content = {"library_path": str(library), "api_version": "1.3.0"}
    manifest.write_text(json.dumps({"file_format_version": "1.0.0", "ICD": content}))
    return manifest


def use_driver(manifest: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loader know of this driver alone; the second name is of loaders before 1.3.207."""
    for name in ("VK_DRIVER_FILES", "VK_ICD_FILENAMES"):
        monkeypatch.setenv(name, str(manifest))


def pretending_layer(folder: Path) -> bool:
    """Put the layer and its manifest into a folder; False if there is nothing to compile it by."""
    library = folder / "libpretending.so"
    if not _compiles(_SOURCE, library):
        return False
    negotiate = "vkNegotiateLoaderLayerInterfaceVersion"
    layer = {
        "name": LAYER, "type": "GLOBAL", "library_path": str(library), "api_version": "1.3.239",
        "implementation_version": "1", "description": "pretends",
        "functions": {negotiate: negotiate},
    }  # fmt: skip
    manifest = {"file_format_version": "1.1.2", "layer": layer}
    (folder / "pretending.json").write_text(json.dumps(manifest))
    return True


def _compiles(source: Path, library: Path) -> bool:
    compiler = shutil.which("cc")
    if compiler is None:
        return False
    headers = [f"-I{os.environ['VULKAN_SDK']}/include"] if os.environ.get("VULKAN_SDK") else []
    command = [compiler, "-shared", "-fPIC", "-w", *headers, "-o", library, source]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
