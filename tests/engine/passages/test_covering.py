from hypothesis import given
from hypothesis import strategies as st

from engine.passages.covering import gaps, length, merged, shared

STRETCHES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair)))
)


@given(STRETCHES, st.integers(0, 60), st.integers(1, 30))
def test_they_count_the_very_characters(stretches, start, size):
    every = {place for first, last in stretches for place in range(first, last)}
    found = merged(stretches, joint=0)
    assert length(found) == len(every)
    assert shared(start, start + size, found) == len(every & set(range(start, start + size)))
    left = {place for first, last in gaps(found, 90, joint=0) for place in range(first, last)}
    assert left == set(range(90)) - every


def test_blank_lines_between_two_passages_are_no_gap():
    found = merged([(20, 30), (0, 17)])
    assert found == [(0, 30)]
    assert gaps(found, 33) == []
    assert gaps(found, 40) == [(30, 40)]
    assert gaps([], 10) == [(0, 10)]
