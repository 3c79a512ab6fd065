import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.store import Project
from tests.engine.documents import files
from tests.projects import new_project


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.bonito"
    new_project(path).close()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("The gate opens at nine.", encoding="utf-8")
    return folder


def documents(path: Path) -> list[str]:
    with Project.open(path) as project:
        return [document.name for document in project.documents.all()]


def test_good_files_are_imported_and_listed(cli, empty: Path, folder: Path):
    spoken = cli("import", empty, folder)
    assert spoken.code == 0
    assert spoken.out.startswith("ready       good.txt")
    assert spoken.out.endswith("1 file: 1 ready\n")
    assert spoken.err == ""


def test_the_same_bytes_again_are_a_duplicate_and_no_failure(cli, empty: Path, folder: Path):
    cli("import", empty, folder)
    spoken = cli("import", empty, folder / "good.txt", "--json")
    assert spoken.code == 0
    assert spoken.json["counts"] == {"duplicate": 1}


def test_a_refused_file_is_named_and_the_good_ones_are_kept(cli, empty: Path, folder: Path):
    (folder / "fake.docx").write_bytes(b"PK not really")
    spoken = cli("import", empty, folder, folder / "nothere.txt", "--json")
    assert spoken.code == 1
    content = spoken.json
    assert content["counts"]["ready"] == 1
    assert {file["name"]: file["status"] for file in content["files"]} == {
        "fake.docx": "damaged",
        "good.txt": "ready",
        "nothere.txt": "missing",
    }
    assert content["error"]["message"].startswith("2 of 3 files were not imported")
    assert "ready       good.txt" in spoken.err
    assert documents(empty) == ["good.txt"]


def test_a_single_refused_file_is_one_sentence_with_its_reason(cli, empty: Path, folder: Path):
    spoken = cli("import", empty, folder / "nothere.txt")
    assert spoken.code == 1
    assert spoken.err.startswith("bonito-desktop: “nothere.txt” was not imported (missing): ")


def test_when_all_are_refused_that_is_said(cli, empty: Path, folder: Path):
    spoken = cli("import", empty, folder / "a.txt", folder / "b.txt")
    assert "None of the 2 files was imported" in spoken.err


def test_a_folder_without_files_is_not_a_success(cli, empty: Path, tmp_path: Path):
    (tmp_path / "hollow").mkdir()
    spoken = cli("import", empty, tmp_path / "hollow", "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Nothing to do")


def test_the_text_of_a_document_is_never_said(cli, empty: Path, folder: Path):
    spoken = cli("import", empty, folder)
    assert "nine" not in spoken.out + spoken.err


def test_imported_documents_are_cut_into_passages(cli, empty: Path, folder: Path):
    cli("import", empty, folder)
    assert cli("status", empty, "--json").json["passages"] == 1


def test_the_column_of_a_table_can_be_named(cli, empty: Path, tmp_path: Path):
    table = tmp_path / "calls.csv"
    table.write_text("note,answer\nshort,The gate opens at nine in the morning.\n" * 3)
    assert cli("import", empty, table, "--column", "note").code == 0
    with Project.open(empty) as project:
        (document,) = project.documents.all()
        assert "short" in project.documents.text(document.id)
        assert "gate" not in project.documents.text(document.id)


def test_the_language_and_what_is_left_out_are_told_to_programs(cli, empty: Path, tmp_path: Path):
    letter = tmp_path / "brief.txt"
    german = "Der Mieter zahlt die Miete am dritten Werktag eines jeden Monats. " * 20
    letter.write_text(f"{german}\n\n{'aB3dE5gH' * 100}\n\n{german}", encoding="utf-8")
    (file,) = cli("import", empty, letter, "--json").json["files"]
    assert file["language"] == "de"
    assert file["left_out"]["passages"] >= 1
    assert file["left_out"]["characters"] == 800


PROGRAM = "import sys; from engine.cli.main import main; sys.exit(main(sys.argv[1:]))"
ROOT = Path(__file__).resolve().parents[3]


def interrupted(command: list[str], sign: str, stream: str) -> tuple[int, str]:
    """The exit code and what is said when Ctrl+C reaches all processes, once `sign` is printed."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        for line in getattr(process, stream):
            if sign in line:
                break
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=120)
    return process.returncode, err


@pytest.mark.skipif(os.name == "nt", reason="Windows can't send Ctrl+C to one group")
def test_ctrl_c_while_reading_or_cutting_keeps_what_is_done_and_the_next_import_does_the_rest(
    cli, empty: Path, tmp_path: Path
):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        text = f"The tenant of flat {number} pays the rent on the third day.\n\n" * 800
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    command = ["import", str(empty), str(folder)]
    code, err = interrupted(command, "ready", "stdout")
    assert code == 130
    assert "Traceback" not in err
    assert err.endswith("bonito-desktop: Stopped by you; what was saved is safe.\n")
    assert 1 <= len(documents(empty)) < 60
    code, err = interrupted(command, "characters cut", "stderr")
    assert (code, "Traceback" in err) == (130, False)
    assert len(documents(empty)) == 60
    assert cli(*command).code == 0
    with Project.open(empty) as project:
        assert len(project.passages.counts()) == 60
        assert project.status().passages == sum(project.passages.counts().values())


def test_passwords_of_protected_files_come_from_a_file_and_are_shown_nowhere(
    cli, empty: Path, folder: Path
):
    (folder / "p.pdf").write_bytes(files.protected_pdf(files.lines("Of the ferry."), "Hafen-7"))
    secrets = folder.parent / "secrets"
    secrets.write_text("Mole-8\n\nHafen-7\n", encoding="utf-8")
    spoken = cli("import", empty, folder, "--password-file", secrets, "--json")
    assert spoken.json["counts"] == {"ready": 2}
    assert "Hafen-7" not in spoken.out + spoken.err


def test_a_password_file_without_a_word_is_refused(cli, empty: Path, folder: Path):
    (folder / "empty").write_text("\n", encoding="utf-8")
    for name in ("empty", "missing"):
        spoken = cli("import", empty, folder / "good.txt", "--password-file", folder / name)
        assert (spoken.code, name in spoken.err) == (1, True)
    assert documents(empty) == []
