"""Bonito's 16 task types, and how people name them."""

import pytest

from engine.errors import UnknownTaskType
from engine.tasks.types import TASK_TYPES, AnswerRule, parse_task_types, task_type

SHORT_NAMES = [
    "exqa", "mcqa", "qg", "qa", "ynqa", "coref", "paraphrase", "paraphrase_id", "sent_comp",
    "sentiment", "summarization", "text_gen", "topic_class", "wsd", "te", "nli",
]  # fmt: skip


def test_there_are_bonitos_sixteen_types():
    assert [kind.short for kind in TASK_TYPES] == SHORT_NAMES


def test_full_names_are_lower_case_as_the_prompt_wants_them():
    assert all(kind.name == kind.name.lower() for kind in TASK_TYPES)


@pytest.mark.parametrize("name", ["exqa", "Extractive Question Answering", "  EXQA "])
def test_short_and_full_names_are_accepted_in_any_case(name):
    assert task_type(name).short == "exqa"


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(UnknownTaskType, match=r"“poem” is no task type.*exqa, mcqa"):
        task_type("poem")


def test_all_means_all_sixteen():
    assert parse_task_types(" ALL ") == TASK_TYPES


def test_named_types_come_once_and_in_the_order_of_the_table():
    assert [kind.short for kind in parse_task_types("ynqa, exqa,ynqa,")] == ["exqa", "ynqa"]


def test_naming_no_type_is_an_error():
    with pytest.raises(UnknownTaskType, match="No task type is named"):
        parse_task_types(" , ")


def test_types_that_bonito_hardly_saw_are_called_weak():
    weak = {kind.short for kind in TASK_TYPES if kind.is_weak}
    assert weak == {"coref", "paraphrase", "wsd", "te"}


def test_only_label_types_offer_labels():
    assert all(bool(kind.labels) == (kind.rule is AnswerRule.LABEL) for kind in TASK_TYPES)
