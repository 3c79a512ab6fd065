"""Train the adapter: two processes of one thread each, one optimiser, a budget in tokens.

`python -m models.nano.build.train BASE.gguf PAIRS_DIR OUT --tokens N` writes OUT/checkpoint.pt
every few minutes and goes on from it when started again. With `--minutes` as well, training ends
when the first of both is spent, and the learning rate falls accordingly. `--start` begins with the
weights of another run's checkpoint instead of fresh ones.

Processes instead of threads because on a busy computer a matrix product split over two cores waits
for the slower one hundreds of times a step; processes wait once. One process computes the same
steps, at half the speed.
"""

import argparse
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.multiprocessing as mp

from models.nano.build import network as nets
from models.nano.build.batches import Batch, Example, encode, epoch

LONGEST = 460  # tokens of prompt and target
BATCH_TOKENS = 512  # a process' part of one step, padding included
RATE, WARM_UP, FLOOR = 8e-4, 0.05, 0.02  # learning rate; parts of budget and of rate
CLIP = 1.0
SAVE_EVERY = 150  # seconds
PARTS = 2  # batches to a step, whatever the number of processes
DEV_EXAMPLES = 96


@dataclass(frozen=True, slots=True)
class Job:
    """What both processes need to know."""

    base: Path
    pairs: Path
    out: Path
    tokens: int
    minutes: float
    processes: int
    seed: int = nets.SEED
    rate: float = RATE
    start: Path | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """Memory of both processes: weights, one gradient a part, [loss, targets] a part, [step]."""

    weights: torch.Tensor
    gradients: torch.Tensor
    sums: torch.Tensor
    step: torch.Tensor
    barrier: Any


def rate_at(progress: float, highest: float) -> float:
    """The learning rate after a part of the budget: a linear warm-up, then a cosine."""
    if progress < WARM_UP:
        return highest * progress / WARM_UP
    fall = min(1.0, (progress - WARM_UP) / (1 - WARM_UP))
    return highest * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * fall)))


def steps_of(examples: list[Example], seed: int) -> list[list[Batch]]:
    """Epochs enough for any budget, as steps of `PARTS` batches."""
    batches = [b for turn in range(8) for b in epoch(examples, BATCH_TOKENS, seed + turn)]
    whole = len(batches) // PARTS * PARTS
    return [batches[i : i + PARTS] for i in range(0, whole, PARTS)]


def _compute(network: nets.Network, shared: Shared, part: int, batch: Batch, pad: int) -> None:
    loss, targets = nets.summed_loss(network, batch, pad)
    loss.backward()
    nets.put_gradients(network, shared.gradients[part])
    shared.sums[part, 0], shared.sums[part, 1] = float(loss.detach()), targets


def _helper(job: Job, shared: Shared) -> None:
    """The second process: compute the second part of each step until the step is negative."""
    torch.set_num_threads(1)
    network, steps, pad = _prepare(job)
    while True:
        shared.barrier.wait()
        step = int(shared.step[0])
        if step < 0:
            return
        nets.put_flat(network, shared.weights)
        _compute(network, shared, 1, steps[step][1], pad)
        shared.barrier.wait()


def _prepare(job: Job) -> tuple[nets.Network, list[list[Batch]], int]:
    tokenise, end = nets.tokeniser(job.base)
    examples = encode(job.pairs / "train.jsonl", tokenise, end, LONGEST)
    return nets.load(job.base, seed=job.seed), steps_of(examples, job.seed), end


