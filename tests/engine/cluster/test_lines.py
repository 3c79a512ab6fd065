"""What is called for a packet, and what its answers mean."""

import json

import pytest

from engine.cluster.lines import (
    Answer,
    State,
    Wanted,
    answer_of,
    answer_of_run,
    answer_of_status,
    as_json,
    error_of,
    merge_line,
    run_line,
    status_line,
    wanted_of,
)

ALL = Wanted(("bonito-desktop",), "cpu", "/secret", "Ada")
LOCKED = json.dumps({"error": {"title": "Project is open elsewhere", "message": "Close it."}})
BROKEN = json.dumps({"error": {"title": "Project is damaged", "message": "It is torn."}})


def test_the_lines_are_those_of_the_sealed_command_line():
    assert status_line(Wanted(("b",)), "p") == ["b", "status", "p", "--json"]
    assert " ".join(run_line(ALL, "p")) == (
        "bonito-desktop run p --resume --device cpu --json --passphrase-file /secret --who Ada"
    )
    assert " ".join(merge_line(ALL, "w", ["p", "q"])) == (
        "bonito-desktop merge w p q --json --passphrase-file /secret --who Ada"
    )


def test_every_line_is_one_that_the_command_line_takes():
    from engine.cli.main import _ALL
    from engine.cli.parser import build

    parser = build(_ALL)
    parser.parse_args(status_line(ALL, "p")[1:][:-2])
    assert parser.parse_args(run_line(ALL, "p")[1:]).who == "Ada"


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ('{"units": {"planned": 8, "open": 0}}', Answer("p", State.COMPLETE, 8, 8, 8)),
        ('{"units": {"planned": 8, "open": 3}}', Answer("p", State.OPEN, 5, 5, 8)),
        (LOCKED, Answer("p", State.BUSY, said="Close it.")),
        (BROKEN, Answer("p", State.OPEN, said="It is torn.")),
        ("", Answer("p", State.OPEN, said="The command line did not answer.")),
        ("[]", Answer("p", State.OPEN, said="The command line did not answer.")),
        (
            '{"units": {"planned": 0, "open": 0}}',
            Answer("p", State.OPEN, said="There is no run in it to carry out."),
        ),
    ],
)
def test_the_status_says_whether_anything_is_open(printed: str, answer: Answer):
    assert answer_of_status("p", printed) == answer


def test_the_end_of_a_run_says_how_far_it_came():
    before = Answer("p", State.OPEN, 2, 2, 8)
    whole = answer_of_run(before, '{"units_done": 8, "units_planned": 8}')
    assert whole == Answer("p", State.COMPLETE, 2, 8, 8)
    error = '"error": {"title": "x", "message": "It crashed."}'
    part = answer_of_run(before, f'{{"units_done": 5, "units_planned": 8, {error}}}')
    assert part == Answer("p", State.OPEN, 2, 5, 8, "It crashed.")
    assert answer_of_run(before, LOCKED).state is State.BUSY
    assert answer_of_run(before, "").done == 2


def test_what_is_wanted_and_answered_comes_through_to_another_process():
    assert wanted_of(as_json(ALL)) == ALL
    answer = Answer("p", State.OPEN, 1, 2, 3, "said")
    assert answer_of("p", as_json(answer), 1) == answer


@pytest.mark.parametrize("printed", ["", "{", '{"state": "other"}', "null"])
def test_an_answer_that_is_not_whole_is_a_process_that_died(printed: str):
    answer = answer_of("p", printed, -9)
    assert answer == Answer("p", State.LOST, said="The process that ran it ended with -9.")


def test_only_an_error_has_a_sentence():
    assert error_of(BROKEN) == "It is torn."
    assert error_of("{}") == error_of("nothing") == error_of('{"error": 3}') == ""
