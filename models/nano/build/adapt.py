"""Does it teach? Let Nano write tasks on texts of a domain, train students on them, and compare.

`python -m models.nano.build.adapt BASE.gguf PAIRS_DIR DATA_DIR OUT` needs the `train` group and
goes through these stages; each writes files under OUT and is not done again when they are there:

1. a Nano that never saw the domain: the same recipe on the extractive pairs of all other datasets;
2. tasks: the domain's texts are imported into a project, and this Nano writes extractive questions
   through the engine, with its outcomes and filters; the usable ones are exported;
3. students: SmolLM2 with a fresh adapter, by the same recipe, on the tasks and on the bare texts,
   the same number of tokens each, once for each seed;
4. answers of the students and of the untrained model to labelled questions on other documents.

It ends with SQuAD's F1 of each, and the spread over the seeds.
"""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from engine.records import Sampling
from engine.worker.messages import LoadModel
from models.nano.build import domain
from models.nano.build.authoring import write_tasks
from models.nano.build.evaluate import SLOT_TOKENS, SLOTS, ask
from models.nano.build.lessons import (
    labelled,
    prepare,
    prepare_students,
    read_lines,
    student_folder,
    write_lines,
)

ANSWER_TOKENS = 48
UNTRAINED = "untrained"


def train(base: Path, folder: Path, tokens: int, seed: int, processes: int) -> Path:
    """Train on the pairs in `folder`, in a process of its own; the exported adapter."""
    adapter = folder / "adapter.gguf"
    if not adapter.exists():
        module = (sys.executable, "-m", "models.nano.build.train")
        arguments = (base, folder, folder, "--tokens", tokens, "--seed", seed)
        arguments = (*arguments, "--processes", processes)
        subprocess.run([*module, *map(str, arguments)], check=True)  # noqa: S603 - our own module
        export_module = (sys.executable, "-m", "models.nano.build.export")
        names = (str(folder / "checkpoint.pt"), str(adapter))
        subprocess.run([*export_module, *names], check=True)  # noqa: S603 - our own module
    return adapter


def answers(base: Path, adapter: str, questions: Sequence[domain.Question]) -> list[str]:
    """What a student answers, greedily, in the order of the questions."""
    from engine.worker.llama import load  # noqa: PLC0415 - the rest is tested without it

    model = load(LoadModel(str(base), SLOTS, SLOT_TOKENS, os.cpu_count() or 1, adapter=adapter))
    prompts = [domain.turn(domain.asked(each.context, each.question)) for each in questions]
    sampling = Sampling(temperature=0, max_tokens=ANSWER_TOKENS)
    found = {report.unit_id: report.text for report in ask(model, prompts, sampling)}
    model.close()
    return [found[number].strip() for number in range(len(prompts))]


def score(questions: Sequence[domain.Question], said: Sequence[str]) -> float:
    """Mean F1 in percent."""
    pairs = zip(questions, said, strict=True)
    return 100 * statistics.mean(domain.f1(text, each.answers) for each, text in pairs)


def verdict(scores: dict[str, list[float]]) -> str:
    """One line for each kind of student: mean, and lowest to highest over the seeds."""
    lines = [
        f"{kind}: F1 {statistics.mean(found):.1f} ({min(found):.1f} to {max(found):.1f}, "
        f"{len(found)} {'run' if len(found) == 1 else 'seeds'})"
        for kind, found in scores.items()
    ]
    return "\n".join(lines)


def measure(base: Path, out: Path, adapters: dict[str, list[str]], asked: int) -> str:
    """The verdict on all students; their answers are kept."""
    questions = labelled(out)[:asked]
    scores: dict[str, list[float]] = {}
    for kind, paths in adapters.items():
        for number, path in enumerate(paths):
            file = out / f"answers-{kind}-{number}.jsonl"
            if not file.exists():
                said = answers(base, path, questions)
                write_lines(file, ({"answer": text} for text in said))
            found = [record["answer"] for record in read_lines(file)]
            scores.setdefault(kind, []).append(score(questions, found))
    return verdict(scores)


def main() -> None:
    """All stages, as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "pairs", "data", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--nano-tokens", type=int, default=160_000)
    parser.add_argument("--student-tokens", type=int, default=50_000)
    parser.add_argument(
        "--units", type=int, default=250, help="texts, one extractive question each"
    )
    parser.add_argument("--questions", type=int, default=200, help="labelled questions to answer")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--processes", type=int, choices=(1, 2), default=2)
    args = parser.parse_args()
    texts = prepare(args.pairs, args.data, args.out, args.units, args.questions)
    fit = partial(train, args.base, processes=args.processes)
    nano = fit(args.out / "nano", args.nano_tokens, 0)
    if not (args.out / "tasks.jsonl").exists():
        write_tasks(texts, nano, args.out)
    if not (args.out / "lessons-raw.jsonl").exists():
        prepare_students(args.out, texts)
    adapters: dict[str, list[str]] = {UNTRAINED: [""]}
    for kind in ("raw", "tasks"):
        for seed in range(args.seeds):
            folder = student_folder(args.out, kind, seed)
            adapters.setdefault(kind, []).append(str(fit(folder, args.student_tokens, seed)))
    print(measure(args.base, args.out, adapters, args.questions))


if __name__ == "__main__":
    main()
