from pathlib import Path

import psutil
import pytest

from engine.counting import token_counter
from engine.errors import ModelNotLoaded
from engine.worker import fake
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


@pytest.mark.model
def test_the_real_model_counts_its_own_tokens():
    with token_counter(embedded_path()) as count:
        assert list(count(["nine o'clock", "nine o'clock nine o'clock"])) == [4, 8]
