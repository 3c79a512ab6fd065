"""What crosses the pipe comes out as it went in, and nothing else comes out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import StopReason
from engine.worker.messages import (
    Counted,
    CountTokens,
    Generate,
    Generated,
    Go,
    LoadFailed,
    LoadModel,
    ModelReady,
    Quit,
    UnitFailed,
    Working,
    decode,
    encode,
)
from models.prompting import Segment

MESSAGES = [
    LoadModel("m.gguf", slots=4, vocab_only=True),
    Generate(7, (Segment("<|im_start|>", is_markup=True), Segment("text", is_markup=False)),
             seed=1, temperature=0.5, top_p=0.95, max_tokens=256, stop=("\n\n",)),
    CountTokens(3, ("one", "two words")),
    Go(3),
    Quit(),
    ModelReady("CPU, 2 threads", slots=4, slot_tokens=1024),
    LoadFailed("bad magic"),
    Generated(7, "in\n<|pipe|>\nout", StopReason.LENGTH, 10, 20, 0.5),
    UnitFailed(7, "decode failed"),
    Working(),
    Counted(3, (1, 2)),
]  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_comes_out_as_it_went_in(message):
    assert decode(encode(message)) == message


@given(st.text())
def test_any_text_survives_the_pipe(text):
    assert decode(encode(CountTokens(1, (text,)))) == CountTokens(1, (text,))


@pytest.mark.parametrize(
    "data",
    [
        b"not json",
        b"[]",
        b"null",
        b"7",
        b'["Quit"]',
        b'["Quit", 7]',
        json.dumps(["RunCommand", {"line": "rm"}]).encode(),
        json.dumps(["Quit", {"surprise": 1}]).encode(),
        json.dumps(["Generated", {"unit_id": 1}]).encode(),
        b"\xff\xfe",
    ],
)
def test_anything_else_is_refused_as_a_value_error(data):
    with pytest.raises(ValueError, match=r".+"):
        decode(data)


GENERATED = {
    "unit_id": 1, "text": "a", "stop_reason": "end", "prompt_tokens": 1, "generated_tokens": 1,
    "seconds": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 7},
        {"text": None},
        {"text": ["a"]},
        {"unit_id": "1"},
        {"unit_id": True},
        {"unit_id": 2**63},
        {"unit_id": 1.0},
        {"generated_tokens": 10**30},
        {"prompt_tokens": -7},
        {"seconds": "0.5"},
        {"seconds": float("nan")},
        {"seconds": 10**400},
        {"stop_reason": "whim"},
        {"stop_reason": 7},
    ],
    ids=str,
)
def test_a_field_of_another_type_or_out_of_range_is_refused(wrong):
    assert decode(json.dumps(["Generated", GENERATED]).encode())
    with pytest.raises(ValueError, match=r".+"):
        decode(json.dumps(["Generated", GENERATED | wrong]).encode())


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(["Counted", {"request_id": 1, "counts": [1, "2"]}]).encode(),
        json.dumps(["Counted", {"request_id": 1, "counts": 7}]).encode(),
        json.dumps(["CountTokens", {"request_id": 1, "texts": "abc"}]).encode(),
        b"[" * 100_000,
        b'["Counted", {"request_id": ' + b"9" * 10_000 + b', "counts": []}]',
    ],
    ids=["mixed list", "no list", "text for a list", "deep", "long number"],
)
def test_lists_and_nesting_are_checked_too(data):
    with pytest.raises(ValueError, match=r".+"):
        decode(data)
