"""Prove what is shipped: does llama.cpp with it choose the tokens that the trained model would?

`python -m models.nano.build.prove BASE.gguf TRAINED.gguf nano.gguf PAIRS_DIR` lets llama.cpp write
greedily on 50 held-out prompts, then asks our own network with the trained adapter (f16, before it
was packed), in float32, for its likeliest token at each place of these answers. The first place
where they differ is where two greedy answers would part. Some do: llama.cpp computes with packed
weights and 8-bit activations, the network with the same weights unpacked. With `--merged FILE`
llama.cpp writes with the merged file instead of base and adapter.
"""

import argparse
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from engine.records import Sampling, StopReason
from engine.tasks.prompts import build
from engine.tasks.types import task_type
from engine.worker.llama import load
from engine.worker.messages import LoadModel
from models.nano.build import network as nets
from models.nano.build.evaluate import SLOT_TOKENS, SLOTS, ask, plan
from models.nano.build.tokens import END, tokeniser
from models.prompting import prompting

PROMPTS, MAX_TOKENS = 50, 80


@dataclass(frozen=True, slots=True)
class Agreement:
    """One answer: how many of its tokens are the other side's choice, and the first that is not."""

    tokens: int
    agreed: int
    parts_at: int | None


def agreement(chosen: Sequence[int], likeliest: Sequence[int]) -> Agreement:
    """Compare an answer's tokens with the likeliest ones after the same beginning."""
    same = [one == other for one, other in zip(chosen, likeliest, strict=True)]
    return Agreement(len(same), sum(same), same.index(False) if False in same else None)


@torch.no_grad()
def compare(network: nets.Network, before: Sequence[int], chosen: Sequence[int]) -> Agreement:
    """What the network thinks of an answer of llama.cpp, both in tokens."""
    ids = torch.tensor([[*before, *chosen]])
    scores = network.scores(ids, torch.ones(ids.shape, dtype=torch.bool))
    return agreement(chosen, scores[len(before) - 1 : -1].argmax(-1).tolist())


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "trained", "adapter", "pairs"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--merged", type=Path, help="what llama.cpp runs instead of both")
    parser.add_argument("--rank", type=int, default=64)
    args = parser.parse_args()
    adapter = "" if args.merged else str(args.adapter)
    model = load(LoadModel(str(args.merged or args.base), SLOTS, SLOT_TOKENS, 1, adapter=adapter))
    units = plan(args.pairs, PROMPTS // 16 + 1)[:PROMPTS]
    wording = prompting("bonito")
    prompts = [build(wording, task_type(task), text).segments for task, text in units]
    answers = list(ask(model, prompts, Sampling(temperature=0, max_tokens=MAX_TOKENS)))
    model.close()
    torch.set_num_threads(1)
    network = nets.Network(args.base, args.rank, device="cpu", dtype=torch.float32)
    network.start_from(args.trained)
    tokenise = tokeniser(args.base)
    found: list[Agreement] = []
    for answer in answers:
        before = tokenise("".join(part.text for part in prompts[answer.unit_id]))
        chosen = tokenise(answer.text) + [END] * (answer.stop_reason is StopReason.END)
        found.append(compare(network, before, chosen))
    parted = [item.parts_at for item in found if item.parts_at is not None]
    tokens, agreed = sum(item.tokens for item in found), sum(item.agreed for item in found)
    print(f"{len(found)} answers, {tokens} tokens, {100 * agreed / tokens:.2f} % agree")
    print(f"{len(found) - len(parted)} answers agree to the end")
    if parted:
        print(f"the others part at token {statistics.median(parted)} (median) of the answer")


if __name__ == "__main__":
    main()
