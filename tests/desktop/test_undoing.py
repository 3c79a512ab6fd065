from desktop import undoing
from engine.records import AT_ODDS, UndoStep, Verdict

LONG = "By when must the yearly fee be paid to the office at the harbour?"


def test_a_long_question_is_cut_in_the_sentence():
    said = undoing.decided(Verdict.ACCEPT, "", LONG)
    assert said == "Accepted “By when must the yearly fee be paid to the offi…”  ·  U takes it back"


def test_what_was_accepted_together_is_named_by_its_number():
    step = UndoStep(9, 4, Verdict.ACCEPT, "Sample 1", batch=3, tasks=1_200)
    rejected = UndoStep(9, 4, Verdict.REJECT, "Sample 1", batch=3, tasks=2)
    assert "2 tasks rejected together" in undoing.last_time(rejected)
    said = "1,200 tasks accepted together"
    assert undoing.taken_back(step, "") == f"Taken back: {said}  ·  Ctrl+Y does it again"
    assert undoing.last_time(step) == f"Last: {said}  ·  U takes it back"


def test_what_people_decided_differently_is_named_without_spoiling_their_names():
    reason = f"{AT_ODDS}: Ann: accept; Ben: edit"
    assert "(decided differently)" in undoing.decided(Verdict.FLAG, reason, "Question 0?")
