import io
import json
import os
import sys
from pathlib import Path

import pytest

from engine.cli.output import Output, counted, printable


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_result_for_programs_is_one_document_on_stdout():
    out, err = io.StringIO(), io.StringIO()
    output = Output(out, err, as_json=True)
    output.say("a part")
    output.note("on the way")
    output.result({"name": "Ære"}, ["not shown"])
    assert json.loads(out.getvalue()) == {"name": "Ære"}
    assert "Ære" in out.getvalue()
    assert err.getvalue() == "a part\non the way\n"


def test_a_result_for_people_is_lines_on_stdout():
    out, err = io.StringIO(), io.StringIO()
    output = Output(out, err)
    output.say("a part")
    output.result({"name": "x"}, ["one", "two"])
    assert (out.getvalue(), err.getvalue()) == ("a part\none\ntwo\n", "")


def test_a_problem_is_one_sentence_on_stderr_and_an_error_for_programs():
    out, err = io.StringIO(), io.StringIO()
    Output(out, err, as_json=True).problem("Title", "It went wrong.")
    assert err.getvalue() == "bonito-desktop: It went wrong.\n"
    assert json.loads(out.getvalue()) == {"error": {"title": "Title", "message": "It went wrong."}}


def test_without_a_terminal_progress_is_a_line_now_and_then():
    err = io.StringIO()
    output = Output(io.StringIO(), err)
    for done in range(101):
        output.progress(done, 100, "units")
    lines = err.getvalue().splitlines()
    assert lines[0] == "10 of 100 units"
    assert len(lines) == 10
    assert "\r" not in err.getvalue()


def test_progress_of_nothing_is_no_error():
    output = Output(io.StringIO(), io.StringIO())
    output.progress(0, 0, "units")


def test_on_a_terminal_progress_is_a_bar_that_goes_away():
    err = Terminal()
    output = Output(io.StringIO(), err)
    output.progress(1, 2, "units")
    output.progress(2, 2, "units")
    output.note("done")
    shown = err.getvalue()
    assert "[############            ] 1 of 2 units" in shown
    assert shown.split("\r")[-1] == "done\n"
    assert shown.count("\n") == 1


def test_a_bar_is_not_drawn_more_often_than_it_can_be_seen():
    err = Terminal()
    output = Output(io.StringIO(), err)
    for done in range(1000):
        output.progress(done, 1_000_000, "units")
    assert err.getvalue().count("\r") < 500


def test_a_part_of_the_result_takes_the_bar_away_first():
    out, err = io.StringIO(), Terminal()
    output = Output(out, err)
    output.progress(1, 2, "units")
    output.say("a part")
    assert err.getvalue().endswith(" \r")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[2Jb\r\n\tc", "a [2Jb   c"), ("Ære “日本” 🙂", "Ære “日本” 🙂"), ("a\u202eb", "a b")],
)
def test_text_from_outside_can_not_drive_the_terminal(text: str, shown: str):
    assert printable(text) == shown


def test_numbers_agree_with_their_nouns():
    assert counted(1, "task") == "1 task"
    assert counted(1150, "task") == "1,150 tasks"
    assert counted(2, "entry", "entries") == "2 entries"


def test_when_nobody_reads_stderr_the_work_goes_on(tmp_path: Path):
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as err:
        output = Output(io.StringIO(), err)
        output.note("nobody hears this")
        output.note("nor this")


def test_a_program_without_a_console_says_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    output = Output.standard(as_json=False)
    output.note("unheard")
    output.result({}, ["unheard"])
    output.flush()


def test_stdout_is_utf_8_whatever_the_system_says(monkeypatch: pytest.MonkeyPatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    output = Output.standard(as_json=True)
    output.result({"name": "日本 \udcff"})
    output.flush()
    assert json.loads(raw.getvalue().decode("utf-8"))["name"] == "日本 \udcff"
