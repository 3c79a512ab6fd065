from pathlib import Path

import psutil
import pytest

from engine.errors import ModelNotLoaded, WorkerCrashed
from engine.worker import fake
from engine.worker.counting import KeptCounter, token_counter
from models.library import embedded_path


def test_a_counter_counts_many_texts_in_order():
    with token_counter(Path("script.gguf"), fake.main) as count:
        assert list(count(["one two", "", "three"])) == [2, 0, 1]


def test_the_process_is_gone_after_the_context_also_when_it_failed():
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(ZeroDivisionError), token_counter(Path("script.gguf"), fake.main):
        raise ZeroDivisionError
    with pytest.raises(ModelNotLoaded), token_counter(Path(fake.REFUSE), fake.main):
        pass
    left = {child for child in psutil.Process().children() if child.pid not in before}
    assert [child for child in left if "spawn_main" in " ".join(child.cmdline())] == []


@pytest.fixture
def kept():
    made = KeptCounter(fake.main)
    yield made
    made.close()


def test_a_kept_counter_asks_its_one_worker_only_what_is_new(kept: KeptCounter):
    count = kept.counter(Path("script.gguf"))
    assert list(count(["one two", "three", "one two"])) == [2, 1, 2]
    assert kept._host is not None
    pid = kept._host.pid
    assert list(count(["four", "three"])) == [1, 1]
    assert kept._host.pid == pid
    kept._host.kill()
    assert list(count(["three", "four"])) == [1, 1]  # nobody is asked


def test_a_kept_counter_recovers_from_a_worker_that_died(kept: KeptCounter):
    count = kept.counter(Path("script.gguf"))
    count(["one"])
    assert kept._host is not None
    kept._host.abort()
    with pytest.raises(WorkerCrashed):
        count(["two"])
    assert list(count(["two words"])) == [2]


def test_another_model_is_another_worker_and_other_counts(kept: KeptCounter):
    kept.counter(Path("script.gguf"))(["one"])
    with pytest.raises(ModelNotLoaded):
        kept.counter(Path(fake.REFUSE))(["one"])
    assert list(kept.counter(Path("script.gguf"))(["one"])) == [1]


def test_a_kept_counter_that_is_closed_has_no_process_and_can_be_used_again(kept: KeptCounter):
    count = kept.counter(Path("script.gguf"))
    count(["one"])
    assert kept._host is not None
    pid = kept._host.pid
    kept.close()
    assert not psutil.pid_exists(pid)
    assert list(count(["one two"])) == [2]


@pytest.mark.model
def test_the_real_model_counts_its_own_tokens():
    with token_counter(embedded_path()) as count:
        assert list(count(["nine o'clock", "nine o'clock nine o'clock"])) == [4, 8]
