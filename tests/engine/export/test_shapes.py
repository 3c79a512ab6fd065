from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import BadSetting
from engine.export import ExportRequest
from engine.export.shapes import SHAPES, Said, check_shape, columns, renamed

PLAIN = ExportRequest(Path("out"))
SAID = Said("When?", "At nine", "Answer briefly.")


def test_a_system_message_stands_first_where_the_format_has_a_place_for_it():
    assert SHAPES["messages"](SAID)["messages"][0] == {  # type: ignore[index]
        "role": "system", "content": "Answer briefly."
    }  # fmt: skip
    assert SHAPES["sharegpt"](SAID)["conversations"][0] == {  # type: ignore[index]
        "from": "system", "value": "Answer briefly."
    }  # fmt: skip
    assert next(iter(SHAPES["alpaca"](SAID).items())) == ("system", "Answer briefly.")


def test_without_a_system_message_nothing_of_it_is_there():
    for shape in SHAPES.values():
        assert "system" not in str(shape(Said("a", "b")))


@pytest.mark.parametrize("name", ["bonito", "prompt", "preference"])
def test_a_format_without_a_place_for_a_system_message_refuses_one(name: str):
    with pytest.raises(BadSetting, match="no place for a system message"):
        check_shape(replace(PLAIN, format=name, system="Answer."))


def test_own_names_keep_the_order_of_the_columns():
    request = replace(PLAIN, columns=(("output", "answer"),))
    check_shape(request)
    assert columns(request) == ["input", "answer"]
    assert list(renamed({"input": 1, "output": 2}, {"output": "answer"})) == ["input", "answer"]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ((("question", "q"),), "has no “question”; it has input, output"),
        ((("input", ""),), "is no name"),
        ((("input", "a\nb"),), "is no name"),
        ((("input", "output"),), "one name"),
        ((("input", "provenance"),), "one name"),
    ],
)
def test_names_that_can_t_be_are_refused(own: tuple[tuple[str, str], ...], said: str):
    with pytest.raises(BadSetting, match=said):
        check_shape(replace(PLAIN, columns=own))


def test_a_preference_says_whether_the_answer_is_wanted():
    assert SHAPES["preference"](Said("When?", "No", is_wanted=False)) == {
        "prompt": "When?", "completion": "No", "label": False
    }  # fmt: skip
