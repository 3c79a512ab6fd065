"""Every file in the bundle is traced to an origin with a licence, or the build stops."""

import sys
from pathlib import Path

import components
import lxml.etree
import pytest
from components import Component

ROOT = Path(__file__).resolve().parent.parent.parent


def traced(*sources: str) -> dict[str, Component]:
    entries = [(Path(source).name, source, "BINARY") for source in sources]
    return {part.name: part for part in components.inside(entries)}


def test_a_library_brings_its_package_and_what_is_compiled_into_it():
    found = traced(lxml.etree.__file__)
    assert found["lxml"].licence == "BSD-3-Clause"
    assert found["libxml2"].version.split(".")[0] == "2"
    assert "cpython" in found
    assert "pdfium" not in found


def test_the_models_inside_are_named_with_their_hashes():
    found = traced()
    assert len(found["SmolLM2-135M-Instruct"].sha256) == 64
    assert len(found["nano"].sha256) == 64


def test_our_own_files_are_no_component():
    assert set(traced(str(ROOT / "engine" / "errors.py"))) == set(traced())


def test_a_file_of_unknown_origin_stops_the_build(tmp_path: Path):
    stray = Path(sys.prefix) / "stray.so"
    with pytest.raises(components.UntracedError, match="belongs to no distribution"):
        traced(str(stray))


def test_licence_texts_are_written_once_each(tmp_path: Path):
    text = tmp_path / "LICENSE"
    text.write_text("Do as you like.", encoding="utf-8")
    parts = [Component(name, "1", "MIT", texts=(text,)) for name in ("a", "b")]
    components.write_licences(tmp_path / "out" / "licences.txt", parts)
    written = (tmp_path / "out" / "licences.txt").read_text(encoding="utf-8")
    assert written.count("Do as you like.") == 1
    assert "[The text is that of a (LICENSE), above.]" in written
