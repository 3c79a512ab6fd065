"""What the checks of a task mean: doubt, which orders the review and accepts nothing; pure.

Log-probabilities differ more between task types (a label has one likely token) and between models
than between right and wrong tasks, so a task is only held against those of its type in its run: its
score is the share of them that the model found likelier. The likeliest quarter has low doubt, the
least likely one high doubt. Measured on 106 read question-answering tasks of Nano, of which 27 %
were right: the mean log-probability of the output tells right from wrong with an AUC of 0.69 [0.58,
0.79], that of the input with 0.64 [0.53, 0.74]; of labels neither says anything. So low doubt is
no reason to accept. `tests/bench/doubt.py` prints such figures of a file of verdicts.

The first `MOST_COMPARED` tasks of a type are what later ones are held against: a plan begins with a
fair sample of the run, and neither memory nor the time to resume grows with the run.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from engine.records import Check, CheckKind, Doubt

VERSION = 1
FEWEST_COMPARED = 12  # before, doubt is some
MOST_COMPARED = 400
LOW, HIGH = 0.25, 0.75
_WEIGHTS = {CheckKind.OUTPUT_MEAN: 2.0, CheckKind.INPUT_MEAN: 1.0}
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
            if signal.kind in _WEIGHTS:
                others = self._seen.get((task_type, signal.kind), [])
                compared = len(others)
                scores[signal.kind] = _share_likelier(signal.value, others)
                self._add(task_type, signal.kind, signal.value)
        if not scores:
            return None
        weight = sum(_WEIGHTS[kind] for kind in scores)
        score = sum(_WEIGHTS[kind] * share for kind, share in scores.items()) / weight
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