class Trainer:
    """The first process: owns the optimiser, the checkpoint and the log."""

    def __init__(self, job: Job) -> None:
        torch.set_num_threads(1)
        self.job = job
        self.network, self.steps, self.pad = _prepare(job)
        size = self.network.size
        self.shared = Shared(
            weights=nets.read_flat(self.network).share_memory_(),
            gradients=torch.zeros(PARTS, size).share_memory_(),
            sums=torch.zeros(PARTS, 2).share_memory_(),
            step=torch.zeros(1, dtype=torch.int64).share_memory_(),
            barrier=mp.get_context("spawn").Barrier(job.processes),
        )
        self.optimiser = torch.optim.AdamW([self.shared.weights], betas=(0.9, 0.98), weight_decay=0)
        self.step, self.tokens, self.before = 0, 0, 0.0
        self._resume()
        self.started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Wall-clock seconds of training, those before a resume included."""
        return self.before + time.monotonic() - self.started

    @property
    def progress(self) -> float:
        """The part of the budget that is spent."""
        return max(self.tokens / self.job.tokens, self.seconds / 60 / self.job.minutes)

    def run(self) -> None:
        """Train until the budget is spent; a checkpoint now and then, and at the end."""
        helpers = self._start_helpers()
        saved, losses = time.monotonic(), []
        while self.progress < 1:
            losses.append(self._one_step())
            if self.step % 10 == 0:
                self._log(sum(losses) / len(losses))
                losses = []
            if time.monotonic() - saved > SAVE_EVERY:
                self._save()
                saved = time.monotonic()
        if helpers:
            self.shared.step[0] = -1
            self.shared.barrier.wait()
        self._save()
        print(json.dumps({"dev_loss": self._dev_loss()}), flush=True)

    def _start_helpers(self) -> list[Any]:
        context = mp.get_context("spawn")
        helpers = [
            context.Process(target=_helper, args=(self.job, self.shared), daemon=True)
            for _ in range(self.job.processes - 1)
        ]
        for helper in helpers:
            helper.start()
        return helpers

    def _one_step(self) -> float:
        parts = self.steps[self.step]
        rate = rate_at(self.progress, self.job.rate)
        self.shared.step[0] = self.step
        nets.put_flat(self.network, self.shared.weights)
        self.shared.barrier.wait()
        mine = parts if self.job.processes == 1 else parts[:1]
        for number, batch in enumerate(mine):
            _compute(self.network, self.shared, number, batch, self.pad)
        self.shared.barrier.wait()
        loss, targets = self.shared.sums.sum(0).tolist()
        gradient = self.shared.gradients.sum(0) / targets
        gradient *= min(1.0, CLIP / (float(gradient.norm()) + 1e-6))
        self.shared.weights.grad = gradient
        self.optimiser.param_groups[0]["lr"] = rate
        self.optimiser.step()
        self.step += 1
        self.tokens += sum(batch.tokens for batch in parts)
        return loss / targets

    def _log(self, loss: float) -> None:
        record = {"step": self.step, "tokens": self.tokens, "loss": round(loss, 4)}
        record |= {"seconds": round(self.seconds), "cpu": round(time.process_time())}
        print(json.dumps(record), flush=True)

    def _save(self) -> None:
        state = {
            "names": self.network.names,
            "shapes": [tuple(matrix.shape) for matrix in self.network.matrices],
            "rank": nets.RANK,
            "alpha": nets.ALPHA,
            "weights": self.shared.weights,
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "tokens": self.tokens,
            "seconds": self.seconds,
        }
        part = self.job.out / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.job.out / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.job.out / "checkpoint.pt"
        if not path.exists():
            if self.job.start:
                self.shared.weights.copy_(torch.load(self.job.start)["weights"])
            return
        state = torch.load(path)
        self.shared.weights.copy_(state["weights"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.tokens, self.before = state["step"], state["tokens"], state["seconds"]

    @torch.no_grad()
    def _dev_loss(self) -> float:
        """Mean loss a target token over the first held-out pairs."""
        nets.put_flat(self.network, self.shared.weights)
        tokenise, end = nets.tokeniser(self.job.base)
        examples = encode(self.job.pairs / "dev.jsonl", tokenise, end, LONGEST)[:DEV_EXAMPLES]
        sums = [nets.summed_loss(self.network, b, end) for b in epoch(examples, BATCH_TOKENS, 0)]
        return sum(float(loss) for loss, _ in sums) / sum(count for _, count in sums)


def main() -> None:
    """Train as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokens", type=int, required=True, help="budget; the rate falls with it")
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--processes", type=int, choices=(1, 2), default=2)
    parser.add_argument("--seed", type=int, default=nets.SEED, help="of the adapter and the order")
    parser.add_argument("--rate", type=float, default=RATE, help="the highest learning rate")
    parser.add_argument("--start", type=Path, help="checkpoint whose weights to begin with")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    print(json.dumps({"pid": os.getpid()}), flush=True)
    job = Job(
        base=args.base,
        pairs=args.pairs,
        out=args.out,
        tokens=args.tokens,
        minutes=args.minutes,
        processes=args.processes,
        seed=args.seed,
        rate=args.rate,
        start=args.start,
    )
    Trainer(job).run()


if __name__ == "__main__":
    main()
