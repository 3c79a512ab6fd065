import pytest

from engine.records import Outcome
from engine.tasks.attempts import MOST_ATTEMPTS, RETRIED, Policy, attempt_seed


def test_what_can_not_become_better_is_not_tried_again():
    never = set(Outcome) - RETRIED
    assert never == {Outcome.OK, Outcome.DUPLICATE, Outcome.TOO_LONG, Outcome.ENGINE_FAILED}
    assert not any(Policy().may_retry(outcome, 1) for outcome in never)


@pytest.mark.parametrize("outcome", sorted(RETRIED))
def test_a_bad_answer_is_tried_again_up_to_the_limit(outcome: Outcome):
    tries = [Policy().may_retry(outcome, number) for number in range(1, 5)]
    assert tries == [True] * (MOST_ATTEMPTS - 1) + [False] * (5 - MOST_ATTEMPTS)


def test_only_the_last_attempt_is_constrained_and_never_the_first():
    assert [Policy(3).is_constrained(n) for n in (1, 2, 3)] == [False, False, True]
    assert not Policy(1).is_constrained(1)
    assert not Policy(3, constrains=False).is_constrained(3)


def test_each_attempt_has_a_seed_of_its_own_that_depends_on_the_unit_only():
    seeds = [attempt_seed(77, number) for number in (1, 2, 3)]
    assert seeds[0] == 77
    assert len(set(seeds)) == 3
    assert seeds == [attempt_seed(77, number) for number in (1, 2, 3)]
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert attempt_seed(42, 2) == int.from_bytes(bytes.fromhex(SHA256_OF_42_2)[:4]) >> 1


# printf 42/2 | sha256sum
SHA256_OF_42_2 = "3370c13a0c38bcda0d70b9119176661ffe25bbcd46b7518845f3437a5dbb49c6"
