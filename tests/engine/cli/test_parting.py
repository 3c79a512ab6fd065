from pathlib import Path

import pytest

from tests.alike_projects import prose, with_documents
from tests.projects import new_project


@pytest.fixture
def leases(tmp_path: Path) -> Path:
    path = tmp_path / "leases.bonito"
    with new_project(path) as project:
        with_documents(project, {1: prose(1), 2: f"{prose(1)} Berg", 3: prose(3), 4: prose(4)})
    return path


def test_documents_that_share_text_are_named_before_anything_is_split(cli, leases: Path):
    spoken = cli("parts", leases)
    assert spoken.code == 0
    assert "No document has a part yet" in spoken.out
    assert "1 family of documents that share text" in spoken.out
    assert "notice1.txt  notice2.txt" in spoken.out


def test_parts_are_listed_moved_and_torn_pairs_told(cli, leases: Path, tmp_path: Path):
    cli("export", leases, tmp_path / "out", "--split", "60/20/20")
    parts = {one["name"]: one["part"] for one in cli("parts", leases, "--json").json["documents"]}
    assert parts["notice1.txt"] == parts["notice2.txt"]
    other = "test" if parts["notice1.txt"] == "train" else "train"
    moved = cli("parts", leases, "--move", other, "--document", "notice2.txt", "--who", "Ana")
    assert "1 document in " in moved.err
    assert "1 of these pairs are in different parts" in moved.out
    assert cli("parts", leases, "--json").json["torn_pairs"][0]["documents"] == [1, 2]
    cli("parts", leases, "--move", parts["notice1.txt"], "--document", "2")
    assert cli("parts", leases, "--json").json["torn_pairs"] == []


def test_parts_can_be_forgotten_as_a_whole(cli, leases: Path, tmp_path: Path):
    assert cli("parts", leases, "--forget").code == 1
    cli("export", leases, tmp_path / "out", "--split", "60/20/20")
    assert "4 documents without a part now" in cli("parts", leases, "--forget").err


def test_a_part_without_a_document_is_refused(cli, leases: Path):
    assert "Say both" in cli("parts", leases, "--move", "test").err
    assert "no document “x”" in cli("parts", leases, "--move", "test", "--document", "x").err
