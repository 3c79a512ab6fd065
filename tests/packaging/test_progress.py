"""What is shown while llama.cpp compiles: the share of it that is done, where that is told."""

import sys

import progress
import pytest
import set_up


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("DEBUG [120/251] /usr/bin/g++ -DGGML_BUILD -o ggml.o -c ggml.cpp", 47),
        ("[251/251] Linking CXX shared library libllama.so", 100),
        ("[ 48%] Building CXX object llama.cpp.o", 48),
        ("[2/3] Getting ready", None),
        ("DEBUG Selecting: numpy==2.4.6", None),
        ("", None),
    ],
)
def test_a_line_of_ninja_or_make_tells_the_share(line: str, share: int | None):
    assert progress.share(line) == share


def test_the_newest_share_is_said_and_without_one_that_it_is_alive():
    log = progress.Log(["DEBUG [10/100] g++\n", "DEBUG [50/100] g++\n", "DEBUG else\n"])
    log.said()
    assert log.at_work() == "llama.cpp: 50 % compiled"
    assert progress.Log(()).at_work() == "still at work"


def test_a_program_that_fails_is_quoted_without_its_developers_lines(
    capfd: pytest.CaptureFixture[str],
):
    says = "import sys; sys.stderr.write('DEBUG much\\n  x Failed to build llama\\n'); sys.exit(3)"
    assert set_up.run_alive([sys.executable, "-c", says], is_told=True, is_read=True) == 3
    assert capfd.readouterr().err == "  x Failed to build llama\n"


def test_a_program_that_goes_well_is_not_quoted(capfd: pytest.CaptureFixture[str]):
    says = "import sys; sys.stderr.write('Installed 3 packages\\n')"
    assert set_up.run_alive([sys.executable, "-c", says], is_told=True, is_read=True) == 0
    assert capfd.readouterr() == ("  done in 0 s\n", "")


def test_what_compiles_is_shown_as_a_share(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(set_up, "HEARTBEAT_SECONDS", 0.1)
    says = (
        "import sys, time; sys.stderr.write('DEBUG [60/200] g++\\n'); sys.stderr.flush()\n"
        "time.sleep(2)"
    )
    assert set_up.run_alive([sys.executable, "-c", says], is_told=False, is_read=True) == 0
    assert "  llama.cpp: 30 % compiled, " in capfd.readouterr().out
