"""What the checks of a task mean: doubt, which orders the review and accepts nothing; pure.

Log-probabilities differ more between task types (a label has one likely token) and between models
than between right and wrong tasks, so a task is only held against those of its type in its run: its
score is the share of them that the model found likelier, on average of the mean and the lowest
log-probability of the output and, where the answer was drawn again, self-agreement. The best
quarter has low doubt, the worst one high doubt.

Measured on 277 tasks of two Nanos over 20 texts, each right only if two blind readers said so, 19 %
were right: the score tells right from wrong with an AUC of 0.72 [0.65, 0.80], and 25 of 63 tasks of
low doubt were right, 23 of 148 of some, 4 of 66 of high. The quarters are borne out, and so is that
low doubt is no reason to accept. By kind: mean of the output 0.74 [0.66, 0.81] across types, lowest
0.67 [0.61, 0.75], self-agreement 0.66 [0.57, 0.75]. The log-probability of the input, which counted
before, tells nothing (0.55 [0.45, 0.64]; of summaries, whose input is no own work, 0.32).
`tests/bench/doubt.py` prints such figures of a file of verdicts.

The first `MOST_COMPARED` tasks of a type are what later ones are held against: a plan begins with a
fair sample of the run, and neither memory nor the time to resume grows with the run.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from engine.records import Check, CheckKind, Doubt

VERSION = 2
FEWEST_COMPARED = 12  # before, doubt is some
MOST_COMPARED = 400
LOW, HIGH = 0.25, 0.75
_COUNTED = {CheckKind.OUTPUT_MEAN, CheckKind.OUTPUT_LOWEST, CheckKind.AGREEMENT}
Signals = tuple[str, CheckKind, float]
"""A task type, and what was observed of a task of it."""


class Peers:
    """The tasks of one run that others are held against."""

    def __init__(self, before: Iterable[Signals] = ()) -> None:
        """`before` are the first signals of a run that is resumed, in the order of its tasks."""
        self._seen: dict[tuple[str, CheckKind], list[float]] = {}
        for task_type, kind, value in before:
            self._add(task_type, kind, value)

    def grade(self, task_type: str, signals: Iterable[Check]) -> Check | None:
        """The doubt about a well-formed task, which is one of the peers from now on.

        None if none of its signals means anything.
        """
        scores = dict[CheckKind, float]()
        compared = 0
        for signal in signals:
            if signal.kind in _COUNTED:
                others = self._seen.get((task_type, signal.kind), [])
                compared = max(compared, len(others))
                scores[signal.kind] = _share_likelier(signal.value, others)
                self._add(task_type, signal.kind, signal.value)
        if not scores:
            return None
        score = sum(scores.values()) / len(scores)
        return Check(CheckKind.DOUBT, score, VERSION, grade_of(score, compared))

    def _add(self, task_type: str, kind: CheckKind, value: float) -> None:
        seen = self._seen.setdefault((task_type, kind), [])
        if len(seen) < MOST_COMPARED:
            insort(seen, value)


def grade_of(score: float, compared: int) -> Doubt:
    """The grade of a score that comes of so many peers."""
    if compared < FEWEST_COMPARED or LOW <= score <= HIGH:
        return Doubt.SOME
    return Doubt.LOW if score < LOW else Doubt.HIGH


def _share_likelier(value: float, others: list[float]) -> float:
    """The share of others above `value`, ties counted half; a half where there are none."""
    above = len(others) - bisect_right(others, value)
    equal = bisect_right(others, value) - bisect_left(others, value)
    return (above + equal / 2) / len(others) if others else 0.5
