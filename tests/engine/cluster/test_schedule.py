"""Packets go out in order, come back when something failed, and are given up when nothing comes."""

import pytest

from engine.cluster.lines import Answer, State
from engine.cluster.schedule import Schedule


def crashed(packet: str, done: int = 0, before: int = 0) -> Answer:
    return Answer(packet, State.OPEN, before, done, 10, "It crashed.")


def test_a_packet_that_failed_is_tried_again_after_the_others():
    schedule = Schedule(["a", "b"])
    assert schedule.next() == "a"
    assert schedule.ended(crashed("a")) == "a is tried again: It crashed."
    assert (schedule.next(), schedule.next(), schedule.next()) == ("b", "a", None)
    assert not schedule.is_over
    for packet in "ba":
        assert schedule.ended(Answer(packet, State.COMPLETE, 0, 10, 10)) == ""
    assert schedule.is_over
    assert schedule.complete == ["b", "a"]


def test_a_packet_that_nothing_comes_of_is_given_up():
    schedule = Schedule(["a"], tries=2)
    schedule.next()
    schedule.ended(crashed("a"))
    schedule.next()
    assert "given up after 2 tries" in schedule.ended(crashed("a"))
    assert schedule.given_up == {"a": "It crashed."}
    assert schedule.is_over


@pytest.mark.parametrize("tries", [1, 3])
def test_a_try_that_got_further_does_not_count(tries: int):
    schedule = Schedule(["a"], tries)
    for done in range(1, 9):
        assert schedule.next() == "a"
        schedule.ended(crashed("a", done, done - 1))
    assert schedule.given_up == {}
    assert schedule.units_made == 8


def test_what_a_lost_process_made_is_seen_at_the_next_try():
    schedule = Schedule(["a"], tries=2)
    schedule.next()
    schedule.ended(crashed("a", 1))
    for done in (3, 5, 7):  # each made two units and could not tell
        schedule.next()
        schedule.ended(Answer("a", State.LOST, said="gone"))
        schedule.next()
        schedule.ended(crashed("a", done, done))
    assert schedule.given_up == {}


def test_the_line_says_how_far_it_is_and_how_long_the_rest_takes():
    schedule = Schedule(["a", "b", "c", "d"], tries=1)
    for _ in range(3):
        schedule.next()
    assert schedule.line(0) == "0 of 4 packets, 3 under way"
    schedule.ended(Answer("a", State.COMPLETE, 4, 10, 10))
    schedule.ended(Answer("b", State.LOST))
    assert schedule.line(3600) == (
        "1 of 4 packets, 1 under way, 1 given up, 6 units made, 6 an hour, 2 h 00 min left"
    )
