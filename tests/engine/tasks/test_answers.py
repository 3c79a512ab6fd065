import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.records import EvidenceGrade, Outcome, StopReason
from engine.tasks.answers import judge
from engine.tasks.types import TASK_TYPES, task_type

PASSAGE = "  The gate opens at nine. No dogs.  "


def outcome(
    short: str, raw: str, stop: StopReason = StopReason.END, passage: str = PASSAGE
) -> Outcome:
    return judge(task_type(short), passage, raw, stop).outcome


def test_an_answer_is_taken_apart_as_in_the_reference_library():
    judged = judge(
        task_type("exqa"),
        PASSAGE,
        " {{context}}\nWhen does it open?\n<|pipe|>\nat nine\n",
        StopReason.END,
    )
    assert judged.outcome is Outcome.OK
    assert judged.input == "The gate opens at nine. No dogs.\nWhen does it open?"
    assert judged.output == "at nine"
    assert judged.evidence.grade is EvidenceGrade.EXACT
    start, end = judged.evidence.start, judged.evidence.end
    assert start is not None
    assert PASSAGE[start:end] == "at nine"


def test_the_passage_is_put_into_the_output_too():
    judged = judge(task_type("text_gen"), PASSAGE, "Write it<|pipe|>{{context}}", StopReason.END)
    assert (judged.outcome, judged.output) == (Outcome.OK, PASSAGE.strip())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", Outcome.NO_PIPE),
        ("a question and no answer", Outcome.NO_PIPE),
        ("a<|pipe|>b<|pipe|>c", Outcome.MANY_PIPES),
        (" \n<|pipe|>b", Outcome.EMPTY_INPUT),
        ("<|pipe|>", Outcome.EMPTY_INPUT),
        ("a<|pipe|> \n", Outcome.EMPTY_OUTPUT),
        ("a {{name}}<|pipe|>b", Outcome.PLACEHOLDER_LEFT),
        ("a<|pipe|>b {{ context }}", Outcome.PLACEHOLDER_LEFT),
        ("a<|pipe|>b\n<|task|>", Outcome.PLACEHOLDER_LEFT),
        ("a <|im_start|><|pipe|>b", Outcome.PLACEHOLDER_LEFT),
        ("a<|pipe|>b", Outcome.OK),
    ],
)
def test_every_shape_of_answer_has_its_outcome(raw: str, expected: Outcome):
    assert outcome("qa", raw) is expected


def test_a_passage_that_is_empty_leaves_an_empty_input():
    assert outcome("qa", "{{context}}<|pipe|>b", passage="  ") is Outcome.EMPTY_INPUT


def test_placeholders_of_the_passage_itself_are_not_left_over():
    passage = "Write {{name}} and <|task|> here."
    assert outcome("qa", "{{context}} What?<|pipe|>{{name}}", passage=passage) is Outcome.OK
    assert outcome("qa", "{{who}}<|pipe|>b", passage=passage) is Outcome.PLACEHOLDER_LEFT
    several = "{{name}} <|task|> {{who}}<|pipe|>b"  # two of the passage's and one that is not
    assert outcome("qa", several, passage=passage) is Outcome.PLACEHOLDER_LEFT


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a", Outcome.NO_PIPE),
        ("a<|pipe|>", Outcome.EMPTY_OUTPUT),
        ("a<|pipe|>b", Outcome.TRUNCATED),
        ("a {{x}}<|pipe|>b", Outcome.TRUNCATED),
    ],
)
def test_an_answer_cut_at_its_limit_is_truncated_if_it_has_both_parts(raw: str, expected: Outcome):
    assert outcome("exqa", raw, StopReason.LENGTH) is expected


def test_a_prompt_that_did_not_fit_is_too_long_whatever_was_written():
    assert outcome("qa", "a<|pipe|>b", StopReason.TOO_LONG) is Outcome.TOO_LONG


def test_an_extractive_answer_must_stand_in_the_passage():
    assert outcome("exqa", "When?<|pipe|>at nine") is Outcome.OK
    assert outcome("exqa", "When?<|pipe|>At Nine.") is Outcome.OK
    assert outcome("exqa", "When?<|pipe|>at ten") is Outcome.NOT_IN_PASSAGE
    assert outcome("qa", "When?<|pipe|>at ten") is Outcome.OK


@pytest.mark.parametrize("label", ["Yes", "no", "No.", " TRUE ", "“yes”"])
def test_labels_are_compared_without_case_and_marks(label: str):
    assert outcome("ynqa", f"May I?<|pipe|>{label}") is Outcome.OK


@pytest.mark.parametrize("label", ["No dogs", "dogs", "nobody knows it, yes"])
def test_any_other_word_is_a_bad_label(label: str):
    assert outcome("ynqa", f"May I?<|pipe|>{label}") is Outcome.BAD_LABEL


def test_a_label_has_no_evidence_though_the_word_may_stand_in_the_passage():
    judged = judge(task_type("ynqa"), PASSAGE, "Dogs?<|pipe|>No", StopReason.END)
    assert judged.evidence.grade is EvidenceGrade.NONE


QUESTION = "{{context}}\nWhen?\nA. at nine\nB) at ten\n- at noon\n(D) never"


@pytest.mark.parametrize(
    "answer",
    ["at nine", "A", "b", "(D)", "A. at nine", "B) at ten", "B: at ten", "At noon.", "never"],
)
def test_one_of_the_options_or_its_letter_is_a_choice(answer: str):
    assert outcome("mcqa", f"{QUESTION}<|pipe|>{answer}") is Outcome.OK


@pytest.mark.parametrize("answer", ["at five", "C", "C. at five", "dogs", "The gate", "x"])
def test_what_was_not_offered_is_named_though_the_passage_says_it(answer: str):
    assert outcome("mcqa", f"{QUESTION}<|pipe|>{answer}") is Outcome.NOT_OFFERED


def test_options_may_be_lettered_without_marks():
    question = "Who signs?\nA the clerk\nB the driver"
    assert outcome("mcqa", f"{question}<|pipe|>A the clerk") is Outcome.OK
    assert outcome("mcqa", f"{question}<|pipe|>B") is Outcome.OK
    assert outcome("mcqa", f"{question}<|pipe|>C") is Outcome.NOT_OFFERED


@given(some.sampled_from(TASK_TYPES), some.text(), some.text(), some.sampled_from(StopReason))
def test_any_answer_to_any_passage_gets_an_outcome(kind, passage, raw, stop):
    for text in (raw, f"{raw}<|pipe|>{passage}", f"{passage}{{{{context}}}}<|pipe|>{raw}"):
        judged = judge(kind, passage, text, stop)
        if judged.outcome is Outcome.OK:
            assert judged.input.strip()
            assert judged.output.strip()
