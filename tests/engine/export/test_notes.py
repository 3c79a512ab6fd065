"""The card: what is the reader's own stays, what is fixed is verified and never written over."""

import json
from pathlib import Path

import pytest

from engine.errors import TargetExists
from engine.export import ExportRequest, export
from engine.export.notes import EMPTY, MARKER
from engine.export.verify import verify
from engine.store import Project
from tests.projects import fill


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "work.bonito") as project:
        fill(project)
        yield project


@pytest.fixture
def out(project: Project, tmp_path: Path) -> Path:
    export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    return tmp_path / "out"


def card_in(folder: Path) -> str:
    return (folder / "README.md").read_text(encoding="utf-8")


def test_a_card_ends_with_a_line_and_room_for_notes(out: Path):
    assert card_in(out).endswith(f"{MARKER}\n{EMPTY}")


def test_notes_below_the_line_are_not_verified_and_the_next_export_keeps_them(
    project: Project, out: Path
):
    mine = "\n## Notes\n\nChecked by Ana, Müller & Co.\n"
    (out / "README.md").write_text(card_in(out).replace(EMPTY, mine), encoding="utf-8")
    assert verify(out).problems == []
    export(project, ExportRequest(out, "messages", only_accepted=False))
    assert card_in(out).endswith(f"{MARKER}\n{mine}")
    assert "in the messages format" in card_in(out)
    assert verify(out).problems == []


def test_a_change_above_the_line_is_noticed_and_never_written_over(project: Project, out: Path):
    changed = card_in(out).replace("# Tasks from", "# My tasks from")
    (out / "README.md").write_text(changed, encoding="utf-8")
    assert any(one.startswith("README.md: was changed") for one in verify(out).problems)
    with pytest.raises(TargetExists, match="below its last line"):
        export(project, ExportRequest(out, only_accepted=False))
    assert card_in(out) == changed


def test_a_card_without_its_line_is_noticed(out: Path):
    (out / "README.md").write_text(card_in(out).replace(MARKER, ""), encoding="utf-8")
    assert any(one.startswith("README.md") for one in verify(out).problems)


def test_a_card_of_an_earlier_version_is_replaced_unless_it_was_edited(project: Project, out: Path):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        entry.pop("fixed_until", None)
        if entry["path"] == "README.md":
            entry["sha256"] = "0" * 64
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(TargetExists):
        export(project, ExportRequest(out, only_accepted=False))
    (out / "README.md").unlink()
    assert export(project, ExportRequest(out, only_accepted=False)).rows == 8


def test_no_other_file_has_a_part_that_is_not_verified(out: Path):
    path = out / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        if entry["path"] == "verify.py":
            entry["fixed_until"] = "import json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    code = (out / "verify.py").read_text(encoding="utf-8")
    (out / "verify.py").write_text(code + "print()\n", encoding="utf-8")
    assert any(one.startswith("verify.py: was changed") for one in verify(out).problems)


def test_rights_stand_in_the_card_s_header_its_table_and_the_manifest(
    project: Project, tmp_path: Path
):
    project.documents.note_rights([1], "CC BY 4.0 | Harbour", "me")
    export(project, ExportRequest(tmp_path / "new", only_accepted=False, licence="cc-by-4.0"))
    card = card_in(tmp_path / "new")
    assert 'license: "cc-by-4.0"' in card
    assert 'source_rights:\n- "CC BY 4.0 | Harbour"' in card
    assert "| `CC BY 4.0 ¦ Harbour` |" in card
    assert "| not noted |" in card
    manifest = json.loads((tmp_path / "new" / "manifest.json").read_bytes())
    assert [one["rights"] for one in manifest["documents"]] == ["CC BY 4.0 | Harbour", ""]
