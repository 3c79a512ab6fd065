import threading

import pytest
from PySide6.QtCore import QTimer

from desktop.background import Background, Operation
from engine.errors import NothingToDo


def operation(work, done=None, failed=None, told=None) -> Operation:
    def ignore(_what):
        return None

    return Operation("Working", work, done or ignore, failed or ignore, told or ignore)


def test_the_answer_comes_on_the_ui_thread(qtbot, background: Background):
    answers = []

    def take(answer):
        answers.append((answer, threading.current_thread() is threading.main_thread()))

    background.run(operation(lambda _job: threading.current_thread().name, done=take))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [("Working", True)]


def test_a_known_error_goes_to_the_page_that_asked(qtbot, background: Background):
    errors = []

    def work(_job):
        raise NothingToDo("There is nothing.")

    background.run(operation(work, failed=errors.append))
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "There is nothing."


def test_a_bug_goes_to_the_reporter_and_the_next_operation_runs(qtbot):
    bugs, answers = [], []
    background = Background(bugs.append)

    def work(_job):
        return {}["missing"]

    background.run(operation(work))
    qtbot.waitUntil(lambda: bool(bugs))
    background.run(operation(lambda _job: 1, done=answers.append))
    qtbot.waitUntil(lambda: answers == [1])
    assert isinstance(bugs[0], KeyError)


def test_news_come_in_order_before_the_answer(qtbot, background: Background):
    heard = []

    def work(job):
        job.tell("one")
        job.tell("two")
        return "end"

    background.run(operation(work, done=heard.append, told=heard.append))
    qtbot.waitUntil(lambda: "end" in heard)
    assert heard == ["one", "two", "end"]


def test_a_job_hears_that_it_is_cancelled(qtbot, background: Background):
    heard, may_look = [], threading.Event()

    def work(job):
        may_look.wait(10)
        return job.is_cancelled()

    job = background.run(operation(work, done=heard.append))
    job.cancel()
    may_look.set()
    qtbot.waitUntil(lambda: heard == [True])


def test_it_says_what_is_under_way(qtbot, background: Background):
    names = []
    background.busy_changed.connect(names.append)
    background.run(operation(lambda _job: None))
    qtbot.waitUntil(lambda: names == ["Working", ""])
    assert not background.is_busy


def test_what_a_cancelled_job_raises_is_no_bug(qtbot, background: Background):
    may_go = threading.Event()

    def work(_job):
        may_go.wait(10)
        raise ValueError("its project was closed")

    job = background.run(operation(work))
    job.cancel()
    may_go.set()
    background.close()
    assert not background.is_busy


def test_closing_drops_the_callbacks_that_wait(background: Background):
    answers, ends = [], []
    background.run(
        Operation(
            "Working", lambda _job: 7, answers.append, answers.append, ended=lambda: ends.append(1)
        )
    )
    background.close()
    assert answers == []
    assert ends == [1]


def test_ending_a_project_drops_its_callbacks_and_no_others(qtbot, background: Background):
    answers = []
    ours, theirs = object(), object()
    for owner, said in ((ours, "ours"), (theirs, "theirs")):
        background.run(
            Operation(
                "Working", lambda _job, what=said: what, answers.append, answers.append, owner=owner
            )
        )
    background.end(ours)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["theirs"]
    assert not background.is_busy


def test_what_must_finish_is_waited_for(background: Background, monkeypatch):
    monkeypatch.setattr("desktop.background.CLOSE_SECONDS", 0.0)
    finished, may_finish = [], threading.Event()

    def work(_job):
        may_finish.wait(60)
        finished.append(True)

    background.run(Operation("Deleting", work, finished.append, finished.append, must_finish=True))
    QTimer.singleShot(0, may_finish.set)
    background.close()
    assert finished == [True]


def test_the_window_is_painted_while_closing_waits(background: Background):
    started, turns = threading.Event(), []

    def work(job):
        started.set()
        while len(turns) < 3:
            pass

    def turn():
        turns.append(1)
        if len(turns) < 3:
            QTimer.singleShot(0, turn)

    background.run(operation(work))
    assert started.wait(60)
    QTimer.singleShot(0, turn)
    background.close()
    assert len(turns) == 3


def test_the_end_is_told_after_a_bug_too(qtbot):
    bugs, ends = [], []
    background = Background(bugs.append)

    def work(_job):
        raise MemoryError

    background.run(
        Operation("Working", work, ends.append, ends.append, ended=lambda: ends.append("ended"))
    )
    qtbot.waitUntil(lambda: bool(bugs))
    assert ends == ["ended"]
    assert not background.is_busy


def test_closing_cancels_and_waits(qtbot, background: Background):
    started, ended = threading.Event(), []

    def work(job):
        started.set()
        while not job.is_cancelled():
            pass
        ended.append(True)

    background.run(operation(work))
    assert started.wait(10)
    background.close()
    assert ended == [True]


def test_work_that_can_be_left_is_not_waited_for(background: Background, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.background.CLOSE_SECONDS", 600)
    is_free, owner = threading.Event(), object()
    job = background.run(
        Operation(
            name="Cutting",
            work=lambda _job: is_free.wait(60),
            done=lambda _none: pytest.fail("dropped"),
            failed=lambda _error: pytest.fail("dropped"),
            owner=owner,
            can_be_left=True,
        )
    )
    background.end(owner)
    try:
        assert not is_free.is_set()
        assert job.is_cancelled()
        assert not background.is_busy
        assert any(one.name == "Cutting" for one in threading.enumerate())
    finally:
        is_free.set()
