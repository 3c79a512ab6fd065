"""What a model wrote for a unit that gave no task, as question and answer."""

from dataclasses import replace

import pytest

from desktop.model_words import shown_texts
from engine.records import Outcome, Task
from tests.desktop.test_support_marks import task

PASSAGE = "The gate opens at nine."


def failed(raw: str) -> Task:
    return replace(task("qa", ""), outcome=Outcome.NO_PIPE, raw=raw, input="", output="")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("{{context}}\nWhen?<|pipe|> Nine", (f"{PASSAGE}\nWhen?", "Nine")),
        ("When?<|pipe|>Nine<|pipe|>\nTen", ("When?", "Nine\nTen")),
        ("When? Nine", ("When? Nine", "")),
        ("<|pipe|>{{context}}", ("", PASSAGE)),
        ("", ("", "")),
    ],
)
def test_a_refused_answer_is_taken_apart_as_far_as_it_goes(raw, shown):
    assert shown_texts(failed(raw), PASSAGE) == shown


def test_what_was_taken_apart_already_stays_as_it_is():
    unit = replace(failed("x<|pipe|>y"), outcome=Outcome.UNCONFIRMED, input="When?", output="")
    assert shown_texts(unit, PASSAGE) == ("When?", "")
    whole = replace(failed("x<|pipe|>y"), outcome=Outcome.OK, input="When?", output="Nine")
    assert shown_texts(whole, PASSAGE) == ("When?", "Nine")
