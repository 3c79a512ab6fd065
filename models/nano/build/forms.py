"""Compare two forms of Nano: the same prompts through the adapter over its base and merged.

`python -m models.nano.build.forms BASE.gguf nano.gguf MERGED.gguf PAIRS_DIR --count 6` lets each
form write greedily, whole tasks of each type on held-out contexts, and prints how many answers are
the same to the letter, where the others part, how many keep their outcome, and the processor time.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from engine.records import Outcome, Sampling
from engine.tasks.answers import judge
from engine.tasks.prompts import build
from engine.tasks.types import task_type
from engine.worker.llama import load
from engine.worker.messages import Generated, LoadModel
from models.nano.build.evaluate import SLOT_TOKENS, SLOTS, ask, plan
from models.nano.build.measure import interval
from models.prompting import prompting

_SAMPLING = Sampling(temperature=0, max_tokens=160)

Unit = tuple[str, str]


def write(model: Path, adapter: str, units: Sequence[Unit]) -> tuple[list[Generated], float]:
    """What a form writes for each unit, in their order, and its processor seconds; one thread."""
    loaded = load(LoadModel(str(model), SLOTS, SLOT_TOKENS, 1, adapter=adapter))
    wording = prompting("bonito")  # whole tasks: Nano's own wording is for its steps
    prompts = [build(wording, task_type(task), text).segments for task, text in units]
    started = time.process_time()
    found = sorted(ask(loaded, prompts, _SAMPLING), key=lambda one: one.unit_id)
    seconds = time.process_time() - started
    loaded.close()
    return found, seconds


def parts_at(one: str, other: str) -> int | None:
    """The word at which two answers part, counted from 0; None if they are the same."""
    if one == other:
        return None
    pairs = zip(one.split(), other.split(), strict=False)
    shorter = min(len(one.split()), len(other.split()))
    return next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)


def outcome(unit: Unit, answer: Generated) -> Outcome:
    """What the rules say of an answer."""
    task, passage = unit
    return judge(task_type(task), passage, answer.text, answer.stop_reason).outcome


def summary(units: Sequence[Unit], one: Sequence[Generated], other: Sequence[Generated]) -> str:
    """The comparison in lines."""
    texts = [(a.text, b.text) for a, b in zip(one, other, strict=True)]
    places = [place for pair in texts if (place := parts_at(*pair)) is not None]
    same, of = len(texts) - len(places), len(texts)
    ends = [(outcome(u, a), outcome(u, b)) for u, a, b in zip(units, one, other, strict=True)]
    kept = [sum(pair[side] is Outcome.OK for pair in ends) for side in (0, 1)]
    agreed, (low, high) = sum(a is b for a, b in ends), interval(same, of)
    return "\n".join((
        f"{same} of {of} answers are the same to the letter ({low:.0f} to {high:.0f} %)",
        f"the others part at word {statistics.median(places) if places else '-'} (median)",
        f"{agreed} of {of} have the same outcome; kept: {kept[0]} and {kept[1]}",
    ))  # fmt: skip


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "adapter", "merged", "pairs"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--count", type=int, default=6, help="units of each type")
    args = parser.parse_args()
    units = plan(args.pairs, args.count)
    one, first_seconds = write(args.base, str(args.adapter), units)
    other, second_seconds = write(args.merged, "", units)
    print(summary(units, one, other))
    for name, found, seconds in (
        ("adapter over base", one, first_seconds),
        ("merged", other, second_seconds),
    ):
        tokens = sum(answer.generated_tokens for answer in found)
        print(f"{name}: {tokens} tokens in {seconds:.1f} processor seconds")


if __name__ == "__main__":
    main()
