"""Train an adapter on a CPU or a CUDA device: one pass or more, a cosine that ends with the budget.

`python -m models.nano.build.train BASE.gguf PAIRS_DIR OUT --device cuda --passes 1` writes
OUT/checkpoint.pt every few minutes and goes on from it when started again. The budget is passes
over the pairs, or `--minutes` of training, whichever is spent first; the rate falls with it to 2 %.
`--start` begins with an adapter or a checkpoint instead of a fresh one. On a CPU use float32 where
the processor has no bfloat16 products (AVX2 alone emulates them).
"""

import argparse
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from models.nano.build.batches import Batch, Example, epoch
from models.nano.build.network import SEED, Network
from models.nano.build.tokens import by_task, examples

WARM_UP, FLOOR = 0.03, 0.02  # parts of the budget and of the rate
CLIP = 1.0
SAVE_EVERY, SHOW_EVERY = 150, 30  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """What to train, on what, for how long."""

    base: Path
    pairs: Path
    out: Path
    device: str = "cpu"
    dtype: torch.dtype = torch.float32
    rank: int = 64
    rate: float = 2e-3
    batch_tokens: int = 32_768
    passes: float = 1.0
    minutes: float = math.inf
    seed: int = SEED
    start: Path | None = None


def rate_at(progress: float, highest: float) -> float:
    """The learning rate after a part of the budget: a linear warm-up, then a cosine."""
    if progress < WARM_UP:
        return highest * progress / WARM_UP
    fall = min(1.0, (progress - WARM_UP) / (1 - WARM_UP))
    return highest * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * fall)))


class Trainer:
    """Owns the network, the optimiser, the checkpoint and the log."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.examples = examples(job.base, job.pairs / "train.jsonl")
        self.held_out = examples(job.base, job.pairs / "dev.jsonl")
        self.network = Network(
            job.base, job.rank, device=job.device, dtype=job.dtype, seed=job.seed
        )
        if job.start:
            self.network.start_from(job.start)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters, lr=job.rate, betas=(0.9, 0.98), weight_decay=0
        )
        self.step, self.tokens, self.before = 0, 0, 0.0
        self._length = sum(len(one.ids) for one in self.examples)
        self._resume()
        self.started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Wall-clock seconds of training, those before a resume included."""
        return self.before + time.monotonic() - self.started

    @property
    def progress(self) -> float:
        """The part of the budget that is spent."""
        whole = self.job.passes * self._length
        return max(self.tokens / whole, self.seconds / 60 / self.job.minutes)

    def run(self) -> float:
        """Train until the budget is spent; the held-out loss a target token at the end."""
        saved = shown = time.monotonic()
        losses: list[tuple[float, int]] = []
        for batch in self._batches():
            passes = self.tokens // self._length
            losses.append(self._one_step(batch))
            if self.tokens // self._length > passes and self.progress < 1:
                self._tell_held_out()
            if time.monotonic() - shown > SHOW_EVERY:
                self._log(losses)
                losses, shown = [], time.monotonic()
            if time.monotonic() - saved > SAVE_EVERY:
                self._save()
                saved = time.monotonic()
            if self.progress >= 1:
                break
        self._save()
        return self._tell_held_out()

    def _tell_held_out(self) -> float:
        """Print the loss of the held-out pairs, all and by type, a target token."""
        sums = {
            task: held_out(self.network, mine, self.job.batch_tokens)
            for task, mine in by_task(self.held_out).items()
        }
        loss = sum(part for part, _ in sums.values()) / sum(count for _, count in sums.values())
        record: dict[str, object] = {"held_out": round(loss, 4), "tokens": self.tokens}
        record |= {task: round(part / count, 3) for task, (part, count) in sums.items()}
        print(json.dumps(record), flush=True)
        return loss

    def _batches(self) -> list[Batch]:
        """What is still to come: pass after pass, in an order that the seed alone decides."""
        turns = math.ceil(self.job.passes) + 1
        order = [
            batch
            for turn in range(turns)
            for batch in epoch(self.examples, self.job.batch_tokens, self.job.seed + turn)
        ]
        return order[self.step :]

    def _one_step(self, batch: Batch) -> tuple[float, int]:
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.progress, self.job.rate)
        loss, targets = self.network.summed_loss(batch)
        (loss / targets).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters, CLIP)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self.tokens += batch.tokens
        return float(loss.detach()), targets

    def _log(self, losses: list[tuple[float, int]]) -> None:
        loss = sum(part for part, _ in losses) / sum(count for _, count in losses)
        record = {"step": self.step, "tokens": self.tokens, "loss": round(loss, 4)}
        record["tokens_a_second"] = round(self.tokens / self.seconds)
        print(json.dumps(record), flush=True)

    def _save(self) -> None:
        state = {
            "lora": {name: (a.detach(), b.detach()) for name, (a, b) in self.network.lora.items()},
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "tokens": self.tokens,
            "seconds": self.seconds,
        }
        part = self.job.out / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.job.out / "checkpoint.pt")

    @torch.no_grad()
    def _resume(self) -> None:
        path = self.job.out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.job.device)
        for name, (a, b) in self.network.lora.items():
            a.copy_(state["lora"][name][0])
            b.copy_(state["lora"][name][1])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.tokens, self.before = state["step"], state["tokens"], state["seconds"]


@torch.no_grad()
def held_out(network: Network, examples: list[Example], batch_tokens: int) -> tuple[float, int]:
    """The summed loss of the target tokens and how many they are."""
    sums = [network.summed_loss(batch) for batch in epoch(examples, batch_tokens, 0)]
    return sum(float(loss) for loss, _ in sums), sum(count for _, count in sums)


def main() -> None:
    """Train as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "pairs", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3, help="the highest learning rate")
    parser.add_argument("--batch-tokens", type=int, default=32_768, help="padding included")
    parser.add_argument("--passes", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--seed", type=int, default=SEED, help="of the adapter and the order")
    parser.add_argument("--start", type=Path, help="a checkpoint or a GGUF adapter to begin with")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    options = vars(args) | {"dtype": getattr(torch, args.dtype)}
    Trainer(Job(**options)).run()


if __name__ == "__main__":
    main()
