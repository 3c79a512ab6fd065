"""Prove an exported adapter: does llama.cpp with it choose the tokens that the trained model would?

`python -m models.nano.build.prove BASE.gguf CHECKPOINT.pt nano.gguf PAIRS_DIR` lets llama.cpp write
greedily on 50 held-out prompts, then asks transformers with the checkpoint, in float32, for its
likeliest token at each place of these answers. The first place where they differ is where two
greedy answers would part. Some do: llama.cpp computes with the 4-bit weights and 8-bit activations,
transformers with the same weights unpacked.
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
from models.nano.build.batches import Encode
from models.nano.build.evaluate import SLOT_TOKENS, SLOTS, generate, plan
from models.nano.build.measure import Answer
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
def compare(network: nets.Network, tokenise: Encode, end: int, answer: Answer) -> Agreement:
    """What transformers thinks of an answer of llama.cpp."""
    prompt = build(prompting("bonito"), task_type(answer.task), answer.context)
    before = tokenise("".join(segment.text for segment in prompt.segments))
    chosen = tokenise(answer.raw) + [end] * (answer.stop is StopReason.END)
    scores = network.model(input_ids=torch.tensor([[*before, *chosen]])).logits[0]
    likeliest = scores[len(before) - 1 : -1].argmax(-1).tolist()
    return agreement(chosen, likeliest)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "checkpoint", "adapter", "pairs"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    model = load(LoadModel(str(args.base), SLOTS, SLOT_TOKENS, 1, adapter=str(args.adapter)))
    units = plan(args.pairs, PROMPTS // 16 + 1)[:PROMPTS]
    answers = list(generate(model, units, Sampling(temperature=0, max_tokens=MAX_TOKENS)))
    model.close()
    torch.set_num_threads(1)
    network = nets.load(args.base, torch.float32)
    nets.put_flat(network, torch.load(args.checkpoint)["weights"])
    tokenise, end = nets.tokeniser(args.base)
    found = [compare(network, tokenise, end, answer) for answer in answers]
    parted = [item.parts_at for item in found if item.parts_at is not None]
    tokens, agreed = sum(item.tokens for item in found), sum(item.agreed for item in found)
    print(f"{len(found)} answers, {tokens} tokens, {100 * agreed / tokens:.2f} % agree")
    print(f"{len(found) - len(parted)} answers agree to the end")
    if parted:
        print(f"the others part at token {statistics.median(parted)} (median) of the answer")


if __name__ == "__main__":
    main()
