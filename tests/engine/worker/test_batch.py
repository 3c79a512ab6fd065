from collections.abc import Sequence as Many

import pytest

from engine.records import StopReason
from engine.worker.batch import Batch, RunnerError
from engine.worker.fake import ENDLESS, FAIL, SILENT, FakeRunner
from engine.worker.messages import Generate, Generated, LoadModel, UnitFailed
from models.prompting import Segment


def unit(number: int, passage: str = "One two three four.", **more: object) -> Generate:
    settings = {"seed": number, "temperature": 0.5, "top_p": 0.9, "max_tokens": 100, **more}
    return Generate(number, (Segment(passage, is_markup=False),), **settings)  # type: ignore[arg-type]


def finish(batch: Batch) -> list[Generated | UnitFailed]:
    ended: list[Generated | UnitFailed] = []
    while not batch.is_idle:
        ended += batch.step()
    return ended


def batch(slots: int = 2) -> Batch:
    return Batch(FakeRunner(LoadModel("script", slots=slots)))


@pytest.mark.parametrize("slots", [1, 2, 5])
def test_more_units_than_slots_all_end_each_with_its_own_answer(slots: int):
    many = batch(slots)
    for number in range(7):
        many.add(unit(number, f"Number{number} is here."))
    ended = finish(many)
    assert sorted(one.unit_id for one in ended) == list(range(7))
    for one in ended:
        assert isinstance(one, Generated)
        assert f"<|pipe|>\nNumber{one.unit_id} is here." in one.text
        assert one.stop_reason is StopReason.END


def test_tokens_are_counted_without_the_end_token():
    one = batch()
    one.add(unit(1, f"{SILENT} x"))
    (ended,) = finish(one)
    assert isinstance(ended, Generated)
    assert (ended.prompt_tokens, ended.generated_tokens) == (len(f"{SILENT} x"), len(ended.text))


def test_an_answer_without_end_stops_at_its_limit():
    one = batch()
    one.add(unit(1, ENDLESS, max_tokens=5))
    (ended,) = finish(one)
    assert isinstance(ended, Generated)
    assert (ended.stop_reason, ended.text) == (StopReason.LENGTH, "and s")


def test_a_stop_string_ends_a_unit_and_is_cut():
    one = batch()
    one.add(unit(1, stop=("<|pipe|>",)))
    (ended,) = finish(one)
    assert isinstance(ended, Generated)
    assert ended.stop_reason is StopReason.END
    assert ended.text.endswith("begin?\n")


def test_a_prompt_that_leaves_no_room_for_its_answer_is_refused_without_generating():
    one = batch()
    one.add(unit(1, "x" * 19_950, max_tokens=51))
    (ended,) = finish(one)
    assert isinstance(ended, Generated)
    assert (ended.stop_reason, ended.generated_tokens) == (StopReason.TOO_LONG, 0)


def test_a_refused_unit_is_reported_when_its_turn_comes():
    one = batch(slots=1)
    for number, passage in enumerate(["One.", "x" * 30_000, "Three."]):
        one.add(unit(number, passage))
    assert [ended.unit_id for ended in finish(one)] == [0, 1, 2]


def test_there_is_room_until_every_slot_is_taken():
    two = batch(slots=2)
    two.add(unit(1, "One."))
    assert not two.admit()
    two.add(unit(2, "Two."))
    assert two.admit()


def test_an_error_of_the_model_fails_the_units_in_that_batch_and_no_others():
    two = batch(slots=1)
    two.add(unit(1, FAIL))
    two.add(unit(2))
    failed, ended = finish(two)
    assert isinstance(failed, UnitFailed)
    assert "script says" in failed.detail
    assert ended.unit_id == 2
    assert isinstance(ended, Generated)


class Speechless(FakeRunner):
    def tokenize(self, segments: Many[Segment]) -> list[int]:
        raise RunnerError(f"no tokens in {len(segments)} segment")


def test_a_prompt_that_cannot_be_tokenised_fails_its_unit():
    one = Batch(Speechless(LoadModel("script")))
    one.add(unit(4))
    assert finish(one) == [UnitFailed(4, "no tokens in 1 segment")]


def test_an_empty_prompt_fails_its_unit():
    one = batch()
    one.add(unit(4, ""))
    assert finish(one) == [UnitFailed(4, "the prompt is empty")]
