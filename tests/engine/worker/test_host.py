import os
import signal
import sys

import psutil
import pytest

from engine.errors import ModelNotLoaded, WorkerCrashed
from engine.worker import fake
from engine.worker import main as worker_main
from engine.worker.host import Host
from engine.worker.messages import (
    Counted,
    CountTokens,
    Generate,
    Generated,
    LoadModel,
    ModelReady,
    encode,
)
from models.prompting import Segment


def host(path: str = "script.gguf", **more: int) -> Host:
    return Host(LoadModel(path, **more), fake.main)


def unit(number: int, passage: str) -> Generate:
    return Generate(number, (Segment(passage, is_markup=False),), 1, 0.5, 0.9, 99)


def test_a_started_host_says_what_it_computes_on_and_answers():
    one = host(slots=3)
    ready = one.start()
    assert (ready.device, ready.slots) == ("Script", 3)
    one.send(unit(5, "One two three."))
    one.go()
    answer = one.receive(30)
    one.stop()
    assert isinstance(answer, Generated)
    assert answer.unit_id == 5
    assert not psutil.pid_exists(one.pid)


def test_a_model_that_does_not_load_is_named_with_the_reason():
    one = host(f"/models/{fake.REFUSE}.gguf")
    with pytest.raises(ModelNotLoaded, match=rf"{fake.REFUSE}\.gguf: the script says"):
        one.start()
    assert not psutil.pid_exists(one.pid)


def test_a_model_that_kills_the_worker_while_it_loads_is_a_crash():
    with pytest.raises(WorkerCrashed, match="exit code 86"):
        host(f"{fake.CRASH}.gguf").start()


def test_a_model_that_never_loads_is_given_up():
    one = host(f"{fake.HANG}.gguf")
    with pytest.raises(ModelNotLoaded, match="made no progress for 0 seconds"):
        one.start(timeout=0.4)
    assert not psutil.pid_exists(one.pid)


def slowly_loading(reads, writes) -> None:
    """A worker whose loader makes many steps, and tells of each."""
    worker_main.SIGN_SECONDS = -1.0

    def load(request, on_step):
        for _ in range(50):
            on_step()
        return fake.FakeModel(request, writes)

    worker_main.serve(reads, writes, load)


def test_loading_may_take_as_long_as_it_shows_progress():
    one = Host(LoadModel("script.gguf"), slowly_loading)
    assert one.start().device == "Script"
    one.stop()


def test_a_host_that_was_aborted_before_it_had_a_process_does_not_load():
    one = host(f"{fake.HANG}.gguf")
    one.abort()
    with pytest.raises(WorkerCrashed):
        one.start()
    assert not psutil.pid_exists(one.pid)


def miscounting(reads, writes) -> None:
    """A worker that counts fewer texts than it was given."""
    reads.recv_bytes()
    writes.send_bytes(encode(ModelReady("Odd", 1, 1)))
    reads.recv_bytes()
    writes.send_bytes(encode(Counted(1, (7,))))
    reads.recv_bytes()


def test_counts_that_do_not_fit_the_texts_are_not_trusted():
    one = Host(LoadModel("script.gguf"), miscounting)
    one.start()
    with pytest.raises(WorkerCrashed, match="no message"):
        one.count_tokens(["a", "b"])
    assert not psutil.pid_exists(one.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't send Ctrl+C to one process")
def test_ctrl_c_in_the_terminal_does_not_reach_a_worker():
    one = host()
    one.start()
    os.kill(one.pid, signal.SIGINT)
    one.send(unit(1, "One two three."))
    one.go()
    assert isinstance(one.receive(60), Generated)
    one.stop()


def test_a_worker_that_dies_is_reported_and_can_be_stopped_again():
    one = host()
    one.start()
    one.send(unit(1, fake.CRASH))
    with pytest.raises(WorkerCrashed, match="exit code 86"):
        one.receive(30)
    one.stop()
    one.stop()


def test_a_worker_with_a_slot_to_spare_waits_until_it_is_told_that_no_more_comes():
    one = host(slots=2)
    one.start()
    one.send(unit(1, "One two three."))
    assert one.receive(0.3) is None
    one.go()
    assert isinstance(one.receive(30), Generated)
    one.send(unit(2, "One two three."))
    assert one.receive(0.3) is None
    one.go()
    one.go()
    assert isinstance(one.receive(30), Generated)
    one.stop()


def test_a_worker_that_sends_rubbish_is_not_trusted_any_more():
    one = host()
    one.start()
    one.send(unit(1, fake.GARBAGE))
    with pytest.raises(WorkerCrashed, match="no message"):
        one.receive(30)
    assert not psutil.pid_exists(one.pid)


def echo(reads, writes) -> None:
    """A child that sends back what it gets, which no worker does."""
    writes.send_bytes(reads.recv_bytes())
    reads.recv_bytes()


def test_a_message_in_the_wrong_direction_is_not_trusted():
    with pytest.raises(WorkerCrashed, match="no message"):
        Host(LoadModel("x"), echo).start()


def test_texts_are_counted_in_order_in_several_messages():
    one = host(vocab_only=True)
    one.start()
    texts = ["a " * 200_000, "b c", "", "d " * 300_000, "e"]
    assert one.count_tokens(texts) == [200_000, 2, 0, 300_000, 1]
    assert one.count_tokens([]) == []
    one.stop()


def test_an_answer_that_comes_while_counting_is_kept_for_later():
    one = host()
    one.start()
    one.send(CountTokens(99, ("early",)))
    assert one.count_tokens(["x y"]) == [2]
    assert one.receive(0) == Counted(99, (1,))
    one.stop()


def test_nothing_can_be_asked_of_a_host_that_was_not_started():
    one = host()
    assert one.pid == 0
    one.stop()
    one.abort()
    one.kill()
    with pytest.raises(WorkerCrashed, match="start it first"):
        one.send(unit(1, "x"))


def test_a_worker_in_the_middle_of_something_ends_at_once_when_asked():
    one = host()
    one.start()
    one.send(unit(1, fake.HANG))
    assert one.receive(0.2) is None
    one.stop(grace=60)
    assert not psutil.pid_exists(one.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
def test_a_worker_that_reads_nothing_any_more_is_killed():
    one = host()
    one.start()
    os.kill(one.pid, signal.SIGSTOP)
    one.stop(grace=0.3)
    assert not psutil.pid_exists(one.pid)


def test_counting_gives_up_on_a_worker_that_never_answers(monkeypatch: pytest.MonkeyPatch):
    one = host()
    one.start()
    monkeypatch.setattr("engine.worker.host.COUNT_SECONDS", 0.3)
    with pytest.raises(WorkerCrashed, match="did not answer"):
        one.count_tokens([fake.UNCOUNTABLE])


def test_aborting_from_another_thread_ends_the_wait():
    one = host()
    one.start()
    one.send(unit(1, fake.HANG))
    one.abort()
    with pytest.raises(WorkerCrashed):
        one.receive(30)
    one.stop()
