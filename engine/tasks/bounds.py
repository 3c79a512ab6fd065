"""How many may be wrong, given a random sample that was read: exact bounds, no approximation; pure.

`most_wrong` is the finite case: of N tasks n were drawn without replacement and k found wrong. The
number of wrong ones among all N then follows a hypergeometric law, and the bound is the largest
number for which k or fewer in the sample are not yet improbable (5 %). It is one-sided: 19 of 20
such statements hold. `share_interval` is Clopper and Pearson's two-sided interval of a share, for
tasks of which there is no end.
"""

import math
from collections.abc import Callable

from engine.records import Portion

CONFIDENCE = 0.95
FEWEST_DECISIONS = 40  # of a type before its acceptance is shown
_STEPS = 60  # halvings of an interval of shares


def most_wrong(wrong: int, read: int, tasks: int, confidence: float = CONFIDENCE) -> int:
    """At most so many of `tasks` are wrong, those found included; exact."""
    low, high = wrong, tasks - (read - wrong)
    while low < high:
        middle = (low + high + 1) // 2
        if _chance_finite(wrong, read, middle, tasks) > 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return low


def share_interval(part: int, whole: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Between which shares the true one lies, two-sided, if `part` of `whole` were drawn."""
    tail = (1 - confidence) / 2
    low = 0.0
    if part:
        low = 1 - _largest(lambda share: chance(whole - part, whole, share) > tail)
    high = 1.0
    if part < whole:
        high = _largest(lambda share: chance(part, whole, share) > tail)
    return low, high


def highest_share(wrong: int, read: int, confidence: float = CONFIDENCE) -> float:
    """At most this share is wrong, one-sided, of tasks of which there is no end."""
    if wrong == read:
        return 1.0
    return _largest(lambda share: chance(wrong, read, share) > 1 - confidence)


def chance(most: int, drawn: int, share: float) -> float:
    """Of `drawn` independent ones at most `most` are of a kind that has this share."""
    if share <= 0 or share >= 1:
        return 1.0 if share <= 0 or most >= drawn else 0.0
    logs = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(_choices(drawn, k) + k * logs[0] + (drawn - k) * logs[1]) for k in range(most + 1)
    )


def bound_sentence(portion: Portion) -> str:
    """What a sample says, for people; how far it is, while it is not read to its end."""
    of = f"of the {portion.tasks:,}"
    if not portion.is_complete:
        return f"{portion.read:,} of {portion.drawn:,} read; nothing can be said {of} yet"
    bound = most_wrong(portion.wrong, portion.read, portion.tasks)
    found = f"{portion.read:,} read, {portion.wrong:,} wrong"
    if portion.read == portion.tasks:
        return f"{found}: all {of} were read"
    percent = math.floor(100 * bound / portion.tasks) + 1
    return f"{found}: with 95 % confidence fewer than {min(percent, 100)} % {of} are wrong"


def loss_sentence(portion: Portion) -> str:
    """What rejecting all costs at most: how many of them may be worth keeping, edited ones too."""
    of = f"of the {portion.tasks:,}"
    if not portion.is_complete:
        return f"{portion.read:,} of {portion.drawn:,} read; nothing can be said {of} yet"
    found = f"{portion.read:,} read, {portion.kept:,} worth keeping"
    if portion.read == portion.tasks:
        return f"{found}: all {of} were read"
    percent = math.floor(
        100 * most_wrong(portion.kept, portion.read, portion.tasks) / portion.tasks
    )
    return (
        f"{found}: with 95 % confidence fewer than {min(percent + 1, 100)} % {of} are worth keeping"
    )


def _largest(holds: Callable[[float], bool]) -> float:
    """The largest share for which something holds that holds for all smaller ones."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _chance_finite(most: int, drawn: int, wrong: int, tasks: int) -> float:
    """Of `drawn` out of `tasks`, of which `wrong` are wrong, at most `most` are."""
    least = max(0, drawn - (tasks - wrong))
    every = _choices(tasks, drawn)
    return math.fsum(
        math.exp(_choices(wrong, k) + _choices(tasks - wrong, drawn - k) - every)
        for k in range(least, min(most, wrong) + 1)
    )


def _choices(whole: int, part: int) -> float:
    """The logarithm of the number of ways to choose."""
    return math.lgamma(whole + 1) - math.lgamma(part + 1) - math.lgamma(whole - part + 1)
