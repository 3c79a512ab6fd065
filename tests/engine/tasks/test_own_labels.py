"""Labels of a run's own: which can be, what is one, and how they are asked for."""

from dataclasses import replace

import pytest

from engine.errors import BadSetting, UnknownTaskType
from engine.records import Outcome, StopReason
from engine.tasks.answers import judge
from engine.tasks.grammar import grammar
from engine.tasks.own_labels import (
    check_labels,
    choosing_a_label,
    is_by_code,
    labelled,
    parse_labels,
)
from engine.tasks.prompts import build
from engine.tasks.types import AnswerRule, task_type
from models.prompting import prompting

LABELS = parse_labels(["topic_class=Invoice, Contract,Other", "nli=supported,refuted"])
TOPIC, NLI = (labelled(task_type(short), LABELS) for short in ("topic_class", "nli"))
PASSAGE = "The tenant pays 900 euros a month and leaves by May."
PROMPT = build(prompting("bonito"), TOPIC, PASSAGE)


def test_labels_are_read_in_the_order_of_the_types_and_by_full_names_too():
    assert LABELS == (("topic_class", ("Invoice", "Contract", "Other")),
                      ("nli", ("supported", "refuted")))  # fmt: skip
    named = parse_labels(["natural language inference=yes,no", "sentiment=glad,  not  glad "])
    assert named == (("sentiment", ("glad", "not glad")), ("nli", ("yes", "no")))
    assert parse_labels([]) == ()
    assert check_labels(LABELS) == LABELS


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("topic_class", "not of the form"),
        ("topic_class=One", "from 2 to 50 labels, not 1"),
        ("topic_class=" + ",".join(f"L{n}" for n in range(51)), "not 51"),
        ("topic_class=Invoice,invoice", "say the same"),
        ("topic_class=Müller,Muller", "say the same"),
        ("qa=One,Two", "qa has no labels of its own"),
        ("sentiment=a,<|pipe|>", "reads as an order"),
        ("sentiment=a,</s>", "reads as an order"),
        ("sentiment=a,{{context}}", "reads as an order"),
        ("sentiment=a," + "b" * 61, "can't be a label"),
        ("sentiment=a,b\x07c", "can't be a label"),
    ],
)
def test_labels_that_can_not_be_are_refused_with_the_reason(given, reason):
    with pytest.raises(BadSetting, match=reason):
        parse_labels([given])


def test_an_unknown_type_is_refused():
    with pytest.raises(UnknownTaskType):
        parse_labels(["topics=a,b"])


def test_a_type_without_labels_of_its_own_stays_as_it_is():
    assert labelled(task_type("te"), LABELS) is task_type("te")
    assert TOPIC.rule is AnswerRule.LABEL
    assert replace(TOPIC, labels=(), rule=AnswerRule.FREE, has_own_labels=False) == task_type(
        "topic_class"
    )


@pytest.mark.parametrize(
    ("kind", "raw", "outcome"),
    [
        (TOPIC, "{{context}}\nWhat is it?<|pipe|>\nContract", Outcome.OK),
        (TOPIC, "{{context}}\nWhat is it?<|pipe|>\ncontract", Outcome.BAD_LABEL),
        (TOPIC, "{{context}}\nWhat is it?<|pipe|>\nContract.", Outcome.BAD_LABEL),
        (TOPIC, "{{context}}\nWhat is it?<|pipe|>\nFinance", Outcome.BAD_LABEL),
        (TOPIC, "{{context}}\nInvoice, Contract or Other?<|pipe|>\nOther", Outcome.OK),
        (TOPIC, "Choose from: World, Sports, Business.\n{{context}}<|pipe|>\nOther",
         Outcome.NOT_OFFERED),
        (NLI, "“The tenant pays 900 euros.” How does it stand?<|pipe|>\nsupported", Outcome.OK),
        (NLI, "“The tenant pays 900 euros a month.” True?<|pipe|>\nrefuted", Outcome.QUOTED_CLAIM),
        (NLI, "“The tenant pays.” How does it stand?<|pipe|>\nentailment", Outcome.BAD_LABEL),
    ],
)  # fmt: skip
def test_an_answer_is_one_of_the_labels_letter_for_letter(kind, raw, outcome):
    assert judge(kind, PASSAGE, raw, StopReason.END).outcome is outcome


def test_a_quoted_claim_is_none_where_nobody_knows_which_label_says_that_it_follows():
    kind = labelled(task_type("nli"), (("nli", ("A", "B")),))
    raw = "“The tenant pays 900 euros a month.” Which?<|pipe|>\nB"
    assert judge(kind, PASSAGE, raw, StopReason.END).outcome is Outcome.OK


def test_the_grammar_lets_the_labels_through_as_they_stand():
    rule = grammar(TOPIC, PASSAGE, "{{context}}\nWhat?\n<|pipe|>\n")
    assert 'output ::= " "? ("Invoice" | "Contract" | "Other")' in rule


@pytest.mark.parametrize(
    ("raw", "opening"),
    [
        ("{{context}}\n\nWhat is it?\n<|pipe|>\nFinance", "{{context}}\n\nWhat is it?\n<|pipe|>\n"),
        ("Invoice or Other?\n{{context}}<|pipe|>\nx", "Invoice or Other?\n{{context}}\n<|pipe|>\n"),
    ],
)
def test_a_question_that_offers_nothing_else_is_kept_for_the_label(raw, opening):
    kept = choosing_a_label(TOPIC, PROMPT, raw)
    assert kept is not None
    assert kept.opening == opening
    assert not is_by_code(TOPIC, kept.opening)


@pytest.mark.parametrize(
    "raw",
    [
        "Choose from: World, Sports, Business.\n{{context}}\n<|pipe|>\nSports",
        "no pipe at all",
        "a<|pipe|>b<|pipe|>c",
        "{{context}}\n<|pipe|>\nFinance",
        "{{text}} what?\n<|pipe|>\nFinance",
    ],
)
def test_any_other_question_is_replaced_by_one_that_offers_the_labels(raw):
    asked = choosing_a_label(TOPIC, PROMPT, raw)
    assert asked is not None
    assert "about: Invoice, Contract or Other?\n<|pipe|>\n" in asked.opening
    assert is_by_code(TOPIC, asked.opening)
    assert judge(TOPIC, PASSAGE, asked.opening + "Other", StopReason.END).outcome is Outcome.OK


def test_a_claim_can_not_be_put_by_code():
    assert choosing_a_label(NLI, PROMPT, "no pipe at all") is None
