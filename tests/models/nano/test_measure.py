"""The table: what counts as formed, offered, distinct and copied."""

import pytest

from engine.records import StopReason
from models.nano.build.measure import (
    Answer,
    bare_wordings,
    distinct,
    has_offered_label,
    interval,
    line,
    split,
    table,
)
from models.nano.build.pairs import Wording

CONTEXT = "The gate opens at nine and is closed on Sunday."


def answer(task, raw, stop=StopReason.END):
    return Answer(task, CONTEXT, raw, stop)


@pytest.mark.parametrize(
    ("task", "raw", "expected"),
    [
        ("ynqa", "Is it open?\n<|pipe|>\nYes", True),
        ("ynqa", "Is it open?\n<|pipe|>\nPerhaps", False),
        ("sentiment", "Tone?\n<|pipe|>\nNegative.", True),
        ("sentiment", "Tone?\n<|pipe|>\nBored", False),
        ("paraphrase_id", "Same?\n<|pipe|>\nNo", True),
        ("wsd", "Same? Yes or no?\n<|pipe|>\nYes", True),
        ("wsd", "Which?\n- a firm\n- a slope\n<|pipe|>\na slope", True),
        ("mcqa", "Which?\nA. a firm\nB. a slope\n<|pipe|>\na hill", False),
        ("mcqa", "Which?\nA. a firm\nB. a slope\n<|pipe|>\nB", True),
        ("mcqa", "Which?\nA. a firm\nB. a slope\n<|pipe|>\nB. A slope.", True),
        ("mcqa", "Which?\nA. a firm\nB. a slope\n<|pipe|>\nC", False),
        ("mcqa", 'Which?\n- "a firm"\n- "a slope"\n<|pipe|>\na slope', True),
        ("mcqa", "Which?\n- a steep slope\n- a firm\n<|pipe|>\na slope", False),
        ("mcqa", "Which? Choose.\n<|pipe|>\nChoose", False),
        ("paraphrase_id", "Is this true or false?\n<|pipe|>\nTrue", True),
        ("paraphrase_id", "Is this the same?\n<|pipe|>\nTrue", False),
        ("sent_comp", "Go on: He\n<|pipe|>\nran.", None),
        ("qa", "When?\n<|pipe|>\nAt nine.", None),
    ],
)
def test_a_label_must_be_offered(task, raw, expected):
    assert has_offered_label(answer(task, raw)) is expected


def test_near_duplicates_count_once():
    texts = ["When does the gate of the harbour open in winter?"] * 2
    texts += ["Who keeps the keys of the old museum at night?"]
    assert distinct(texts) == 2


def test_a_bare_wording_is_no_copy():
    wordings = [Wording("{{context}}\nTone?", "{label}"), Wording("{{context}}\n{question}", "{x}")]
    assert bare_wordings(wordings) == {"{{context}}\nTone?"}


def test_a_wording_filled_with_one_word_of_the_passage_is_no_copy():
    asked = "{{context}}\nWhom does “%s” mean?"
    wordings = [Wording(asked.replace("%s", "{pronoun}"), "{answer}")]
    raws = [f"{asked % word}\n<|pipe|>\nthe gate" for word in ("nine", "she", "the gate")]
    trained = {split(raw)[0] for raw in raws}
    found = line("coref", [answer("coref", raw) for raw in raws], trained, wordings)
    assert found.copied == (2, 2)
    assert found.repeated == (3, 3)


def test_a_line_counts_what_happened():
    answers = [
        answer("exqa", "{{context}}\nWhen?\n<|pipe|>\nat nine"),
        answer("exqa", "{{context}}\nWhere?\n<|pipe|>\nin Rome"),
        answer("exqa", "{{context}}\nWho?\n<|pipe|>\nnine", StopReason.LENGTH),
        answer("exqa", "no pipe at all"),
    ]
    bare = [Wording("{{context}}\nWhere?", "{answer}")]
    found = line("exqa", answers, {"{{context}}\nWhen?"}, bare)
    assert (found.units, found.formed, found.ok) == (4, 2, 1)
    assert found.verbatim == (1, 2)
    assert found.copied == (1, 1)
    assert found.labels is None


def test_the_table_has_a_line_each_and_a_sum():
    answers = [answer("ynqa", "{{context}} Open?\n<|pipe|>\nYes")]
    text = table([line("ynqa", answers, (), ()), line("qa", [answer("qa", "x")], (), ())])
    rows = text.split("\n")
    assert len(rows) == 5
    assert rows[2].startswith(
        "| ynqa | 1 | 100.0 (1/1; 21–100) | 100.0 (1/1; 21–100) | – | 100.0 (1/1;"
    )
    assert rows[-1].startswith("| **all** | 2 | 50.0 (1/2;")


def test_options_that_repeat_are_counted():
    same = answer("mcqa", "When?\nA. nine\nB. Nine\n<|pipe|>\nnine")
    other = answer("mcqa", "When?\nA. nine\nB. Sunday\n<|pipe|>\nnine")
    assert line("mcqa", [same, other], (), ()).options == (1, 2)


def test_wilsons_interval_of_a_third():
    low, high = interval(33, 100)
    assert (round(low, 1), round(high, 1)) == (24.6, 42.7)
    assert interval(0, 9)[0] == 0
    assert interval(9, 9)[1] == 100


def test_a_unit_that_was_not_confirmed_wrote_nothing_and_is_only_not_kept():
    """Its first question is no answer whose format, stretch or label could be wrong."""
    good = answer("ynqa", "Is it open?\n<|pipe|>\nYes")
    failed = Answer("ynqa", CONTEXT, "When?\n<|pipe|>\nAt ten", StopReason.END, 1, asked="exqa")
    found = line("ynqa", [good, failed], set(), [])
    assert (found.units, found.written, found.formed, found.ok) == (2, 1, 1, 1)
    assert found.labels == (1, 1)
    assert "50.0 (1/2" in table([found])
