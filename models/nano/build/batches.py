"""Cut token sequences into batches of like length, in a fixed order; pure."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WINDOW = 16_384  # pairs among which like lengths are brought together
Encode = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair in tokens; the loss counts from `start` on, where the target begins."""

    ids: tuple[int, ...]
    start: int
    task: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples that are padded to the longest of them."""

    examples: tuple[Example, ...]

    @property
    def tokens(self) -> int:
        """Tokens without padding."""
        return sum(len(example.ids) for example in self.examples)


def encode(path: Path, tokenise: Encode, end: int, longest: int) -> list[Example]:
    """The pairs of a file in tokens, prompt and target tokenised apart as the app does.

    There is no BOS: the GGUF says `add_bos_token = false`. `end` is its EOS, where llama.cpp stops.
    Examples of more than `longest` tokens are left out.
    """
    examples: list[Example] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            pair = json.loads(line)
            prompt, target = tokenise(pair["prompt"]), tokenise(pair["target"])
            if len(prompt) + len(target) < longest:
                examples.append(Example((*prompt, *target, end), len(prompt), pair["task"]))
    return examples


def epoch(examples: Sequence[Example], budget: int, seed: int) -> list[Batch]:
    """All examples once: windows in order, like lengths together, batches shuffled in a window.

    `budget` is how many tokens a batch may hold, padding included.
    """
    batches: list[Batch] = []
    for start in range(0, len(examples), WINDOW):
        window = sorted(examples[start : start + WINDOW], key=lambda e: (len(e.ids), e.ids))
        cut = list(_cut(window, budget))
        random.Random(seed + start).shuffle(cut)
        batches += cut
    return batches


def _cut(window: Sequence[Example], budget: int) -> Iterator[Batch]:
    """Batches out of a window that is sorted by length: the newest is always the longest."""
    held: list[Example] = []
    for example in window:
        if held and len(example.ids) * (len(held) + 1) > budget:
            yield Batch(tuple(held))
            held = []
        held.append(example)
    if held:
        yield Batch(tuple(held))
