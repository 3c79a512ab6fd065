import tracemalloc
from contextlib import suppress
from hashlib import sha256

import pytest

from engine.errors import NothingToDo, ProjectDamaged
from engine.records import Extract, FileReport, FileStatus, PageMark


def add(project, name="a.txt", sha256="aa", text="Some text.", pages=()):
    return project.documents.add(
        path=f"/in/{name}",
        name=name,
        format="txt",
        size_bytes=10,
        sha256=sha256,
        extract=Extract(text, tuple(pages)),
    )


def test_a_file_that_was_read_becomes_a_document(project):
    report = add(project, text="Söme text.")
    document = project.documents.get(report.document_id)
    assert report.status is FileStatus.READY
    assert (document.name, document.path, document.format) == ("a.txt", "/in/a.txt", "txt")
    assert (document.size_bytes, document.sha256, document.characters) == (10, "aa", 10)
    assert document.text_sha256 == sha256("Söme text.".encode()).hexdigest()
    assert document.imported_at.endswith("+00:00")
    assert project.documents.text(document.id) == "Söme text."
    assert project.documents.all() == [document]


def test_pages_come_back_in_order_even_where_one_is_empty(project):
    marks = (PageMark(0, "1"), PageMark(4, "2"), PageMark(4, "3"))
    report = add(project, pages=marks)
    assert project.documents.pages(report.document_id) == marks
    assert project.documents.pages(99) == ()


def test_a_second_import_of_the_same_bytes_is_a_duplicate(project):
    first = add(project)
    again = add(project, name="copy.txt", text="read differently")
    assert again.status is FileStatus.DUPLICATE
    assert again.document_id == first.document_id
    assert "same file as “a.txt”" in again.detail
    assert len(project.documents.all()) == 1


def test_other_bytes_with_the_same_text_are_a_duplicate_of_the_text(project):
    add(project)
    again = add(project, name="a.docx", sha256="bb")
    assert again.status is FileStatus.DUPLICATE
    assert "same text as “a.txt”" in again.detail


def test_of_two_twins_the_one_with_the_same_bytes_is_named(project):
    add(project, name="text.txt", sha256="t1", text="one")
    add(project, name="bytes.txt", sha256="t2", text="two")
    assert "same file as “bytes.txt”" in add(project, sha256="t2", text="one").detail


def test_a_document_is_found_by_its_bytes(project):
    report = add(project)
    assert project.documents.by_sha256("aa").id == report.document_id
    assert project.documents.by_sha256("zz") is None


def test_a_refused_file_is_remembered_with_its_reason(project):
    report = project.documents.refuse("/in/x.pdf", "x.pdf", FileStatus.ENCRYPTED, "Locked.")
    assert report == FileReport("/in/x.pdf", "x.pdf", FileStatus.ENCRYPTED, "Locked.")
    assert project.documents.refused() == [report]


def test_the_same_path_refused_again_replaces_the_older_report(project):
    project.documents.refuse("/in/x.pdf", "x.pdf", FileStatus.ENCRYPTED, "Locked.")
    project.documents.refuse("/in/x.pdf", "x.pdf", FileStatus.DAMAGED, "Torn.")
    assert [r.status for r in project.documents.refused()] == [FileStatus.DAMAGED]


def test_a_file_that_is_imported_after_all_is_refused_no_longer(project):
    project.documents.refuse("/in/a.txt", "a.txt", FileStatus.UNREADABLE, "No right.")
    add(project)
    assert project.documents.refused() == []


def test_an_undecodable_file_name_does_not_stop_an_import(project):
    report = add(project, name="caf\udce9.txt", text="torn \ud83d escape")
    document = project.documents.get(report.document_id)
    assert document.name == "caf\ufffd.txt"
    assert project.documents.text(document.id) == "torn \ufffd escape"
    assert document.characters == len("torn \ufffd escape")


@pytest.mark.parametrize("ask", ["get", "text"])
def test_an_unknown_document_is_named_in_the_error(project, ask):
    with pytest.raises(NothingToDo, match="no document 7"):
        getattr(project.documents, ask)(7)


ALTERED = "UPDATE texts SET text = replace(text, 'inspector', 'insqector')"


def test_a_text_that_was_altered_on_the_disk_is_said_the_first_time_it_is_shown(
    path, project, document_id
):
    project._connection.write(ALTERED)
    with pytest.raises(ProjectDamaged, match=r"text of “rules\.pdf” .* not the one"):
        project.documents.text(document_id)


def test_a_text_that_was_altered_is_not_backed_up(path, project, document_id):
    project._connection.write(ALTERED)
    with pytest.raises(ProjectDamaged, match=r"rules\.pdf"):
        project.back_up()
    assert not [file for file in path.parent.iterdir() if "(" in file.name]


def test_a_document_whose_text_is_gone_is_damaged(project, document_id):
    project._connection.write("DELETE FROM texts")
    with pytest.raises(ProjectDamaged, match=r"rules\.pdf"):
        project.documents.text(document_id)
    with pytest.raises(ProjectDamaged, match=r"rules\.pdf"):
        project.back_up()


def test_a_long_text_is_stored_and_read_with_little_memory_beside_it(project):
    text = "Every tenant of the house pays rent on the first day. " * 100_000
    tracemalloc.start()
    try:
        report = add(project, text=text)
        stored = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        assert project.documents.text(report.document_id) == text
        read = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stored < len(text)
    assert read < 2.6 * len(text)  # the pieces, and the text put together


def test_all_documents_are_those_of_now_also_after_something_was_taken_back(project):
    add(project, "first", "first", "The first text.")
    assert [one.name for one in project.documents.all()] == ["first"]
    with suppress(ZeroDivisionError), project.transaction():
        add(project, "second", "second", "The second text.")
        assert [one.name for one in project.documents.all()] == ["first", "second"]
        _ = 1 / 0
    assert [one.name for one in project.documents.all()] == ["first"]
    add(project, "third", "third", "The third text.")
    assert [one.name for one in project.documents.all()] == ["first", "third"]
    assert project.documents.all() == project.documents.all()
