from queue import SimpleQueue

import pytest

from engine.worker.fake import FakeModel
from engine.worker.main import Sign, _Worker
from engine.worker.messages import (
    Counted,
    CountTokens,
    FromWorker,
    Generate,
    Generated,
    Go,
    LoadModel,
    ModelReady,
    ToWorker,
    Working,
)
from models.prompting import Segment

UNIT = Generate(1, (Segment("One two three.", is_markup=False),), 1, 0.0, 1.0, 99)


def talk(load: LoadModel, *messages: ToWorker, answers: int) -> list[FromWorker]:
    """Run the loop until it gave so many answers; a message it refuses then ends it."""
    inbox: SimpleQueue[ToWorker] = SimpleQueue()
    sent: list[FromWorker] = []

    def send(message: FromWorker) -> None:
        sent.append(message)
        if len(sent) >= answers:
            inbox.put(LoadModel("again"))

    for message in messages:
        inbox.put(message)
    with pytest.raises(TypeError, match="not for this worker"):
        _Worker(FakeModel(load), send).loop(inbox)
    return sent


def test_units_and_counts_are_answered_in_one_loop():
    first, second = talk(LoadModel("script"), UNIT, Go(), CountTokens(7, ("a b", "c")), answers=2)
    assert first == Counted(7, (2, 1))
    assert isinstance(second, Generated)


def test_a_worker_at_work_gives_a_sign_now_and_then(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.worker.main.SIGN_SECONDS", -1.0)
    *signs, last = talk(LoadModel("script"), UNIT, Go(), answers=20)
    signs = [*signs, last]
    assert all(isinstance(sign, Working) for sign in signs)
    read = [sign.read_tokens for sign in signs if isinstance(sign, Working)]
    written = [sign.written_tokens for sign in signs if isinstance(sign, Working)]
    assert read == sorted(read)
    assert written == sorted(written)
    assert read[-1] > 0 < written[-1]


def test_a_worker_for_counting_refuses_to_generate():
    assert talk(LoadModel("script", vocab_only=True), UNIT, answers=9) == []


def test_a_message_of_the_wrong_direction_is_refused():
    wrong: object = ModelReady("CPU", 1, 1)
    assert talk(LoadModel("script"), wrong, answers=9) == []  # type: ignore[arg-type]


def test_a_sign_is_given_after_a_while_and_not_at_each_step(monkeypatch: pytest.MonkeyPatch):
    sent: list[FromWorker] = []
    sign = Sign(sent.append)
    sign.give()
    sign.give()
    assert sent == []
    monkeypatch.setattr("engine.worker.main.SIGN_SECONDS", -1.0)
    sign.give()
    assert sent == [Working()]
