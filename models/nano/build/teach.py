"""Does it teach? Students learn from Nano's tasks and from their look-alikes, and are compared.

`python -m models.nano.build.teach BASE.gguf nano.gguf DATA_DIR OUT` needs the `train` group. DATA
is a dataset that Nano was not trained on, KNOWN one that it was, both of those that `sources.py`
reads: policy_qa and squadshifts_wiki, or boolq_dev and strategyqa for the labels Yes and No. Half
of DATA's documents are texts, the questions of the other half measure.

Each arm trains fresh adapters over the base, one a seed, on as many examples in as many steps:
raw (the texts alone, the loss on every token), shuffled (Nano's questions, answers exchanged: style
without truth), random (a random stretch of like length), swapped (another stretch that could be an
answer: only truth is missing), other (Nano's tasks on KNOWN), pairs (KNOWN's labelled questions,
which Nano learnt from), written (tasks that the model writes whole, well-formed), kept (those of
them that no rule rejects), tasks (Nano's tasks as shipped: led in steps, confirmed, after rules),
gold (labelled questions on the texts). Beside them stand untrained and two_shot. A student is
asked which of four stretches of like length answers, or which label, by log-probability a token:
nothing is gained by style. The same is asked with the question left out. Then F1 of what it writes.

The claim, written down before anything ran: tasks - shuffled > 0, with its 95 % interval, by a
paired bootstrap over questions and seeds. What a run costs is said before it starts; what an arm
came to is a file under OUT and is not computed again.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch

from engine.records import Outcome
from engine.tasks import answers, rules
from engine.tasks.attempts import DEFAULT_POLICY
from engine.tasks.types import task_type
from models.nano.build import scores, teaching
from models.nano.build.batches import Example
from models.nano.build.decoding import Decoder
from models.nano.build.network import Network
from models.nano.build.sources import READERS
from models.nano.build.students import Students
from models.nano.build.teaching import Lesson
from models.nano.build.tokens import END
from models.nano.build.vocabulary import Vocabulary
from models.nano.build.writing import ONCE, write_units

TRAINED = ("raw", "shuffled", "random", "swapped", "other", "pairs", "written", "kept", "tasks",
           "gold")  # fmt: skip
UNTRAINED, TWO_SHOT = "untrained", "two_shot"
ALL = (UNTRAINED, TWO_SHOT, *TRAINED)
NANO_RANK, RANK, RATE = 64, 16, 8e-4
LONGEST = 600  # tokens of a raw text
ANSWER_TOKENS = 24
TOKENS_ASKED = 1000  # of five students' question; to size what the cost is told by
COMPARED = (("tasks", "shuffled"), ("tasks", "random"), ("tasks", "swapped"), ("tasks", "other"),
            ("tasks", "pairs"), ("tasks", "raw"), ("tasks", UNTRAINED), ("kept", "written"),
            ("tasks", "kept"), ("gold", "tasks"), ("gold", "shuffled"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of the experiment."""

    base: Path
    nano: Path
    out: Path
    texts: int
    questions: int
    seeds: int
    steps: int
    examples: int  # a step and student
    device: str
    dtype: torch.dtype
    tokens: int  # that are computed side by side when students are asked

    @property
    def all_seeds(self) -> tuple[int, ...]:
        """The seeds of the students of an arm."""
        return tuple(range(self.seeds))


