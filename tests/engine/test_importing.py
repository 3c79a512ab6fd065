"""Importing: every offered file gets one true report, and the originals are never touched."""

import os
import stat
import sys
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest

from engine import importing
from engine.documents.reading import Reader
from engine.errors import DocumentRefused, NothingToDo
from engine.importing import SUPPORTED_SUFFIXES, import_paths, is_junction
from engine.records import FileStatus, ImportOptions
from engine.rereading import read_again
from tests.engine.documents import files
from tests.engine.documents.stubborn_child import stubborn
from tests.projects import new_project
from tests.statements import counted

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture
def project(tmp_path):
    with new_project(tmp_path / "test.bonito") as made:
        yield made


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "papers"
    (made / "sub").mkdir(parents=True)
    (made / "b.txt").write_text("The gate is shut at night.")
    (made / "a.pdf").write_bytes(files.pdf(files.lines("The ferry leaves at nine.")))
    (made / "sub" / "c.docx").write_bytes(files.docx(files.paragraph("No dogs.")))
    return made


def statuses(reports):
    return {report.name: report.status for report in reports}


def test_protected_files_are_read_by_their_passwords_which_are_kept_nowhere(project, folder):
    for name, password in (("p.pdf", "Hafen-7"), ("q.pdf", "Mole-8"), ("r.pdf", "Kai-9")):
        (folder / name).write_bytes(files.protected_pdf(files.lines(f"Of {name}."), password))
    assert statuses(import_paths(project, [folder / "p.pdf"])) == {"p.pdf": FileStatus.ENCRYPTED}
    given = ["Mole-8", "Hafen-7"]
    found = statuses(import_paths(project, [folder], passwords=given))
    assert [found[name] for name in ("p.pdf", "q.pdf")] == [FileStatus.READY] * 2
    assert found["r.pdf"] is FileStatus.ENCRYPTED
    refused = [one.name for one in project.documents.refused()]
    assert refused == ["r.pdf"]
    project.close()
    beside = project.path.parent.glob(f"{project.path.name}*")
    held = b"".join(path.read_bytes() for path in beside)
    assert not [word for word in given if word.encode() in held]


def test_a_protected_file_is_read_again_by_its_password(project, folder):
    path = folder / "p.pdf"
    path.write_bytes(files.protected_pdf(files.lines("Of the ferry."), "Hafen-7"))
    import_paths(project, [path], passwords=["Hafen-7"])
    kept = ImportOptions(keep_headers=True)
    (refused,) = read_again(project, [1], kept)
    assert refused.status is FileStatus.ENCRYPTED
    (again,) = read_again(project, [1], kept, passwords=["Hafen-7"])
    assert again.status in {FileStatus.DUPLICATE, FileStatus.READY}


def test_a_folder_is_imported_in_a_fixed_order_and_each_report_is_told(project, folder):
    told = []
    reports = import_paths(project, [folder], on_file=told.append)
    assert told == reports
    assert [(report.name, report.status) for report in reports] == [
        ("a.pdf", FileStatus.READY),
        ("b.txt", FileStatus.READY),
        ("c.docx", FileStatus.READY),
    ]
    documents = project.documents.all()
    assert [(document.name, document.format) for document in documents] == [
        ("a.pdf", "pdf"), ("b.txt", "txt"), ("c.docx", "docx")
    ]  # fmt: skip
    assert project.documents.text(documents[0].id) == "The ferry leaves at nine."
    assert project.documents.pages(documents[0].id)[0].label == "page 1"
    assert documents[1].path == str(folder / "b.txt")


def test_a_second_import_of_the_same_bytes_is_a_duplicate_and_nothing_is_read(project, folder):
    first = import_paths(project, [folder / "b.txt"])[0]
    (folder / "copy.txt").write_bytes((folder / "b.txt").read_bytes())
    for name in ("b.txt", "copy.txt"):
        report = import_paths(project, [folder / name])[0]
        assert report.status is FileStatus.DUPLICATE
        assert report.document_id == first.document_id
        assert "b.txt" in report.detail
    assert len(project.documents.all()) == 1


def test_the_originals_are_never_touched(project, folder):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.glob("*.*")}
    import_paths(project, [folder])
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.glob("*.*")
    }


