import sys
import threading

import pytest

from desktop.errors import ErrorReporter, describe, title_of
from engine.errors import ProjectLocked
from models.errors import NotAModel


def raised(error: BaseException) -> BaseException:
    try:
        raise error  # noqa: TRY301 - this is all that it is for
    except BaseException as caught:  # noqa: BLE001 - the traceback is wanted
        return caught


def test_a_report_names_places_and_never_the_message():
    said = describe(raised(ValueError("text of a secret document")))
    assert "ValueError" in said
    assert "test_errors.py" in said
    assert "secret" not in said


def test_a_report_names_the_causes():
    error = ValueError("a")
    error.__cause__ = KeyError("b")
    assert "KeyError" in describe(error)


def test_titles_are_those_of_the_errors():
    assert title_of(ProjectLocked("x")) == "Project is open elsewhere"
    assert title_of(NotAModel("x")) == "Not a GGUF model"


def test_a_bug_opens_one_dialog_at_a_time(qtbot):
    shown = []

    def show(said):
        shown.append(said)
        reporter._take(ValueError("a second one while the first is shown"))

    reporter = ErrorReporter(show)
    reporter.report(raised(KeyError("x")))
    qtbot.waitUntil(lambda: bool(shown))
    assert len(shown) == 1
    reporter.report(raised(KeyError("y")))
    qtbot.waitUntil(lambda: len(shown) == 2)


def test_a_known_error_that_nobody_showed_gets_a_notice_instead(qtbot):
    reporter = ErrorReporter(lambda _said: pytest.fail("no dialog for a known error"))
    with qtbot.waitSignal(reporter.known_error_escaped):
        reporter.report(ProjectLocked("Close the other window first."))


def test_installed_it_hears_of_what_nobody_catches(qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    shown = []
    reporter = ErrorReporter(shown.append)
    reporter.install()
    error = raised(ValueError("x"))
    sys.excepthook(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: len(shown) == 1)
    thread = threading.Thread(target=lambda: {}["missing"])
    thread.start()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown[1].startswith("KeyError")


def test_ctrl_c_is_no_bug(qtbot):
    shown = []
    reporter = ErrorReporter(shown.append)
    reporter.report(KeyboardInterrupt())
    qtbot.wait(1)
    assert shown == []
