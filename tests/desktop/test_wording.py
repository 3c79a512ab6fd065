from datetime import UTC, datetime

import pytest

from desktop import wording
from engine.records import FileStatus, ModelIdentity, Outcome, Run, RunState, Sampling, Verdict


def run_in(state: RunState) -> Run:
    model = ModelIdentity("tiny", "/tiny.gguf", "a" * 64, "bonito")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Run(1, state, model, ("qa",), 1, Sampling(), None, 1150, 412, now, "0.1")


def test_everything_the_engine_names_has_plain_words():
    assert set(wording.FILE_STATUS) == set(FileStatus)
    assert set(wording.OUTCOME) == set(wording.OUTCOME_REASON) == set(Outcome)
    assert set(wording.VERDICT) == set(wording.VERDICT_TONE) == set(wording.VERDICT_ICON)
    assert set(wording.VERDICT) == set(Verdict)


@pytest.mark.parametrize("state", list(RunState))
def test_a_run_says_where_it_stands(state: RunState):
    said = wording.run_sentence(run_in(state))
    assert "412 of 1,150" in said
    assert said.startswith("Run of ")


def test_a_time_of_another_day_names_the_day():
    assert wording.clock("2020-02-03T04:05:06+00:00") != wording.clock("2020-02-04T04:05:06+00:00")
    assert len(wording.clock(datetime.now(UTC).isoformat())) == 5


@pytest.mark.parametrize(
    ("value", "said"), [(812, "812 B"), (14_000, "14 KB"), (4_200_000_000, "4.2 GB"), (0, "0 B")]
)
def test_sizes_are_for_people(value: int, said: str):
    assert wording.size(value) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "–"), (20, "under a minute"), (61, "2 min"), (3 * 3600 + 290, "3 h 05 min")],
)
def test_times_left_are_for_people(seconds: float | None, said: str):
    assert wording.duration(seconds) == said


def test_counts_have_the_right_noun():
    assert wording.counted(1, "passage") == "1 passage"
    assert wording.counted(1150, "passage") == "1,150 passages"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(3, 3, "100 %"), (0, 0, "100 %"), (99_999, 100_000, "99.9 %"), (1, 100_000, "0.1 %"),
     (0, 9, "0 %"), (1, 3, "33.3 %")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_all_or_nothing(part: int, whole: int, said: str):
    assert wording.share(part, whole) == said


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (0, "No document was left to cut in passages of at most 200 tokens."),
        (1, "1 document was cut in passages of at most 200 tokens; those changed by hand stay as "),
        (1150, "1,150 documents were cut in passages of at most 200 tokens; those changed by "),
    ],
)
def test_one_size_for_all_says_what_came_of_it(documents: int, said: str):
    assert wording.all_cut(documents, 200).startswith(said)


def test_a_run_that_is_paused_is_not_said_to_run():
    said = wording.run_progress(5, 1_948)
    assert said == "Running: 5 of 1,948"
    assert wording.paused(said, is_paused=True) == "Paused: 5 of 1,948"
    assert wording.run_progress(5, 1_948, is_paused=True) == wording.paused(said, is_paused=True)
