"""Exports that earlier versions of the application wrote, verified by this one."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.export.verify import lines, verify
from tests.bench.forging import edit_rows, rehash

OLD = sorted(
    Path(__file__).with_name("old_bundles").glob("v*.zip"), key=lambda file: int(file.stem[1:])
)
FIRST_WITH_PROOF = 20  # of the split


@pytest.fixture(params=OLD, ids=lambda file: file.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[int, Path]:
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(tmp_path)
    return int(request.param.stem[1:]), tmp_path


def test_there_are_exports_of_versions_that_somebody_can_have():
    assert [int(file.stem[1:]) for file in OLD] == [10, 13, 18, 20, 21, 22]


def test_it_verifies_and_what_its_version_can_not_show_is_said(old: tuple[int, Path]):
    version, folder = old
    found = verify(folder)
    assert found.problems == []
    said = " ".join(lines(found))
    assert ("was not measured by the version it is of" in said) == (version < FIRST_WITH_PROOF)


def test_the_check_that_it_brought_along_still_holds(old: tuple[int, Path]):
    _version, folder = old
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stdout


def test_a_row_that_names_another_document_is_noticed_in_it_too(old: tuple[int, Path]):
    _version, folder = old
    edit_rows(
        folder,
        "train",
        lambda rows: rows[0]["provenance"]["document"].update(name="other.txt"),
    )
    rehash(folder)
    assert json.loads((folder / "manifest.json").read_bytes())["rows"]
    assert any("names its document otherwise" in said for said in verify(folder).problems)
