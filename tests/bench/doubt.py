"""How well each signal tells right tasks from wrong ones: AUC with bootstrap intervals.

    python -m tests.bench.doubt JUDGED.jsonl [PROJECT.bonito]

A line is one JSON object: a task that a person has read, with its signals. Other usual names are
taken too (`verdicts.py` lists them); with a project the signals come out of it, by task number.

    {"task_type": "qa", "document": "lease.pdf", "verdict": "right",
     "signals": {"output_mean": -0.31, "input_mean": -0.52, "doubt": 0.8}}

`verdict` is "right" or "wrong". `signals` are numbers by name, those of `engine.records.CheckKind`
or any other; a task may lack some. Doubt counts the other way round: the less, the better. The AUC
is the chance that a right task has the better value than a wrong one, ties counted half: 0.5 is
worth nothing. Intervals hold 95 % of 2,000 draws of whole documents with replacement (seed 7), for
tasks of one document are alike; without "document" each task is its own.
"""

import random
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.bench.verdicts import Judged, read

DRAWS = 2_000
SEED = 7
_FEWEST = 5  # right and wrong tasks each; below, an AUC is noise
_REVERSED = {"doubt", "near_duplicates"}


def auc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The chance that one of `right` is above one of `wrong`, ties counted half."""
    below = sorted(wrong)
    wins = sum((bisect_left(below, one) + bisect_right(below, one)) / 2 for one in right)
    return wins / (len(right) * len(wrong))


def auc_of(tasks: Iterable[Judged], signal: str) -> float | None:
    """The AUC of a signal; None if right or wrong tasks are missing."""
    sign = -1 if signal in _REVERSED else 1
    values: dict[bool, list[float]] = {True: [], False: []}
    for task in tasks:
        if signal in task.signals:
            values[task.is_right].append(sign * task.signals[signal])
    return auc(values[True], values[False]) if all(values.values()) else None


def interval(tasks: Sequence[Judged], signal: str, draws: int = DRAWS) -> tuple[float, float]:
    """Between which values 95 % of the AUCs of drawn documents lie."""
    groups = defaultdict[str, list[Judged]](list)
    for task in tasks:
        groups[task.document].append(task)
    documents, chance = list(groups.values()), random.Random(SEED)  # noqa: S311 no secret
    drawn = (chance.choices(documents, k=len(documents)) for _ in range(draws))
    found = (auc_of((task for group in groups for task in group), signal) for groups in drawn)
    values = sorted(value for value in found if value is not None)
    if not values:
        return 0.0, 1.0
    return values[round(0.025 * (len(values) - 1))], values[round(0.975 * (len(values) - 1))]


def lines(tasks: Sequence[Judged]) -> Iterator[str]:
    """One line for each signal: over all tasks, then by type."""
    signals = sorted({name for task in tasks for name in task.signals})
    for task_type in ("all", *sorted({task.task_type for task in tasks})):
        chosen = [task for task in tasks if task_type in {"all", task.task_type}]
        right = sum(task.is_right for task in chosen)
        yield f"{task_type}: {len(chosen)} read, {right} right ({right / len(chosen):.0%})"
        if min(right, len(chosen) - right) < _FEWEST:
            yield "  too few for an AUC"
            continue
        for signal in signals:
            value = auc_of(chosen, signal)
            if value is not None:
                low, high = interval(chosen, signal)
                yield f"  {signal:<16}{value:>6.2f}  [{low:.2f}, {high:.2f}]"


def main() -> None:
    """Print the table of a file, or what is wrong with it."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        found = read(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    except (OSError, ValueError) as error:
        sys.exit(f"{sys.argv[1]}: {error}")
    if found.undecided:
        print(f"{found.undecided} lines decide nothing and are left out")
    if not any(task.signals for task in found.tasks):
        sys.exit("No task has a signal: name the project they are from, or add “signals”.")
    print("\n".join(lines(found.tasks)))


if __name__ == "__main__":
    main()
