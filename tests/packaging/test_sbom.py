"""The list of components: valid in shape, equal for equal contents, timed by SOURCE_DATE_EPOCH."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sbom
from components import Component

LIBRARY = Component("lxml", "6.1", "BSD-3-Clause", purl="pkg:pypi/lxml@6.1")
MODEL = Component("nano", "1", "a licence in words", "machine-learning-model", sha256="ab" * 32)
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_it_names_each_component_with_its_licence():
    made = sbom.document("0.1.0", [LIBRARY, MODEL], WHEN)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    library, model = made["components"]
    assert library["purl"] == "pkg:pypi/lxml@6.1"
    assert library["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert model["licenses"] == [{"license": {"name": "a licence in words"}}]
    assert model["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]


def test_the_serial_number_follows_from_the_contents():
    one, two = (sbom.document("0.1.0", [LIBRARY], WHEN)["serialNumber"] for _time in range(2))
    assert one == two
    assert sbom.document("0.1.0", [MODEL], WHEN)["serialNumber"] != one


def test_its_time_is_that_of_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    sbom.write(tmp_path / "about" / "sbom.json", "0.1.0", [LIBRARY])
    written = json.loads((tmp_path / "about" / "sbom.json").read_text(encoding="utf-8"))
    assert written["metadata"]["timestamp"] == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("MIT", "expression"),
        ("LGPL-3.0-only OR GPL-2.0-only", "expression"),
        ("GPL-2.0-or-later WITH Bootloader-exception", "expression"),
        ("Apache 2.0", "license"),
        ("see its package", "license"),
    ],
)
def test_an_expression_is_told_from_prose(said: str, kind: str):
    assert list(sbom._licence(said)) == [kind]
