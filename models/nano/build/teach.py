"""Does it teach? Students learn from Nano's tasks and from their look-alikes, and are compared.

`python -m models.nano.build.teach BASE.gguf nano.gguf DATA.json WIKI.json OUT` needs the `train`
group. DATA and WIKI are datasets in SQuAD's layout that Nano was not trained on and that it was;
or DATA is JSON lines of document, context, question and answer, the answer Yes or No. Half of
DATA's documents are texts, the questions of the other half measure.

Each arm trains a fresh adapter over the base on the same number of target tokens, once a seed:
raw (the texts alone), shuffled (Nano's questions, answers exchanged: style without truth), random
(a random stretch of like length), other (Nano's tasks on WIKI), tasks (Nano's well-formed tasks),
kept (those that no rule rejects), gold (labelled questions on the texts). Beside them stand
untrained and two_shot. A student is asked which of four stretches of like length answers, or
which label, by log-probability a token: nothing is gained by style.

The claim, written down before anything runs: tasks - shuffled > 0, with its 95 % interval, by a
paired bootstrap over questions and seeds. What a run costs is said before it starts; every student
is a file under OUT and is not trained again.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from engine.records import Outcome
from engine.tasks import answers, rules
from engine.tasks.questions import Question
from engine.tasks.types import task_type
from engine.worker.llama import load
from engine.worker.messages import LoadModel
from models.nano.build import teaching
from models.nano.build.batches import Batch, Encode, Example, epoch
from models.nano.build.evaluate import SLOT_TOKENS, SLOTS
from models.nano.build.network import Network
from models.nano.build.teaching import Lesson
from models.nano.build.tokens import END, tokeniser
from models.nano.build.trying import try_units

ARMS = ("raw", "shuffled", "random", "other", "tasks", "kept", "gold")
UNTRAINED, TWO_SHOT = "untrained", "two_shot"
RANK, RATE, BATCH_TOKENS = 16, 8e-4, 1024
LONGEST = 900  # tokens


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of the experiment."""

    base: Path
    adapter: Path
    out: Path
    texts: int
    questions: int
    seeds: int
    target_tokens: int
    device: str


def read_lessons(path: Path) -> list[Lesson]:
    """The labelled questions of a file in one of the two layouts."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [Lesson(**json.loads(line)) for line in text.splitlines()]
    return list(teaching.from_squad(json.loads(text)["data"]))


def tasks_on(plan: Plan, name: str, texts: Sequence[Lesson]) -> dict[str, list[Lesson]]:
    """Nano's tasks on the texts: all that are well-formed but for the rules, and those kept."""
    path = plan.out / f"{name}.jsonl"
    kind = task_type("ynqa" if texts[0].is_label else "exqa")
    if not path.exists():
        model = load(LoadModel(str(plan.base), SLOTS, SLOT_TOKENS, 1, adapter=str(plan.adapter)))
        units = [(kind.short, one.context) for one in texts]
        tried = [a for a in try_units(model, units, composes=False) if a.attempt == 1]
        model.close()
        lines = (json.dumps([a.context, a.raw, a.stop]) + "\n" for a in tried)
        path.write_text("".join(lines), encoding="utf-8")
    documents = {one.context: one.document for one in texts}
    found: dict[str, list[Lesson]] = {"tasks": [], "kept": []}
    for line in path.read_text(encoding="utf-8").splitlines():
        context, raw, stop = json.loads(line)
        for arm, off in (("tasks", frozenset(rules.RULES)), ("kept", frozenset[Outcome]())):
            judged = answers.judge(kind, context, raw, stop, off)
            if judged.outcome is Outcome.OK:
                asked = Question(raw.partition("<|pipe|>")[0], context).asked
                found[arm].append(Lesson(documents[context], context, asked, judged.output))
    return found


