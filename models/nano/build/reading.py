"""Put the tasks of several models on one sheet without saying whose they are, and count verdicts.

`python -m models.nano.build.reading sheet OUT NAME=answers.jsonl ...` takes the last attempt on
each unit that all files hold, as far as it is well-formed, and writes OUT/sheet.jsonl, mixed by
hash within a context, and OUT/key.jsonl, which the reader must not open. A reader writes one line a
task, `id` and `right` (and what is wrong, if he likes), and `... reading count OUT verdicts.jsonl`
prints right of read and of asked, with 95 % intervals, by model and type.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.records import Outcome
from models.nano.build.evaluate import read_answers
from models.nano.build.measure import Answer, interval, judged_as
from models.nano.build.pairs import key

Unit = tuple[str, str]


def last_attempts(answers: Sequence[Answer]) -> dict[Unit, Answer]:
    """What a run would keep of each unit."""
    return {(answer.task, answer.context): answer for answer in answers}


def sheet(models: Mapping[str, Mapping[Unit, Answer]]) -> list[dict[str, str]]:
    """All rows, blind fields and key together; a malformed one has no input and is not read."""
    shared = set[Unit].intersection(*(set(found) for found in models.values()))
    rows: list[dict[str, str]] = []
    for task, context in shared:
        for name, found in models.items():
            answer = found[task, context]
            judged = judged_as(answer)
            is_kept = judged.outcome is Outcome.OK
            number = key("reading", name, task, context)
            rows.append({
                "id": f"{number:016x}", "model": name, "task": task, "context": context,
                "outcome": judged.outcome.value,
                "input": judged.input.replace(context, "{{context}}") if is_kept else "",
                "output": judged.output if is_kept else "",
            })  # fmt: skip
    return sorted(rows, key=lambda row: (key("sheet", row["context"]), row["id"]))


def count(keys: Sequence[Mapping[str, str]], right: Mapping[str, bool]) -> str:
    """Right of read, and of asked, by model and type; in Markdown."""
    lines = ["| model | type | asked | read | right | of read, 95 % |", "|" + " --- |" * 6]
    groups = Counter((row["model"], row["task"]) for row in keys)
    groups += Counter((row["model"], "all") for row in keys)
    for model, task in sorted(groups):
        mine = [r for r in keys if r["model"] == model and task in {"all", r["task"]}]
        read = [right[row["id"]] for row in mine if row["id"] in right]
        cells = [model, task, str(len(mine)), str(len(read)), str(sum(read))]
        low, high = interval(sum(read), len(read)) if read else (0.0, 100.0)
        lines.append("| " + " | ".join(cells) + f" | {low:.0f}–{high:.0f} |")
    return "\n".join(lines)


def _write(path: Path, rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> None:
    lines = (json.dumps({n: row[n] for n in names}, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def _read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Make a sheet, or count what a reader said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("sheet", "count"))
    parser.add_argument("out", type=Path)
    parser.add_argument("files", nargs="+", help="NAME=answers.jsonl ..., or verdicts.jsonl")
    args = parser.parse_args()
    if args.what == "count":
        right = {row["id"]: bool(row["right"]) for row in _read(Path(args.files[0]))}
        print(count(_read(args.out / "key.jsonl"), right))
        return
    named = (text.split("=", 1) for text in args.files)
    rows = sheet({name: last_attempts(read_answers(Path(path))) for name, path in named})
    blind = [row for row in rows if row["input"]]
    _write(args.out / "sheet.jsonl", blind, ("id", "task", "context", "input", "output"))
    _write(args.out / "key.jsonl", rows, ("id", "model", "task", "outcome"))
    print(f"{len(blind)} tasks to read; {len(rows) - len(blind)} were not well-formed")


if __name__ == "__main__":
    main()
