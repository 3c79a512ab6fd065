"""Let Nano, or the bare base, write tasks on held-out contexts, and print the table of the card.

`python -m models.nano.build.evaluate MERGED.gguf PAIRS_DIR OUT.jsonl --base`, or a base with
`--adapter nano.gguf`. Bonito's sampling (0.5 / 0.95 / 256) through the app's own worker
code, with retries and rules as shipped and without. With `--compose` as for a model whose catalogue
entry says so. Units that ended in OUT.jsonl are not written again, so it can be stopped any time.
"""

import argparse
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from engine.records import Outcome, PassageKind, Sampling, StopReason
from engine.tasks.attempts import DEFAULT_POLICY
from engine.tasks.rules import ALWAYS, RULES
from engine.tasks.types import TASK_TYPES
from engine.worker.batch import Batch
from engine.worker.llama import LlamaModel, load
from engine.worker.messages import Generate, Generated, LoadModel
from models.nano.build.measure import Answer, judged_as, line, split, table
from models.nano.build.pairs import key, load_wordings
from models.nano.build.trying import try_units
from models.prompting import Segment

SLOTS, SLOT_TOKENS = 8, 1024


def contexts(pairs: Path) -> dict[PassageKind, list[str]]:
    """The held-out contexts of both kinds."""
    found: dict[PassageKind, list[str]] = {kind: [] for kind in PassageKind}
    for text in (pairs / "contexts.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(text)
        found[PassageKind(record["kind"])].append(record["text"])
    return found


def plan(pairs: Path, count: int) -> list[tuple[str, str]]:
    """`count` units of each type as (type, context), or as many as there are; they take turns."""
    found = contexts(pairs)
    return [
        (kind.short, found[kind.reads][turn])
        for turn in range(count)
        for kind in TASK_TYPES
        if turn < len(found[kind.reads])
    ]


def ask(
    model: LlamaModel, prompts: Sequence[tuple[Segment, ...]], sampling: Sampling
) -> Iterator[Generated]:
    """What the model writes after each prompt, as it ends; `unit_id` is the prompt's place."""
    if model.runner is None:
        raise ValueError("The model was loaded for counting only.")
    batch = Batch(model.runner)
    for number, segments in enumerate(prompts):
        seed = key("unit", *(segment.text for segment in segments)) % 2**31
        numbers = (sampling.temperature, sampling.top_p, sampling.max_tokens)
        batch.add(Generate(number, segments, seed, *numbers))
    while not batch.is_idle:
        for report in batch.step():
            if isinstance(report, Generated):
                yield report


def read_answers(path: Path) -> list[Answer]:
    """What was written before; nothing if there is no such file."""
    if not path.exists():
        return []
    records = (json.loads(text) for text in path.read_text(encoding="utf-8").splitlines())
    return [
        Answer(r["task"], r["context"], r["raw"], StopReason(r["stop"]), r["attempt"], r["asked"])
        for r in records
    ]


def finished(answers: Sequence[Answer]) -> list[Answer]:
    """The answers of units that came to their end; one that was to be tried again did not."""
    last = {(answer.task, answer.context): answer for answer in answers}
    ended = {
        unit
        for unit, answer in last.items()
        if answer.asked or not DEFAULT_POLICY.may_retry(judged_as(answer).outcome, answer.attempt)
    }
    return [answer for answer in answers if (answer.task, answer.context) in ended]


def write_answers(path: Path, answers: Iterator[Answer]) -> None:
    """Append answers as they come."""
    with path.open("a", encoding="utf-8") as file:
        for answer in answers:
            record: dict[str, str | int] = {"task": answer.task, "context": answer.context}
            record["raw"] = answer.raw
            record |= {"stop": answer.stop.value, "attempt": answer.attempt, "asked": answer.asked}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()


def report(pairs: Path, answers: list[Answer]) -> str:
    """Two tables, and the hashes of the pairs they belong to: those in the folder and below it."""
    lessons = [path.read_bytes() for path in sorted(pairs.rglob("train.jsonl"))]
    targets = (json.loads(t)["target"] for data in lessons for t in data.decode().splitlines())
    trained = {split(target)[0] for target in targets}
    free = [answer for answer in answers if answer.attempt == 1]
    last = {(answer.task, answer.context): answer for answer in answers}
    hashes = " ".join(hashlib.sha256(data).hexdigest() for data in lessons)
    return "\n\n".join((
        "As shipped, with retries and rules:",
        _table(list(last.values()), trained, ()),
        "The first attempt alone, without the rules that a run can switch off:",
        _table(free, trained, frozenset(RULES) - ALWAYS),
        f"Training pairs SHA-256: {hashes}",
    ))  # fmt: skip


def _table(answers: list[Answer], trained: set[str], rules_off: Collection[Outcome]) -> str:
    wordings = [wording for mine in load_wordings().values() for wording in mine]
    return table([
        line(kind.short, mine, trained, wordings, rules_off)
        for kind in TASK_TYPES
        if (mine := [answer for answer in answers if answer.task == kind.short])
    ])  # fmt: skip


def main() -> None:
    """Measure as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="the merged file, or the base")
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--adapter", type=Path)
    choice.add_argument("--base", action="store_true", help="measure it as it is: merged, or bare")
    parser.add_argument("--count", type=int, default=100, help="units of each type")
    parser.add_argument("--compose", action="store_true", help="what a run composes by code")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    adapter = str(args.adapter or "")
    model = load(LoadModel(str(args.model), SLOTS, SLOT_TOKENS, args.threads, adapter=adapter))
    before = finished(read_answers(args.out))
    args.out.write_text("", encoding="utf-8")
    write_answers(args.out, iter(before))
    done = {(answer.task, answer.context) for answer in before}
    units = [unit for unit in plan(args.pairs, args.count) if unit not in done]
    write_answers(args.out, try_units(model, units, composes=args.compose))
    model.close()
    print(report(args.pairs, read_answers(args.out)))


if __name__ == "__main__":
    main()