def test_what_is_refused_is_reported_and_recorded_and_the_rest_is_imported(project, folder):
    (folder / "bad.docx").write_bytes(b"%PDF-1.7")
    (folder / "noise.txt").write_bytes(bytes(range(128, 256)))
    (folder / "sheet.xls").write_bytes(b"PK")
    (folder / "void.pdf").write_bytes(b"")
    reports = import_paths(project, [folder, folder / "missing.txt"])
    assert statuses(reports) == {
        "a.pdf": FileStatus.READY,
        "b.txt": FileStatus.READY,
        "bad.docx": FileStatus.DAMAGED,
        "c.docx": FileStatus.READY,
        "missing.txt": FileStatus.MISSING,
        "noise.txt": FileStatus.DAMAGED,
        "sheet.xls": FileStatus.UNSUPPORTED,
        "void.pdf": FileStatus.NO_TEXT,
    }
    refused = [report for report in reports if report.status is not FileStatus.READY]
    assert sorted(project.documents.refused(), key=lambda report: report.path) == sorted(
        refused, key=lambda report: report.path
    )


def test_a_file_that_was_mended_is_imported_and_its_refusal_is_gone(project, folder):
    (folder / "late.txt").write_bytes(b"")
    import_paths(project, [folder / "late.txt"])
    (folder / "late.txt").write_text("Here it is.")
    assert import_paths(project, [folder / "late.txt"])[0].status is FileStatus.READY
    assert project.documents.refused() == []


def test_a_path_offered_twice_is_reported_once(project, folder):
    reports = import_paths(project, [folder / "b.txt", folder, folder / "sub" / ".." / "b.txt"])
    assert sorted(report.name for report in reports) == ["a.pdf", "b.txt", "c.docx"]


def test_cancelling_keeps_what_is_done(project, folder):
    for number in range(60):
        (folder / f"d{number}.txt").write_text(f"Notice {number}.")
    done = []
    reports = import_paths(project, [folder], done.append, is_cancelled=lambda: bool(done))
    assert reports == done
    assert 1 <= len(reports) < 20
    assert [document.name for document in project.documents.all()] == [one.name for one in done]


def test_cancelling_does_not_wait_for_the_file_being_read(project, folder, monkeypatch):
    (folder / "c" / "d").mkdir(parents=True)
    (folder / "c" / "hang.txt").write_text("hang")
    monkeypatch.setattr(importing, "Reader", lambda: Reader(run_child=stubborn))
    done = []
    began = monotonic()
    reports = import_paths(project, [folder], done.append, is_cancelled=lambda: len(done) == 2)
    assert [report.name for report in reports] == ["a.pdf", "b.txt"]
    assert monotonic() - began < 30  # and not the sixty that the file may take


def test_a_crash_costs_its_file_alone(project, folder, monkeypatch):
    (folder / "crash.txt").write_text("crash")
    monkeypatch.setattr(importing, "Reader", lambda: Reader(run_child=stubborn))
    found = statuses(import_paths(project, [folder]))
    assert found.pop("crash.txt") is FileStatus.DAMAGED
    assert set(found.values()) == {FileStatus.READY}


def test_what_a_reader_notes_is_said_in_the_report(project, folder):
    (folder / "page.html").write_text("<p>Shown<p hidden>secret")
    report = import_paths(project, [folder / "page.html"])[0]
    assert report.status is FileStatus.READY
    assert report.detail.startswith("Imported, ")
    assert report.detail.endswith("1 hidden part left out.")
    assert project.documents.get(report.document_id).note in report.detail


def test_columns_can_be_chosen_and_are_remembered(project, folder):
    (folder / "t.csv").write_text("id,name\n1,Ann\n")
    chosen = ImportOptions(columns=("name",), keep_headers=True)
    report = import_paths(project, [folder / "t.csv"], options=chosen)[0]
    assert project.documents.text(report.document_id) == "Ann"
    document = project.documents.get(report.document_id)
    assert document.options == ImportOptions(columns=("name",))  # a table has no headers to keep
    assert document.note in report.detail
    assert report.note == document.note
    (folder / "u.csv").write_text("id,name\n2,Bo\n")
    other = ImportOptions(columns=("age",))
    assert import_paths(project, [folder / "u.csv"], options=other)[0].status is FileStatus.NO_TEXT