class School:
    """Trains and asks students; one file a student."""

    def __init__(self, plan: Plan, asked: Sequence[Lesson]) -> None:
        self.plan, self.asked = plan, asked
        self._encode: Encode = tokeniser(plan.base)

    def example(self, one: Lesson, answer: str, shots: Sequence[Lesson] = ()) -> Example:
        """Prompt and answer in tokens; the loss counts from the answer on."""
        prompt = "".join(part.text for part in teaching.turn(one, shots))
        before = self._encode(prompt)
        return Example((*before, *self._encode(answer), END), len(before))

    def scores(self, arm: str, lessons: Sequence[Lesson], seed: int) -> list[float]:
        """1 for each question that the student of this arm and seed answers rightly, else 0."""
        path = self.plan.out / f"scores-{arm}-{seed}.json"
        if not path.exists():
            student = self._student(arm, lessons, seed)
            shots = lessons[:2] if arm == TWO_SHOT else ()
            found = [float(self._is_right(student, one, shots)) for one in self.asked]
            path.write_text(json.dumps(found), encoding="utf-8")
        return json.loads(path.read_text(encoding="utf-8"))

    def _student(self, arm: str, lessons: Sequence[Lesson], seed: int) -> Network:
        rank = 0 if arm in {UNTRAINED, TWO_SHOT} else RANK
        student = Network(
            self.plan.base, rank, device=self.plan.device, dtype=torch.float32, seed=seed
        )
        if rank:
            self._train(student, arm, lessons, seed)
        return student

    def _train(self, student: Network, arm: str, lessons: Sequence[Lesson], seed: int) -> None:
        """Until the target tokens are spent; the rate falls linearly with them."""
        optimiser = torch.optim.AdamW(student.parameters, lr=RATE, weight_decay=0)
        seen = 0
        for batch in self._batches(arm, lessons, seed):
            for group in optimiser.param_groups:
                group["lr"] = RATE * (1 - seen / self.plan.target_tokens)
            loss, targets = student.summed_loss(batch)
            (loss / targets).backward()
            torch.nn.utils.clip_grad_norm_(student.parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            seen += targets
            if seen >= self.plan.target_tokens:
                return

    def _batches(self, arm: str, lessons: Sequence[Lesson], seed: int) -> Iterator[Batch]:
        if arm == "raw":
            contexts = (self._encode(one.context)[:LONGEST] for one in lessons)
            examples = [Example((*ids, END), 1) for ids in contexts]
        else:
            examples = [self.example(one, one.answer) for one in lessons]
        turn = 0
        while True:
            yield from epoch(examples, BATCH_TOKENS, seed + turn)
            turn += 1

    @torch.no_grad()
    def _is_right(self, student: Network, one: Lesson, shots: Sequence[Lesson]) -> bool:
        """The right answer has the highest log-probability a token of all choices."""
        losses: list[float] = []
        for text in teaching.choices(one):
            loss, targets = student.summed_loss(Batch((self.example(one, text, shots),)))
            losses.append(float(loss) / targets)
        return losses[0] == min(losses)

    def cost(self, arms: int) -> str:
        """Hours that all students take, by the speed of one question here."""
        student = Network(self.plan.base, RANK, device=self.plan.device, dtype=torch.float32)
        one = self.example(self.asked[0], self.asked[0].answer)
        started = time.monotonic()
        student.summed_loss(Batch((one,)))[0].backward()
        second = (time.monotonic() - started) / len(one.ids)
        targets = max(1, len(one.ids) - one.start)
        trained = self.plan.target_tokens / targets * len(one.ids)
        asked = len(self.asked) * teaching.CHOICES * len(one.ids) / 3  # forward only
        hours = arms * self.plan.seeds * (trained + asked) * second / 3600
        return f"{arms} arms, {self.plan.seeds} seeds: about {hours:.1f} hours here"


def report(scores: dict[str, dict[int, list[float]]]) -> str:
    """Each arm's share of right choices, then the claim and its neighbours with intervals."""
    lines: list[str] = []
    for arm, found in scores.items():
        flat = [value for values in found.values() for value in values]
        lines.append(f"{arm}: {100 * sum(flat) / len(flat):.1f} % ({len(found)} seeds)")
    for one, other in (("tasks", "shuffled"), ("tasks", "random"), ("tasks", "other"),
                       ("kept", "tasks"), ("gold", "shuffled")):  # fmt: skip
        mean, low, high = (100 * n for n in teaching.difference(scores[one], scores[other]))
        lines.append(f"{one} - {other}: {mean:+.1f} points, 95 % {low:+.1f} to {high:+.1f}")
    return "\n".join(lines)


def lessons_of(
    plan: Plan, data: Sequence[Lesson], wiki: Sequence[Lesson]
) -> dict[str, Callable[[int], Sequence[Lesson]]]:
    """What each arm learns from, for a seed."""
    texts = teaching.drawn(
        [one for one in data if not teaching.is_asked(one.document)], plan.texts, "texts"
    )
    own = tasks_on(plan, "tasks", texts)
    other = tasks_on(plan, "other", teaching.drawn(wiki, plan.texts, "texts"))["tasks"]
    return {
        UNTRAINED: lambda _: (),
        TWO_SHOT: lambda _: texts[:2],
        "raw": lambda _: texts,
        "shuffled": lambda seed: teaching.shuffled(own["tasks"], seed),
        "random": lambda seed: teaching.at_random(own["tasks"], seed),
        "other": lambda _: other,
        "tasks": lambda _: own["tasks"],
        "kept": lambda _: own["kept"],
        "gold": lambda _: texts,
    }


def main() -> None:
    """Say the cost, then train, ask and compare what is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "adapter", "data", "wiki", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--target-tokens", type=int, default=3000)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--cost-only", action="store_true")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        args.base, args.adapter, args.out, args.texts, args.questions, args.seeds,
        args.target_tokens, args.device,
    )  # fmt: skip
    data, wiki = read_lessons(args.data), read_lessons(args.wiki)
    held = [one for one in data if teaching.is_asked(one.document)]
    school = School(plan, teaching.drawn(held, plan.questions, "questions"))
    print(school.cost(len(ARMS)), flush=True)
    if args.cost_only:
        return
    scores: dict[str, dict[int, list[float]]] = {}
    for arm, lessons in lessons_of(plan, data, wiki).items():
        seeds = range(plan.seeds) if arm in ARMS else (0,)
        scores[arm] = {seed: school.scores(arm, lessons(seed), seed) for seed in seeds}
        print(f"{arm} is done", flush=True)
    print(report(scores))


if __name__ == "__main__":
    main()
