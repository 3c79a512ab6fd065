import threading

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


def test_closing_gives_the_answers_that_wait(background: Background):
    answers = []
    background.run(operation(lambda _job: 7, done=answers.append))
    background.close()
    assert answers == [7]


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
