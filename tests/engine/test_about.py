"""What the application consists of: from the list it carries, or from what is installed."""

import json
from pathlib import Path

import pytest

from engine import about


def test_run_from_source_there_is_no_list():
    assert about.folder() is None
    assert "dist-info" in about.licences()


def test_a_packaged_program_finds_its_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(about.sys, "_MEIPASS", str(tmp_path), raising=False)
    assert about.folder() is None
    place = tmp_path / "about"
    place.mkdir()
    part = {"name": "a", "version": "1", "licenses": [{"expression": "MIT"}]}
    (place / about.SBOM).write_text(json.dumps({"components": [part]}), encoding="utf-8")
    assert about.folder() == place
    assert about.components(place) == (about.Component("a", "1", "MIT"),)


def test_what_is_required_is_followed_over_any_number_of_steps():
    found = {part.name: part for part in about.components()}
    assert found["sqlite-utils"].licence == "Apache-2.0"
    assert "pluggy" in found  # sqlite-utils wants it
    assert list(found) == sorted(found)


def test_an_unknown_distribution_requires_nothing():
    assert list(about._installed("no-such-distribution")) == []


@pytest.mark.parametrize(
    ("requirement", "name"),
    [("lxml>=6.1,<7", "lxml"), ("Foo_Bar[extra] (>1)", "foo-bar"), ("plain", "plain")],
)
def test_the_name_of_a_requirement(requirement: str, name: str):
    assert about._name(requirement) == name
