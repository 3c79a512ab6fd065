"""The reader's child process: it reads, it is limited, and its death costs one file."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from multiprocessing import Pipe
from pathlib import Path

import psutil
import pytest

from engine.documents import main as child_main
from engine.documents import readers
from engine.documents.reading import Reader, admit
from engine.errors import DocumentRefused, WorkerCrashed
from engine.records import Extract, FileStatus, ImportOptions, PageMark
from tests.engine.documents import files
from tests.engine.documents.stubborn_child import never_starts, stubborn

SAMPLES = {
    "a.txt": b"Plain text.",
    "b.md": b"# Title\n\nText.",
    "c.pdf": files.pdf(files.lines("A page of text.")),
    "d.docx": files.docx(files.paragraph("A paragraph.")),
    "E.HTM": b"<p>A web page.",
}


@pytest.fixture
def folder(tmp_path):
    for name, data in SAMPLES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def status_of(reader, path):
    with pytest.raises(DocumentRefused) as refused:
        reader.read(path)
    assert str(refused.value)
    return refused.value.status


def test_every_format_is_read_by_one_child(folder):
    with Reader() as reader:
        texts = [reader.read(folder / name).text for name in SAMPLES]
        pages = reader.read(folder / "c.pdf").pages
    assert texts == [
        "Plain text.", "# Title\n\nText.", "A page of text.", "A paragraph.", "A web page."
    ]  # fmt: skip
    assert pages == (PageMark(0, "page 1"),)
    reader.close()


def test_a_refusal_of_the_child_comes_back_with_its_reason(folder):
    (folder / "scan.pdf").write_bytes(files.pdf(""))
    with Reader() as reader:
        assert status_of(reader, folder / "scan.pdf") is FileStatus.NO_TEXT
        assert reader.read(folder / "a.txt").text == "Plain text."


def test_a_crash_costs_one_file_and_the_next_has_a_fresh_child(folder):
    (folder / "crash.txt").write_text("crash")
    with Reader(run_child=stubborn) as reader:
        assert reader.read(folder / "a.txt").text == "Plain text."
        with pytest.raises(DocumentRefused, match="reader crashed on the file") as refused:
            reader.read(folder / "crash.txt")
        assert refused.value.status is FileStatus.DAMAGED
        assert reader.read(folder / "a.txt").text == "Plain text."


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(folder):
    (folder / "hang.txt").write_text("hang")
    with Reader(run_child=stubborn, timeout_seconds=2) as reader:
        assert status_of(reader, folder / "hang.txt") is FileStatus.TIMED_OUT
        assert reader.read(folder / "a.txt").text == "Plain text."


def test_work_without_end_is_given_up_by_its_processor_time(folder):
    (folder / "work.txt").write_text("work")
    with Reader(run_child=stubborn, cpu_seconds=0.5) as reader:
        assert status_of(reader, folder / "work.txt") is FileStatus.TIMED_OUT
        assert reader.read(folder / "a.txt").text == "Plain text."


def test_a_child_that_grows_is_ended_where_the_system_does_not_limit_it(folder):
    (folder / "grow.txt").write_text("grow")
    with Reader(run_child=stubborn, memory_bytes=350 * 1024**2) as reader:
        assert status_of(reader, folder / "grow.txt") is FileStatus.TOO_BIG
        assert reader.read(folder / "a.txt").text == "Plain text."


def test_an_aborted_reader_reads_no_more(folder):
    reader = Reader()
    reader.abort()
    with pytest.raises(WorkerCrashed):
        reader.read(folder / "a.txt")
    started = Reader()
    started.read(folder / "a.txt")
    started.abort()
    with pytest.raises(DocumentRefused):
        started.read(folder / "a.txt")
    started.close()


def test_a_process_that_is_gone_measures_nothing(folder, monkeypatch):
    def gone(*_):
        raise psutil.NoSuchProcess(1)

    for name in ("cpu_times", "memory_info"):
        monkeypatch.setattr(psutil.Process, name, gone)
    (folder / "hang.txt").write_text("hang")
    with Reader(run_child=stubborn, timeout_seconds=1) as reader:
        assert status_of(reader, folder / "hang.txt") is FileStatus.TIMED_OUT
        monkeypatch.setattr(psutil, "Process", gone)
        assert status_of(reader, folder / "hang.txt") is FileStatus.TIMED_OUT


def test_the_column_and_the_note_cross_the_pipe(folder):
    (folder / "t.csv").write_text("id,name\n1,Ann\n")
    (folder / "p.html").write_text("<p>Shown<p hidden>secret")
    with Reader() as reader:
        assert reader.read(folder / "t.csv", ImportOptions(columns=("name",))).text == "Ann"
        assert "hidden" in reader.read(folder / "p.html").note


def test_a_child_that_never_starts_is_no_hang(folder):
    for seconds in (60, 0):
        reader = Reader(run_child=never_starts, start_seconds=seconds)
        with pytest.raises(WorkerCrashed, match="did not start"):
            reader.read(folder / "a.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to RLIMIT_AS")
def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read(folder):
    (folder / "large.txt").write_bytes(b"word " * 20_000_000)
    with Reader(run_child=with_little_memory) as reader:
        assert status_of(reader, folder / "large.txt") is FileStatus.TOO_BIG
        assert reader.read(folder / "a.txt").text == "Plain text."


def with_little_memory(requests, answers):
    import resource

    import engine.documents.readers  # noqa: F401 loaded before the limit, as the child does

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + 150 * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    child_main.main(requests, answers)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("missing.txt", None, FileStatus.MISSING),
        ("a.txt/inside.txt", None, FileStatus.MISSING),
        ("empty.pdf", b"", FileStatus.NO_TEXT),
        ("big.txt", b"x" * 1001, FileStatus.TOO_BIG),
        ("slides.ppt", b"x", FileStatus.UNSUPPORTED),
        ("noticeboard", b"x", FileStatus.UNSUPPORTED),
        (".", None, FileStatus.UNSUPPORTED),
        ("x" * 5000 + ".txt", None, FileStatus.UNREADABLE),
    ],
)
def test_what_is_not_fit_to_be_opened_is_refused_before(folder, name, content, status):
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(DocumentRefused) as refused:
        admit(folder / name, max_bytes=1000)
    assert refused.value.status is status


def test_a_refusal_by_suffix_names_what_is_supported(tmp_path):
    (tmp_path / "old.doc").write_bytes(b"x")
    with pytest.raises(DocumentRefused, match=r"\.doc are not supported; PDF, DOCX.*\.docx"):
        admit(tmp_path / "old.doc")


def test_the_readers_answer_for_files_that_vanish_or_hold_only_space(tmp_path):
    (tmp_path / "space.txt").write_text(" \n\n \t")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    with Reader() as reader:
        assert status_of(reader, tmp_path / "space.txt") is FileStatus.NO_TEXT
        assert status_of(reader, tmp_path / "gone.txt") is FileStatus.MISSING


def test_running_out_of_memory_in_a_reader_is_a_reason(monkeypatch):
    def greedy(_data):
        raise MemoryError

    monkeypatch.setitem(readers.READERS, "txt", greedy)
    with pytest.raises(DocumentRefused) as refused:
        readers.read_document(b"x", "txt")
    assert refused.value.status is FileStatus.TOO_BIG


def test_more_text_than_a_project_can_take_is_too_big(monkeypatch):
    monkeypatch.setattr(readers, "MOST_CHARACTERS", 9)
    for text, is_read in (("Nine char", True), ("Ten chars.", False)):
        if is_read:
            assert readers.read_document(text.encode(), "txt").text == text
            continue
        with pytest.raises(DocumentRefused, match="million characters") as refused:
            readers.read_document(text.encode(), "txt")
        assert refused.value.status is FileStatus.TOO_BIG


def test_names_inside_a_file_cannot_make_a_sentence_or_a_label_long_or_odd(folder):
    name = "x\u202e" * 100_000
    book = files.xlsx('<row r="1"><c r="A1"><v>7</v></c></row>')
    with zipfile.ZipFile(BytesIO(book)) as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("Sheet1", name)
    (folder / "long.xlsx").write_bytes(files.zipped(parts))
    (folder / "root.docx").write_bytes(files.docx("", root=name.replace("\u202e", "")))
    with Reader() as reader:
        (mark,) = reader.read(folder / "long.xlsx").pages
        assert mark.label.startswith("sheet x\ufffdx")
        assert len(mark.label) == 120
        with pytest.raises(DocumentRefused) as refused:
            reader.read(folder / "root.docx")
    assert len(str(refused.value)) == 600


def test_the_child_ends_by_itself_when_its_pipe_does(folder):
    requests, ask = Pipe(duplex=False)
    answer, answers = Pipe(duplex=False)
    data = (folder / "c.pdf").read_bytes()
    for name in ("pdf", "docx"):
        ask.send_bytes(
            f'{{"format": "{name}", "options": {{"columns": []}}, "bytes": {len(data)}}}'.encode()
        )
        ask.send_bytes(data[:100])
        ask.send_bytes(data[100:])
    ask.close()
    child_main.serve(requests, answers, readers.read_document)
    assert b'"parts": 1' in answer.recv_bytes()
    assert answer.recv_bytes() == b"A page of text."
    assert b'"status": "damaged"' in answer.recv_bytes()


def test_neither_side_loads_what_it_must_not():
    code = (
        "import sys, engine.documents.reading; loaded = set(sys.modules);"
        "assert not loaded & {'lxml', 'pypdfium2', 'charset_normalizer'}, loaded;"
        "import engine.documents.readers;"
        "assert not set(sys.modules) & {'PySide6', 'llama_cpp', 'engine.store', 'sqlite3'}"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300, env=environment)


def test_extracts_cross_the_pipe_unchanged(folder):
    (folder / "odd.txt").write_text("“Grüße” 🙂\tä", encoding="utf-8")
    with Reader() as reader:
        assert reader.read(folder / "odd.txt") == Extract("“Grüße” 🙂\tä")


def test_a_text_of_several_parts_crosses_the_pipe_unchanged(folder):
    text = "Grüße 🙂 " * 300_000
    (folder / "long.txt").write_text(text, encoding="utf-8")
    with Reader() as reader:
        assert reader.read(folder / "long.txt").text == text.strip()
        assert reader.read(folder / "a.txt").text == "Plain text."


def test_a_child_that_sends_text_without_end_is_ended(folder):
    with Reader(run_child=floods) as reader:
        assert status_of(reader, folder / "a.txt") is FileStatus.TOO_BIG


def floods(requests, answers):
    answers.send_bytes(child_main.READY)
    requests.recv_bytes()
    requests.recv_bytes()
    answers.send_bytes(b'{"parts": 100, "pages": [], "note": "", "language": ""}')
    for _ in range(100):
        answers.send_bytes(bytes(50 * 2**20))
