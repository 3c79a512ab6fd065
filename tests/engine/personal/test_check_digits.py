import pytest

from engine.personal.check_digits import luhn, mod_97, verhoeff


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        (luhn, "4111111111111111"),
        (mod_97, "DE89370400440532013000"),
        (verhoeff, "234123412346"),
    ],
)
def test_a_sum_notices_every_wrong_digit(rule, right: str):
    assert rule(right)
    for place, digit in enumerate(right):
        if digit.isdigit():
            wrong = [right[:place] + str(n) + right[place + 1 :] for n in range(10)]
            assert [one for one in wrong if rule(one)] == [right]
