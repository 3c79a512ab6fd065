from desktop.pace import LONGEST_LOOK, Pace


def test_nothing_is_said_before_the_first_decision():
    assert Pace().sentence(20) == ""


def test_a_rate_is_told_once_there_are_enough_decisions():
    pace = Pace()
    for moment in (0.0, 6.0, 12.0):
        pace.note(moment)
    assert pace.sentence(20) == "3 decisions this session"
    pace.note(18.0)
    assert pace.sentence(20) == "4 decisions this session  ·  6 s each  ·  2 min left"
    assert pace.sentence(0) == "4 decisions this session  ·  6 s each"


def test_a_break_is_no_time_spent_on_a_task():
    pace = Pace()
    for moment in (0.0, 6.0, 12.0, 18.0, 18.0 + LONGEST_LOOK + 1):
        pace.note(moment)
    assert (pace.decided, pace.seconds_each) == (5, 6.0)


def test_what_is_taken_back_was_not_decided():
    pace = Pace()
    pace.note(0.0)
    pace.take_back()
    pace.take_back()
    assert pace.decided == 0