def test_a_file_read_in_another_way_is_another_document(project, folder):
    (folder / "t.csv").write_text("id,name,town\n1,Ann,Bern\n")
    first, again, same, whole = (
        import_paths(project, [folder / "t.csv"], options=ImportOptions(columns=columns))[0]
        for columns in (("name",), ("town",), ("town",), ())
    )
    assert again.status is whole.status is FileStatus.READY
    assert same.status is FileStatus.DUPLICATE
    assert same.document_id == again.document_id
    texts = [project.documents.text(each.document_id) for each in (first, again, whole)]
    assert texts == ["Ann", "Bern", "id: 1\nname: Ann\ntown: Bern"]


def test_an_encoding_can_be_chosen_and_the_same_text_is_no_second_document(project, folder):
    (folder / "latin.txt").write_bytes("Grüße aus Köln".encode("cp1252"))
    guessed = import_paths(project, [folder / "latin.txt"])[0]
    assert "Read as Windows-1252, guessed" in guessed.note
    chosen = ImportOptions(encoding="cp1252")
    twin = import_paths(project, [folder / "latin.txt"], options=chosen)[0]
    assert twin.status is FileStatus.DUPLICATE
    other = import_paths(project, [folder / "latin.txt"], options=ImportOptions(encoding="cp1251"))
    assert project.documents.get(other[0].document_id).options.encoding == "cp1251"
    pdf = import_paths(project, [folder / "b.txt"], options=ImportOptions(keep_headers=True))[0]
    assert pdf.status is FileStatus.READY


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names there")
def test_a_pipe_and_a_device_in_a_folder_are_no_hang(project, folder):
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe")
    found = statuses(import_paths(project, [folder, Path(os.devnull)]))
    assert found["pipe.txt"] is found["pipe"] is FileStatus.UNSUPPORTED
    assert found[Path(os.devnull).name] is FileStatus.UNSUPPORTED


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
def test_a_name_that_misleads_is_shown_without_its_signs(project, folder):
    (folder / "report\u202efdp.txt").write_text("Plain.")
    (folder / "a\nb\x1b[31m.txt").write_text("Text.")
    names = {report.name for report in import_paths(project, [folder])}
    assert {"report\ufffdfdp.txt", "a\ufffdb\ufffd[31m.txt"} <= names


def test_folders_of_any_depth_are_walked(project, tmp_path):
    deep = tmp_path / "deep"
    deepest = deep.joinpath(*["d"] * 300)
    deepest.mkdir(parents=True)
    (deepest / "a.txt").write_text("Found.")
    assert statuses(import_paths(project, [deep])) == {"a.txt": FileStatus.READY}


def test_a_file_that_vanishes_before_it_is_measured_is_missing(project, folder, monkeypatch):
    def vanish(offer):
        offer.path.unlink(missing_ok=True)
        return _size(offer)

    _size = importing._size
    monkeypatch.setattr(importing, "_size", vanish)
    report = import_paths(project, [folder / "b.txt"])[0]
    assert report.status is FileStatus.MISSING


def test_hidden_files_inside_a_folder_are_left_out_and_said_so(project, folder):
    (folder / ".notes.txt").write_text("hidden")
    (folder / "~$c.docx").write_bytes(b"lock")
    (folder / ".git").mkdir()
    (folder / ".git" / "inside.txt").write_text("never seen")
    found = statuses(import_paths(project, [folder]))
    for name in (".notes.txt", "~$c.docx", ".git"):
        assert found[name] is FileStatus.UNSUPPORTED
    assert "inside.txt" not in found
    named = import_paths(project, [folder / ".notes.txt"])[0]
    assert named.status is FileStatus.READY


def test_a_junction_of_windows_is_told_by_its_tag(folder):
    assert is_junction(SimpleNamespace(st_reparse_tag=0xA0000003))
    assert not is_junction(SimpleNamespace(st_reparse_tag=0xA000000C))  # a symbolic link
    assert not is_junction(folder.lstat())


