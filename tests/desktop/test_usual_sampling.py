"""The usual numbers come back as they were written, and nothing else does harm."""

import pytest

from desktop.usual_sampling import UsualSampling, from_text


def test_numbers_are_read_as_they_were_written():
    usual = UsualSampling(0.7, 0.925, 3)
    assert from_text(usual.as_text()) == usual


@pytest.mark.parametrize("text", ["", "hot", "nan 0.9 1", "0.5 0.95 inf", "9 0.9 1", "0.5 0.9 0"])
def test_what_is_no_such_number_is_the_usual_of_a_new_computer(text: str):
    assert from_text(text) == UsualSampling()