def nano_tasks(
    plan: Plan, vocabulary: Vocabulary, name: str, texts: Sequence[Lesson], *, is_led: bool
) -> list[tuple[str, str, str]]:
    """What Nano wrote for each text: context, raw text and why it stopped; a file, once."""
    path = plan.out / f"nano-{name}.jsonl"
    if not path.exists():
        kind = "ynqa" if texts[0].is_label else "exqa"
        nano = Network(plan.base, NANO_RANK, device=plan.device, dtype=plan.dtype)
        nano.start_from(plan.nano)
        units = [(kind, one.context) for one in texts]
        policy = DEFAULT_POLICY if is_led else ONCE
        found = write_units(Decoder(nano), vocabulary, units, composes=is_led, policy=policy)
        tried = [a for a in found if not a.asked]
        lines = (json.dumps([a.context, a.raw, a.stop]) + "\n" for a in tried)
        path.write_text("".join(lines), encoding="utf-8")
    return [tuple(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def lessons_from(
    tried: Sequence[tuple[str, str, str]], texts: Sequence[Lesson], *, has_rules: bool
) -> list[Lesson]:
    """The tasks that are well-formed and, with rules, rejected by none of them."""
    kind = task_type("ynqa" if texts[0].is_label else "exqa")
    documents = {one.context: one.document for one in texts}
    off = frozenset[Outcome]() if has_rules else frozenset(rules.RULES)
    found: list[Lesson] = []
    for context, raw, stop in tried:
        judged = answers.judge(kind, context, raw, stop, off)
        asked = teaching.asked_in(raw.partition("<|pipe|>")[0], context)
        lesson = Lesson(documents[context], context, asked, judged.output)
        if judged.outcome is Outcome.OK and lesson.is_label == texts[0].is_label:
            found.append(lesson)
    return found


class School:
    """Trains and asks students; one file an arm."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, asked: Sequence[Lesson]) -> None:
        self.plan, self.asked, self._vocabulary = plan, asked, vocabulary
        self.students = Students(plan.base, device=plan.device, dtype=plan.dtype)

    def example(self, one: Lesson, answer: str, shots: Sequence[Lesson] = ()) -> Example:
        """Prompt and answer in tokens; the loss counts from the answer on."""
        prompt = self._vocabulary.prompt(teaching.turn(one, shots))
        return Example((*prompt, *self._vocabulary.encode(answer), END), len(prompt))

    def arm(self, name: str, lessons: Callable[[int], Sequence[Lesson]]) -> dict[str, Any]:
        """What the students of an arm came to, of its file or trained and asked now."""
        path = self.plan.out / f"arm-{name}.json"
        if not path.exists():
            is_trained = name in TRAINED
            seeds = self.plan.all_seeds if is_trained else (0,)
            self.students.begin(RANK if is_trained else 0, seeds)
            record: dict[str, Any] = {"lessons": len(lessons(0))}
            if is_trained:
                mine = [self._examples(name, lessons(seed)) for seed in seeds]
                record["targets"] = self._train(mine, self.plan.steps)
            shots = tuple(lessons(0))[:2] if name == TWO_SHOT else ()
            path.write_text(json.dumps(record | self._asked(shots)), encoding="utf-8")
        return json.loads(path.read_text(encoding="utf-8"))

    def _examples(self, arm: str, lessons: Sequence[Lesson]) -> list[Example]:
        if arm != "raw":
            return [self.example(one, one.answer) for one in lessons]
        contexts = (self._vocabulary.encode(one.context)[:LONGEST] for one in lessons)
        return [Example((*ids, END), 1) for ids in contexts]

    def _train(self, lessons: Sequence[Sequence[Example]], steps: int) -> int:
        """All students at once; the rate falls linearly. The target tokens a student has seen."""
        optimiser, seen = self.students.optimiser(), 0
        orders = [_turns(mine, seed) for mine, seed in zip(lessons, self.students.seeds,
                                                           strict=True)]  # fmt: skip
        for step in range(steps):
            for group in optimiser.param_groups:
                group["lr"] = RATE * (1 - step / steps)
            rows = [[next(order) for _ in range(self.plan.examples)] for order in orders]
            losses, targets = self.students.losses(rows)
            losses.sum().backward()
            self.students.clip()
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            seen += sum(targets)
        return seen // len(orders)

    def _asked(self, shots: Sequence[Lesson]) -> dict[str, Any]:
        """Margins with and without the question, and what is written where it can be compared."""
        blind = [replace(one, question="") for one in self.asked]
        record = {"margins": self._margins(self.asked, shots), "blind": self._margins(blind, shots)}
        if self.asked[0].is_label:
            return record
        prompts = [self._vocabulary.prompt(teaching.turn(one, shots)) for one in self.asked]
        written = Decoder(self.students, len(self.students.seeds)).write(prompts, ANSWER_TOKENS)
        return record | {
            "answers": [[self._vocabulary.decode(one.ids) for one in mine] for mine in written]
        }

    def _margins(self, asked: Sequence[Lesson], shots: Sequence[Lesson]) -> list[list[float]]:
        offered = [teaching.choices(one) for one in self.asked]
        examples = [
            self.example(one, text, shots)
            for one, texts in zip(asked, offered, strict=True)
            for text in texts
        ]
        sure = self._log_probs(examples)
        found: list[np.ndarray] = []
        place = 0
        for texts in offered:
            mine = sure[:, place : place + len(texts)]
            found.append(mine[:, 0] - mine[:, 1:].max(1))
            place += len(texts)
        return np.stack(found, 1).round(5).tolist()

    def _log_probs(self, examples: Sequence[Example]) -> np.ndarray:
        """For each student and example, like lengths computed together."""
        order = sorted(range(len(examples)), key=lambda number: len(examples[number].ids))
        found = np.empty((len(self.students.seeds), len(examples)))
        start = 0
        while start < len(order):
            row = len(examples[order[start]].ids) * len(self.students.seeds)
            part = order[start : start + max(1, self.plan.tokens // (row + 64))]
            sure = self.students.log_probs([examples[number] for number in part])
            found[:, part] = sure.double().cpu().numpy()
            start += len(part)
        return found

    def cost(self, arms: int) -> str:
        """Minutes that all arms take here, by the time of two steps and of one asking."""
        self.students.begin(RANK, self.plan.all_seeds)
        count = max(2 * self.plan.examples, self.plan.tokens // TOKENS_ASKED)
        mine = [self.example(one, one.answer) for one in self.asked[:count]]
        for _ in range(2):  # the first time kernels are chosen
            started = time.monotonic()
            self._train([mine] * self.plan.seeds, 2)
            step, started = (time.monotonic() - started) / 2, time.monotonic()
            self._log_probs(mine)
            ask = (time.monotonic() - started) / len(mine) * len(self.asked) * teaching.CHOICES * 2
        minutes = arms * (step * self.plan.steps + ask) / 60
        return f"{arms} arms of {self.plan.seeds} students: about {minutes:.1f} minutes here"


def _turns(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """All examples again and again, each time in another order."""
    if not examples:
        raise ValueError("An arm has nothing to learn from: more texts are needed.")
    dice, order = Random(seed), list(examples)
    while True:
        dice.shuffle(order)
        yield from order


def report(asked: Sequence[Lesson], found: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Each arm's line, what needs no student, then the claim and its neighbours with intervals."""
    is_yes = [one.answer == teaching.LABELS[0] for one in asked]
    yield f"{len(asked)} questions of {len({one.document for one in asked})} documents"
    yield from (f"without a student, {line}" for line in scores.trivial(
        asked, [one.answer for one in teaching.at_random(asked, 1)]))  # fmt: skip
    if not asked[0].is_label:
        chance = np.mean([1 / len(teaching.choices(one)) for one in asked])
        yield f"without a student, chance among the stretches: {100 * chance:.1f} %"
    for arm, record in found.items():
        yield _line(arm, record, asked, is_yes)
    for one, other in COMPARED:
        right = [scores.is_right(np.array(found[arm]["margins"])) for arm in (one, other)]
        told = "; ".join(_told(*each) for each in _differences(found[one], found[other], asked,
                                                               right, is_yes))  # fmt: skip
        yield f"{one} - {other}: {told}"
    for arm, record in found.items():
        ways = [scores.is_right(np.array(record[way])) for way in ("margins", "blind")]
        yield f"{arm}, with - without the question: {_told('right', scores.difference(*ways))}"


def _differences(
    one: Mapping[str, Any], other: Mapping[str, Any], asked: Sequence[Lesson],
    right: Sequence[np.ndarray], is_yes: Sequence[bool],
) -> Iterator[tuple[str, tuple[float, float, float]]]:  # fmt: skip
    yield "right", scores.difference(*right)
    if asked[0].is_label:
        margins = [np.array(each["margins"]) for each in (one, other)]
        if len(margins[0]) == len(margins[1]):
            yield "area", scores.area_difference(margins[0], margins[1], is_yes)
        return
    yield "F1", scores.difference(_f1(one, asked), _f1(other, asked))


def _told(name: str, found: tuple[float, float, float]) -> str:
    mean, low, high = (100 * number for number in found)
    return f"{name} {mean:+.1f} points, 95 % {low:+.1f} to {high:+.1f}"


def _f1(record: Mapping[str, Any], asked: Sequence[Lesson]) -> np.ndarray:
    return np.array([
        [scores.overlap(text, one.answer) for text, one in zip(mine, asked, strict=True)]
        for mine in record["answers"]
    ])  # fmt: skip


def _line(
    arm: str, record: Mapping[str, Any], asked: Sequence[Lesson], is_yes: Sequence[bool]
) -> str:
    right = scores.is_right(np.array(record["margins"])).mean(1) * 100
    blind = scores.is_right(np.array(record["blind"])).mean() * 100
    told = f"{arm}: {record['lessons']} lessons, {record.get('targets', 0)} target tokens; right "
    told += f"{right.mean():.1f} % ({right.min():.1f} to {right.max():.1f}), blind {blind:.1f} %"
    margins = np.array(record["margins"])
    if asked[0].is_label:
        area = 100 * scores.area(margins, is_yes).mean()
        return f"{told}; area {area:.1f}, macro-F1 {100 * scores.macro_f1(margins, is_yes):.1f}"
    exact = np.mean([scores.is_exact(text, one.answer) for mine in record["answers"]
                     for text, one in zip(mine, asked, strict=True)])  # fmt: skip
    return f"{told}; F1 {100 * _f1(record, asked).mean():.1f}, exact {100 * exact:.1f}"


def arms(
    plan: Plan, vocabulary: Vocabulary, data: Sequence[Lesson], known: Sequence[Lesson]
) -> dict[str, Callable[[int], Sequence[Lesson]]]:
    """What each arm learns from, for a seed."""
    mine = [one for one in data if not teaching.is_asked(one.document)]
    texts = teaching.drawn(mine, plan.texts, "texts")
    wiki = teaching.drawn(known, len(texts), "texts")
    written = nano_tasks(plan, vocabulary, "written", texts, is_led=False)
    led = nano_tasks(plan, vocabulary, "tasks", texts, is_led=True)
    tasks = lessons_from(led, texts, has_rules=True)
    elsewhere = nano_tasks(plan, vocabulary, "other", wiki, is_led=True)
    other = lessons_from(elsewhere, wiki, has_rules=True)
    whole = lessons_from(written, texts, has_rules=False)
    kept = lessons_from(written, texts, has_rules=True)
    return {
        UNTRAINED: lambda _: (),
        TWO_SHOT: lambda _: texts[:2],
        "tasks": lambda _: tasks,
        "shuffled": lambda seed: teaching.shuffled(tasks, seed),
        "gold": lambda _: texts,
        "random": lambda seed: teaching.at_random(tasks, seed),
        "swapped": lambda seed: teaching.swapped(tasks, seed),
        "other": lambda _: other,
        "pairs": lambda _: wiki,
        "raw": lambda _: texts,
        "written": lambda _: whole,
        "kept": lambda _: kept,
    }


def run(plan: Plan, data_dir: Path, data: str, known: str, only: Sequence[str]) -> None:
    """Say the cost, then train, ask and compare what is not there yet."""
    vocabulary = Vocabulary(plan.base)
    lessons = list(teaching.from_rows(READERS[data](data_dir / data)))
    held = [
        one
        for one in lessons
        if teaching.is_asked(one.document) and len(teaching.choices(one)) == teaching.offered(one)
    ]
    school = School(plan, vocabulary, teaching.drawn(held, plan.questions, "questions"))
    print(school.cost(len(TRAINED)), flush=True)
    if not only:
        return
    started, found = time.monotonic(), dict[str, dict[str, Any]]()
    for arm, mine in arms(plan, vocabulary, lessons, list(
            teaching.from_rows(READERS[known](data_dir / known)))).items():  # fmt: skip
        if arm not in only:
            continue
        found[arm] = school.arm(arm, mine)
        right = scores.is_right(np.array(found[arm]["margins"])).mean()
        seconds = time.monotonic() - started
        print(f"{arm} after {seconds:.0f} s: {100 * right:.1f} % right", flush=True)
    if len(found) < len(ALL):
        return
    told = "\n".join(report(school.asked, found))
    (plan.out / "report.txt").write_text(told + "\n", encoding="utf-8")
    print(told)


def main() -> None:
    """Run as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "nano", "data_dir", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--data", default="policy_qa")
    parser.add_argument("--known", default="squadshifts_wiki")
    parser.add_argument("--texts", type=int, default=800)
    parser.add_argument("--questions", type=int, default=800)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--examples", type=int, default=8, help="a step and student")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--tokens", type=int, default=4096, help="asked side by side")
    parser.add_argument("--only", nargs="*", default=ALL, choices=ALL, metavar="ARM",
                        help="some arms; none at all says the cost alone")  # fmt: skip
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        args.base, args.nano, args.out, args.texts, args.questions, args.seeds, args.steps,
        args.examples, args.device, getattr(torch, args.dtype), args.tokens,
    )  # fmt: skip
    run(plan, args.data_dir, args.data, args.known, args.only)


if __name__ == "__main__":
    main()