@needs_links
def test_links_that_leave_the_folder_are_reported_and_not_followed(project, folder, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not for this project")
    (folder / "out.txt").symlink_to(secret)
    (folder / "outer").symlink_to(tmp_path, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "twin.txt").symlink_to(folder / "b.txt")
    found = statuses(import_paths(project, [folder]))
    assert found["out.txt"] is FileStatus.UNSUPPORTED
    assert found["outer"] is FileStatus.UNSUPPORTED
    assert found["loop"] is FileStatus.UNSUPPORTED
    assert found["gone.txt"] is FileStatus.MISSING
    assert found["twin.txt"] is FileStatus.DUPLICATE
    assert len(project.documents.all()) == 3


@needs_links
def test_a_link_that_is_named_itself_is_followed(project, folder, tmp_path):
    (tmp_path / "link.txt").symlink_to(folder / "b.txt")
    assert import_paths(project, [tmp_path / "link.txt"])[0].status is FileStatus.READY


@pytest.mark.parametrize("sub", ["", "inner"])
def test_a_folder_without_any_file_is_nothing_to_do(project, tmp_path, sub):
    (tmp_path / "void" / sub).mkdir(parents=True)
    with pytest.raises(NothingToDo, match=r"void.*PDF, DOCX.*and JSONL"):
        import_paths(project, [tmp_path / "void"])
    assert project.documents.refused() == []


def test_no_path_at_all_is_nothing_to_do(project):
    with pytest.raises(NothingToDo, match="No file was named"):
        import_paths(project, [])


def test_an_empty_folder_beside_a_file_is_reported(project, folder, tmp_path):
    (tmp_path / "void").mkdir()
    found = statuses(import_paths(project, [tmp_path / "void", folder / "b.txt"]))
    assert found == {"void": FileStatus.MISSING, "b.txt": FileStatus.READY}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_or_folder_without_rights_is_unreadable(project, folder):
    (folder / "b.txt").chmod(0)
    (folder / "sub").chmod(0)
    found = statuses(import_paths(project, [folder]))
    (folder / "sub").chmod(stat.S_IRWXU)
    assert found == {
        "a.pdf": FileStatus.READY, "b.txt": FileStatus.UNREADABLE, "sub": FileStatus.UNREADABLE
    }  # fmt: skip


def test_what_the_system_does_not_let_us_read_is_unreadable(project, folder, monkeypatch):
    def refuse(self, *_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(importing.Path, "open", refuse)
    report = import_paths(project, [folder / "b.txt"])[0]
    assert report.status is FileStatus.UNREADABLE
    monkeypatch.setattr(importing.Path, "iterdir", refuse)
    report = import_paths(project, [folder])[0]
    assert (report.name, report.status) == ("papers", FileStatus.UNREADABLE)
    assert "Permission denied" in report.detail


def test_a_file_that_changes_while_it_is_read_is_not_imported(project, folder, monkeypatch):
    class Busy(importing.Reader):
        def read(self, path, *given, **named):
            extract = super().read(path, *given, **named)
            path.write_text("The gate is open now.")
            return extract

    monkeypatch.setattr(importing, "Reader", Busy)
    report = import_paths(project, [folder / "b.txt"])[0]
    assert report.status is FileStatus.UNREADABLE
    assert "changed while it was read" in report.detail
    assert project.documents.all() == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep file names in Unicode")
def test_a_name_that_is_no_unicode_is_imported_all_the_same(project, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("An old name.")
    report = import_paths(project, [path])[0]
    assert (report.name, report.status) == ("caf\ufffd.txt", FileStatus.READY)


def test_the_file_dialog_can_ask_for_suffixes():
    assert {".txt", ".md", ".pdf", ".docx", ".html"} <= set(SUPPORTED_SUFFIXES)


def test_files_that_are_ready_together_cost_one_commit(project):
    refused = [
        importing._Examined(Path(f"/in/{number}.x"), DocumentRefused(FileStatus.DAMAGED, "Torn."))
        for number in range(5)
    ]
    with counted(project) as seen:
        reports = importing._save_together(project, refused, "")
    assert [report.name for report in reports] == [f"{number}.x" for number in range(5)]
    assert sum(sql.startswith("COMMIT") for sql in seen) == 1
